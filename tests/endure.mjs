// npm run endure: the long runs, or with names after -- those alone. Prints their figures, and fails
// when one of them shows a loss.
import { join } from 'node:path';
import { build, install, main, Plain, requireNode, ROOT } from '../signaling/cli/prepare.mjs';
import { withModule } from './support/typescript.mjs';

await main(async () => {
  requireNode();
  await install();
  await build();
  const wanted = process.argv.slice(2);
  await withModule(join(ROOT, 'tests/endure/all.ts'), async ({ runs }) => {
    const names = runs.map(({ name }) => name);
    const unknown = wanted.find((name) => !names.includes(name));
    if (unknown)
      throw new Plain(`There is no run ${unknown}. These there are: ${names.join(', ')}.`);
    for (const { name, run } of runs) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      console.log(`${name}…`);
      const { figures, held } = await run();
      for (const [what, figure] of Object.entries(figures)) console.log(`  ${what}: ${figure}`);
      if (!held) {
        process.exitCode = 1;
        console.log(`  ${name} did not hold`);
      }
    }
  });
});
