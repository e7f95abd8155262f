// npm run bench: every benchmark, or with names after -- those alone. Prints one table and writes
// it as JSON. An unknown name is answered with those there are.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, install, main, Plain, requireNode, ROOT } from '../signaling/cli/prepare.mjs';
import { withModule } from './support/typescript.mjs';

const REPORT = join(ROOT, 'node_modules/.cache/alcove/bench.json');

const figure = (value) =>
  Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/\.?0+$/, '');

const cells = ({ name, ours, baseline, ratio, spread, bar, void: reason }) => [
  name,
  figure(ours),
  baseline === undefined ? '–' : figure(baseline),
  ratio.toFixed(2) + (spread ? ` (${spread.map((value) => value.toFixed(2)).join('–')})` : ''),
  bar === undefined ? '–' : `≤ ${bar}`,
  bar === undefined ? '–' : (reason ?? (ratio <= bar ? 'yes' : 'NO')),
];

const HEAD = ['name', 'ours', 'baseline', 'ratio (quartiles)', 'bar', 'holds?'];

const table = (rows) => {
  const lines = [HEAD, ...rows.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column])).join('  '))
    .join('\n');
};

const choose = (benches, wanted) => {
  const names = benches.map(({ name }) => name);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown) {
    throw new Plain(`There is no benchmark ${unknown}. These there are: ${names.join(', ')}.`);
  }
  return benches.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
};

await main(async () => {
  requireNode();
  await install();
  await build();
  const rows = await withModule(join(ROOT, 'tests/bench/all.ts'), async ({ benches }) => {
    const measured = [];
    for (const { name, run } of choose(benches, process.argv.slice(2))) {
      console.log(`${name}…`);
      measured.push(...(await run()));
    }
    return measured;
  });
  console.log(`\n${table(rows)}`);
  await mkdir(join(REPORT, '..'), { recursive: true });
  await writeFile(REPORT, `${JSON.stringify(rows, null, 2)}\n`);
  console.log(`\nWritten to ${REPORT}`);
});
