import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { findBrowser } from './tests/support/browsers.mjs';

// As the server sends it, but for what the runner itself needs: its own script is written into the page.
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const count = ({ tests = [], suites = [] }) =>
  suites
    .map(count)
    .reduce(
      (sum, { passed, failed }) => ({ passed: sum.passed + passed, failed: sum.failed + failed }),
      {
        passed: tests.filter((test) => test.passed && !test.skipped).length,
        failed: tests.filter((test) => !test.passed && !test.skipped).length,
      },
    );

/** Writes how many tests passed and failed to the file named by ALCOVE_REPORT. */
const tally = (file) => ({
  async stop({ sessions }) {
    const total = { passed: 0, failed: 0 };
    for (const { testResults, errors } of sessions) {
      const { passed, failed } = count(testResults ?? {});
      total.passed += passed;
      total.failed += failed + errors.length;
    }
    await writeFile(file, JSON.stringify(total));
  },
});

export default {
  files: 'tests/browser/**/*.test.ts',
  nodeResolve: true,
  // Two cores, and each page has a window of its own.
  concurrency: 2,
  concurrentBrowsers: 1,
  browserStartTimeout: 60_000,
  testsFinishTimeout: 300_000,
  testFramework: { config: { timeout: 20_000 } },
  browsers: [
    chromeLauncher({
      // Pages of one window would take the focus and the pictures from each other.
      createPage: async ({ browser }) => {
        const context = await browser.createBrowserContext();
        const page = await context.newPage();
        await page.emulateFocusedPage(true);
        return page;
      },
      launchOptions: {
        executablePath: await findBrowser('chromium'),
        headless: true,
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          '--disable-quic',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--no-first-run',
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          '--autoplay-policy=no-user-gesture-required',
          // The names and roles that the browser itself hands to assistive technology.
          '--enable-blink-features=ComputedAccessibilityInfo',
        ],
      },
    }),
  ],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
  ],
  middleware: [
    (context, next) => {
      context.set('Content-Security-Policy', POLICY);
      return next();
    },
  ],
  testRunnerHtml: (framework) => `<!doctype html>
<html lang="en" dir="ltr">
  <head>
    <meta charset="utf-8" />
    <title>Alcove</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/client/styles/base.css" />
  </head>
  <body>
    <script type="module" src="${framework}"></script>
  </body>
</html>`,
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: false }),
    ...(process.env.ALCOVE_REPORT ? [tally(process.env.ALCOVE_REPORT)] : []),
  ],
};
