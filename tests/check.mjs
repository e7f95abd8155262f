// npm run check: types, lint, format, import boundaries, dead code, size budgets.
import { install, main, Plain, requireNode, runBin } from '../signaling/cli/prepare.mjs';
import { checkBoundaries } from './support/boundaries.mjs';
import { checkSizes } from './support/size-budget.mjs';

const program = (name, args) => async () => (await runBin(name, args)) === 0;

const TYPES = ['types', program('tsc', ['--noEmit'])];
const LINT = ['lint', program('eslint', ['.', '--max-warnings', '0'])];
const FORMAT = ['format', program('prettier', ['--check', '--log-level', 'warn', '.'])];
const BOUNDARIES = ['import boundaries', checkBoundaries];
const DEAD_CODE = ['dead code', program('knip', ['--no-progress'])];
const SIZES = ['size budgets', checkSizes];
/** Side by side: the first takes as long as all others. */
const LANES = [[LINT], [TYPES, FORMAT, BOUNDARIES, DEAD_CODE, SIZES]];

await main(async () => {
  requireNode();
  await install();
  const failed = [];
  const run = async (lane) => {
    for (const [name, step] of lane) {
      const holds = await step();
      console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}`);
      if (!holds) failed.push(name);
    }
  };
  await Promise.all(LANES.map(run));
  if (failed.length > 0) throw new Plain(`npm run check failed: ${failed.join(', ')}.`);
});
