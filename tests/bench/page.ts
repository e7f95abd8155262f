import { cp } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'puppeteer-core';
import { build } from 'vite';
import { precompress } from '../../client/build/precompress.ts';
import { Meeting } from '../support/meeting.ts';
import { Person } from '../support/person.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { pageSizes } from '../support/size-budget.mjs';
import { alternate, pairedRow, type Bench } from './measure.ts';
import { walkThrough, watchFrames } from './page-watch.ts';

const FRAME_PAIRS = 9;
const USABLE_PAIRS = 15;
const BYTES_BAR = 150_000;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const BARE = path('../../node_modules/.cache/alcove/bare');

/** The same server with the two bare pages in place of ours. */
async function startBare(): Promise<RelayProcess> {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: path('./pages'),
    plugins: [precompress()],
    build: {
      outDir: join(BARE, 'client'),
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: [path('./pages/index.html'), path('./pages/j.html')] },
    },
  });
  const main = join(BARE, 'server/alcove.js');
  await cp(path('../../dist/server'), dirname(main), { recursive: true });
  return startRelay({ main });
}

/** From **Admit** to the guest's first picture of the host. */
const firstFrame: Bench = {
  name: 'first-frame',
  async run() {
    const bare = await startBare();
    const meeting = await Meeting.arrange();
    try {
      const { host, guest } = meeting;
      for (const { page } of [host, guest]) await page.evaluateOnNewDocument(watchFrames);
      const shown = (person: Person) =>
        person.until('the first frame', () => person.page.evaluate(() => window.watch.firstFrame));
      const pairs = await alternate(
        FRAME_PAIRS,
        async () => {
          // From one link to the next in the same tab, a browser loads nothing.
          await guest.open('about:blank');
          await meeting.invite('Video');
          await meeting.ask('Video');
          await host.press('Admit');
          const admitted = await host.until('Admit to be pressed', () =>
            host.page.evaluate(() => window.watch.admitted),
          );
          const taken = (await shown(guest)) - admitted;
          await host.press('Leave');
          await guest.sees('The other person has left');
          return taken;
        },
        async () => {
          await guest.open(bare.origin);
          const began = await guest.page.evaluate(() => window.connectBare());
          return (await shown(guest)) - began;
        },
      );
      return [pairedRow('guest page: Admit to first remote frame, ms', pairs, 1.15)];
    } finally {
      await meeting.end();
      await bare.stop();
    }
  },
};

/** From a link opened for the first time to **Ask to join**, every step pressed at once. */
const usable: Bench = {
  name: 'ask-usable',
  async run() {
    const bare = await startBare();
    const meeting = await Meeting.arrange();
    try {
      const link = await meeting.invite('Chat only');
      const open = (url: string) => firstVisit(meeting.guest.browser, url);
      const pairs = await alternate(
        USABLE_PAIRS,
        () => open(link),
        () => open(`${bare.origin}/j`),
      );
      return [pairedRow('guest page: link opened to “Ask to join”, ms', pairs, 1.5)];
    } finally {
      await meeting.end();
      await bare.stop();
    }
  },
};

/** In a browser context of its own: nothing is in its cache. */
async function firstVisit(browser: Browser, url: string): Promise<number> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.evaluateOnNewDocument(walkThrough);
    await page.goto(url);
    const watched = await page.waitForFunction(() => window.watch.usable);
    return await watched.jsonValue().then((milliseconds) => milliseconds ?? Number.NaN);
  } finally {
    await context.close();
  }
}

/** What the browser itself says it received, and what the build says it would send. */
const bytes: Bench = {
  name: 'guest-bytes',
  async run() {
    const relay = await startRelay();
    const person = await Person.arrive('guest', 'chromium');
    try {
      const code = /^(?:text\/javascript|application\/wasm)/;
      const sizes = { code: 0, rest: 0 };
      const kinds = new Map<string, 'code' | 'rest'>();
      const session = await person.page.createCDPSession();
      await session.send('Network.enable');
      session.on('Network.responseReceived', ({ requestId, response }) =>
        kinds.set(requestId, code.test(response.headers['Content-Type'] ?? '') ? 'code' : 'rest'),
      );
      const headers = new Map<string, number>();
      session.on('Network.responseReceived', ({ requestId, response }) =>
        headers.set(requestId, response.encodedDataLength),
      );
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        const kind = kinds.get(requestId);
        if (kind) sizes[kind] += encodedDataLength - (headers.get(requestId) ?? 0);
      });
      await person.open(`${relay.origin}/j`);
      // The last that comes is the room's code, ahead of its use.
      await person.page.waitForNetworkIdle();
      const built = (await pageSizes())['j.html'];
      return [
        {
          name: 'guest page: JavaScript and WebAssembly received before a call, bytes',
          ours: sizes.code,
          ratio: sizes.code / BYTES_BAR,
          bar: 1,
        },
        {
          name: 'guest page: the rest of it, bytes',
          ours: sizes.rest,
          ratio: sizes.rest / BYTES_BAR,
        },
        {
          name: 'guest page: code as built, brotli, bytes',
          ours: built.code,
          ratio: built.code / BYTES_BAR,
          bar: 1,
        },
      ];
    } finally {
      await person.leaveBrowser();
      await relay.stop();
    }
  },
};

export const pageBenches: readonly Bench[] = [firstFrame, usable, bytes];
