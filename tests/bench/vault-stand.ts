import { copyFile, cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'puppeteer-core';
import { build, type Plugin } from 'vite';
import product from '../../vite.config.ts';
import { Person } from '../support/person.ts';
import { startRelay } from '../support/relay-process.ts';
import type { Size } from './pages/vault/bench-api.ts';
import type { Filled } from './pages/vault/main.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const BUILT = path('../../node_modules/.cache/alcove/vault-bench');
const PAGE = path('./pages/vault/index.html');
const WORKER = path('./pages/vault/worker.ts');

/** Memory is measured when it is asked for, and not at the next collection by chance. */
const FLAGS = ['--enable-blink-features=ForceEagerMeasureMemory'];

/** A page with a full vault, and beside it the same notes in plaintext. */
export interface Stand extends Filled {
  readonly size: Size;
  readonly page: Page;
}

let built: Promise<string> | undefined;

/** Runs the work at each size, each in a browser of its own, whatever becomes of it. */
export async function atEach<T>(
  sizes: readonly Size[],
  work: (stand: Stand) => Promise<readonly T[]>,
): Promise<T[]> {
  built ??= buildPage();
  const main = await built;
  const results: T[] = [];
  for (const size of sizes) {
    const relay = await startRelay({ main });
    const person = await Person.arrive('keeper', 'chromium', { flags: FLAGS });
    try {
      // Filling a large vault takes its time, and is one call to the browser.
      person.page.setDefaultTimeout(0);
      await person.open(relay.origin);
      const filled = await person.page.evaluate((wanted) => window.bench.fill(wanted), size);
      await fresh(person.page);
      results.push(...(await work({ ...filled, size, page: person.page })));
      const complaints = await person.complaints();
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
    } finally {
      await person.leaveBrowser();
      await relay.stop();
    }
  }
  return results;
}

/** The page anew, without what the last work has left in its memory. */
export async function fresh(page: Page): Promise<void> {
  await page.reload({ waitUntil: 'load' });
}

/** The product's own build of another page, and of another worker in place of the vault's. */
async function buildPage(): Promise<string> {
  const config = product({ command: 'build', mode: 'host', isSsrBuild: false });
  await build({
    ...config,
    configFile: false,
    logLevel: 'warn',
    root: path('./pages/vault'),
    plugins: [ownWorker(), ...(config.plugins ?? [])],
    build: {
      ...config.build,
      outDir: join(BUILT, 'client'),
      emptyOutDir: true,
      rolldownOptions: { ...config.build?.rolldownOptions, input: { bench: PAGE } },
    },
  });
  // The server wants both pages to be there.
  await copyFile(join(BUILT, 'client/index.html'), join(BUILT, 'client/j.html'));
  const main = join(BUILT, 'server/alcove.js');
  await cp(path('../../dist/server'), dirname(main), { recursive: true });
  return main;
}

const ownWorker = (): Plugin => ({
  name: 'alcove:bench-worker',
  enforce: 'pre',
  resolveId: (source) =>
    source.endsWith('/vault-worker.ts?worker&url') ? `${WORKER}?worker&url` : undefined,
});
