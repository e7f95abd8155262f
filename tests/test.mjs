// npm test: installs what is missing, builds what is stale, runs every test there is.
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, install, main, requireNode, ROOT, runBin } from '../signaling/cli/prepare.mjs';

const REPORTS = join(ROOT, 'node_modules/.cache/alcove/reports');

const vitest =
  (projects, ...options) =>
  async (report) => {
    const code = await runBin('vitest', [
      'run',
      ...projects.flatMap((project) => ['--project', project]),
      '--reporter=default',
      '--reporter=json',
      ...options,
      `--outputFile.json=${report}`,
    ]);
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8'));
    return { code, passed: numPassedTests, failed: numFailedTests };
  };

const elements = async (report) => {
  const code = await runBin('wtr', [], { env: { ...process.env, ALCOVE_REPORT: report } });
  return { code, ...JSON.parse(await readFile(report, 'utf8')) };
};

const SUITES = [
  // Many of them wait for a clock, and leave the core to the next.
  ['units, scenarios, adversaries', vitest(['unit'], '--maxWorkers=2'), []],
  ['elements in a browser', elements, ['chromium']],
  ['two people in two browsers', vitest(['e2e']), ['chromium', 'firefox']],
  [
    'one person with a vault, two who do not look at each other',
    vitest(['unseen', 'vault'], '--maxWorkers=2'),
    ['chromium', 'firefox'],
  ],
];

await main(async () => {
  requireNode();
  await install();
  await build();
  await mkdir(REPORTS, { recursive: true });
  const { ensureBrowser } = await import('./support/browsers.mjs');
  let passed = 0;
  let failed = 0;
  const run = async ([name, suite, browsers]) => {
    let missing = false;
    for (const browser of browsers) missing ||= (await ensureBrowser(browser)) === undefined;
    if (missing) {
      console.log(`Not run, for want of a browser: ${name}.`);
      failed += 1;
      return;
    }
    console.log(`\n${name}`);
    const report = join(REPORTS, `${SUITES.findIndex(([other]) => other === name)}.json`);
    await rm(report, { force: true });
    const result = await suite(report).catch((error) => {
      console.error(error);
      return { code: 1, passed: 0, failed: 0 };
    });
    passed += result.passed;
    // A suite that fails outside of any test (a crash, an unhandled rejection) fails all the same.
    failed += result.code !== 0 && result.failed === 0 ? 1 : result.failed;
  };
  const [units, drawn, ...browsing] = SUITES;
  // The one page in which elements are drawn leaves a core to the units.
  await Promise.all([run(units), run(drawn)]);
  for (const suite of browsing) await run(suite);
  if (failed > 0) process.exitCode = 1;
  console.log(`${passed} passed, ${failed} failed`);
});
