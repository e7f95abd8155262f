// npm run check: types, lint, format, import boundaries, dead code, size budgets.
import { install, main, Plain, requireNode, runBin } from '../signaling/cli/prepare.mjs';
import { checkBoundaries } from './support/boundaries.mjs';
import { checkSizes } from './support/size-budget.mjs';

const program = (name, args) => async () => (await runBin(name, args)) === 0;

const STEPS = [
  ['types', program('tsc', ['--noEmit'])],
  ['lint', program('eslint', ['.', '--max-warnings', '0'])],
  ['format', program('prettier', ['--check', '--log-level', 'warn', '.'])],
  ['import boundaries', checkBoundaries],
  ['dead code', program('knip', ['--no-progress'])],
  ['size budgets', checkSizes],
];

await main(async () => {
  requireNode();
  await install();
  const failed = [];
  for (const [name, step] of STEPS) {
    const holds = await step();
    console.log(`${holds ? 'ok    ' : 'FAILED'} ${name}`);
    if (!holds) failed.push(name);
  }
  if (failed.length > 0) throw new Plain(`npm run check failed: ${failed.join(', ')}.`);
});
