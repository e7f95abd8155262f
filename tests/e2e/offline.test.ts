import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Person } from '../support/person.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));
const HOME = 'Start a session now';

declare global {
  interface Window {
    workerStates: string[];
  }
}

let relay: RelayProcess;
let host: Person;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(async () => {
  await host.leaveBrowser();
  await relay.stop();
});

/** Opens the host's page and waits until its service worker runs and has all its copies. */
const openOnce = async (browser: 'chromium' | 'firefox') => {
  host = await Person.arrive('host', browser);
  await host.open(relay.origin);
  await host.sees(HOME);
  await host.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
};

const copies = () =>
  host.page.evaluate(async () => {
    const found: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      found[name] = requests.map(({ url }) => new URL(url).pathname);
    }
    return found;
  });

/** What the build says that a page consists of, workers and what they load apart. */
const filesOf = async (page: 'host' | 'guest') => {
  const text = await readFile(join(DIST, `client/.vite/${page}.json`), 'utf8');
  return new Set(Array.from(text.matchAll(/"(assets\/[^"]+)"/g), ([, file = '']) => file));
};

/** A server in place of the relay that answers whatever is asked of it with one status. */
const answering = async (status: number, headers: Record<string, string>) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(status, headers);
    response.end('not the page');
  });
  await new Promise<void>((done) => server.listen(relay.port, 'localhost', done));
  return {
    asked,
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};

describe.each(['chromium', 'firefox'] as const)('in %s', (browser) => {
  test('the host’s page opens without a network once it was open, and /j does not', async () => {
    await openOnce(browser);
    await relay.kill();
    await host.page.reload();
    await host.sees(HOME);
    expect(await host.page.evaluate(() => crossOriginIsolated)).toBe(true);
    await expect(host.open(`${relay.origin}/j`)).rejects.toThrow();
    // What the browser says about a page that is not there is no complaint.
    host.errors.length = 0;
  });

  test('what is kept is this build’s public files, and none that only a guest loads', async () => {
    await openOnce(browser);
    const [[name, paths] = ['', []], ...others] = Object.entries(await copies());
    expect(others).toEqual([]);
    expect(name).toMatch(/^alcove-page-[0-9a-f]{16}$/);
    const built = await readdir(join(DIST, 'client/assets'));
    const [ours, theirs] = [await filesOf('host'), await filesOf('guest')];
    const wanted = built
      .map((file) => `assets/${file}`)
      .filter((file) => !/\.(?:br|gz)$/.test(file))
      .filter((file) => ours.has(file) || !theirs.has(file));
    expect(wanted.length).toBeLessThan(built.length / 3);
    expect(paths.sort()).toEqual(['/', ...wanted.map((file) => `/${file}`)].sort());
    await host.open(`${relay.origin}/j`);
    await host.sees(/link/);
    expect(Object.keys(await copies())).toEqual([name]);
    expect((await copies())[name]?.sort()).toEqual(paths);
    expect(await host.complaints()).toEqual([]);
  });
});

test('an error of the server shows the copy; it and a redirect are never kept', async () => {
  await openOnce('chromium');
  const before = await copies();
  await relay.kill();
  for (const [status, headers] of [
    [502, {}],
    [503, { 'Cache-Control': 'max-age=1000' }],
  ] as const) {
    const broken = await answering(status, headers);
    await host.page.reload();
    await host.sees(HOME);
    expect(broken.asked).toContain('/');
    await broken.close();
  }
  // What the server says and means is not hidden.
  const gone = await answering(404, {});
  await host.page.reload();
  expect(await host.page.evaluate(() => document.body.textContent)).toBe('not the page');
  await gone.close();
  const elsewhere = await answering(302, { Location: '/j' });
  await host.page.goto(relay.origin).catch(() => undefined);
  await elsewhere.close();
  relay = await relay.restart();
  await host.open(relay.origin);
  expect(await copies()).toEqual(before);
});

test('a browser that only ever opened a guest’s page has none of it', async () => {
  host = await Person.arrive('guest', 'chromium');
  await host.open(`${relay.origin}/j`);
  await host.sees(/link/);
  const registered = () =>
    host.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  expect(await registered()).toBe(0);
  expect(host.requests.filter((url) => url.includes('service-worker'))).toEqual([]);
  await host.open(relay.origin);
  await host.until('the host’s page to register its own', async () => (await registered()) === 1);
});

test('a guest’s page in the same browser is not answered by it, its files neither', async () => {
  await openOnce('chromium');
  await host.page.reload();
  await host.sees(HOME);
  await host.newTab();
  // Else what the other page had in memory would serve for both.
  await host.page.setCacheEnabled(false);
  const answered: [string, boolean][] = [];
  host.page.on('response', (response) => {
    answered.push([new URL(response.url()).pathname, response.fromServiceWorker()]);
  });
  await host.open(`${relay.origin}/j`);
  await host.sees(/link/);
  expect(answered.length).toBeGreaterThan(4);
  expect(answered.filter(([, byWorker]) => byWorker)).toEqual([]);
  // Nor does it after the browser has put it to sleep, and it has forgotten who is a guest.
  const devtools = await host.page.createCDPSession();
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  const [paths = []] = Object.values(await copies());
  const answers = () =>
    host.page.evaluate(
      (path) =>
        fetch(path, { cache: 'no-store' }).then(
          () => true,
          () => false,
        ),
      paths.find((path) => path.endsWith('.wasm')) ?? '',
    );
  expect(await answers()).toBe(true);
  await relay.kill();
  expect(await answers()).toBe(false);
  relay = await relay.restart();
  // It would have answered the host's.
  await host.open(relay.origin);
  await host.sees(HOME);
  expect(answered.filter(([, byWorker]) => byWorker).map(([path]) => path)).toContain('/');
});

describe('a new build', () => {
  let folder: string;
  let ours: string;
  beforeEach(async () => {
    // Beside the other, where the server finds its packages.
    folder = await mkdtemp(join(DIST, 'another-'));
    ours = await anotherBuild(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('takes over, and the older page keeps its parts until it is closed', async () => {
    await openOnce('chromium');
    await host.page.reload();
    await host.sees(HOME);
    const [older = ''] = Object.keys(await copies());
    await relay.stop();
    relay = await startRelay({ port: relay.port, main: join(folder, 'server/alcove.js') });
    const olderPage = await host.newTab();
    await host.open(relay.origin);
    await host.sees(HOME);
    const entry = () =>
      host.page.evaluate(() => document.querySelector('script[type=module]')?.getAttribute('src'));
    expect(await entry()).toContain('newbuild');
    const newer = await host.until('the new build’s copies', async () => {
      const names = Object.keys(await copies());
      return names.find((name) => name !== older);
    });
    const status = (page: typeof olderPage) =>
      page.evaluate(async (path) => (await fetch(path, { cache: 'no-store' })).status, ours);
    await host.until('the new worker to rule', () =>
      host.page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        return registration?.installing === null && registration.waiting === null;
      }),
    );
    expect((await fetch(relay.url + ours)).status).toBe(404);
    expect(await status(olderPage)).toBe(200);
    // A second page of the new build opens: the older one is still there.
    await host.page.reload();
    await host.sees(HOME);
    expect(Object.keys(await copies()).sort()).toEqual([older, newer].sort());
    expect(await status(olderPage)).toBe(200);
    await olderPage.close();
    await host.page.reload();
    await host.until('the older copies to go', async () => {
      const names = Object.keys(await copies());
      return names.length === 1 && names[0] === newer;
    });
    expect(await status(host.page)).toBe(404);
    await relay.kill();
    await host.page.reload();
    await host.sees(HOME);
    expect(await entry()).toContain('newbuild');
  });

  test('of which a file does not fit its hash is not taken', async () => {
    await openOnce('chromium');
    const before = await copies();
    await relay.stop();
    const page = join(folder, 'client/index.html');
    await writeFile(page, `${await readFile(page, 'utf8')}\n<!-- put in on the way -->`);
    relay = await startRelay({ port: relay.port, main: join(folder, 'server/alcove.js') });
    // The page of the new build asks for its own worker; what becomes of it is written down.
    await host.page.evaluateOnNewDocument(() => {
      window.workerStates = [];
      void navigator.serviceWorker.getRegistration().then((registration) => {
        registration?.addEventListener('updatefound', () => {
          const worker = registration.installing;
          worker?.addEventListener('statechange', () => window.workerStates.push(worker.state));
        });
      });
    });
    await host.page.reload({ waitUntil: 'load' });
    const [outcome] = await host.until('the end of the new worker', () =>
      host.page.evaluate(() => {
        const ends = window.workerStates.filter((state) => /redundant|activated/.test(state));
        return ends.length > 0 && ends;
      }),
    );
    expect(outcome).toBe('redundant');
    await relay.kill();
    await host.page.reload();
    await host.sees(HOME);
    const after = await copies();
    for (const [name, paths] of Object.entries(before)) expect(after[name]).toEqual(paths);
    for (const paths of Object.values(after).slice(1)) expect(paths).not.toContain('/');
  });
});

/**
 * The present build with another name and content for the host page's own script, as a change of the
 * source would give. Resolves to the path that only the present one has.
 */
async function anotherBuild(folder: string): Promise<string> {
  for (const part of ['client', 'server']) {
    await cp(join(DIST, part), join(folder, part), { recursive: true });
  }
  const client = join(folder, 'client');
  const edit = async (file: string, change: (text: string) => string) => {
    const path = join(client, file);
    const text = change(await readFile(path, 'utf8'));
    await writeFile(path, text);
    for (const packed of ['.br', '.gz']) await rm(path + packed, { force: true });
    return `sha384-${createHash('sha384').update(text).digest('base64')}`;
  };
  const page = await readFile(join(client, 'index.html'), 'utf8');
  const [, script = ''] = /src="\/(assets\/[^"]+)"/.exec(page) ?? [];
  const renamed = 'assets/host-newbuild.js';
  const hash = (text: string, path: string) =>
    new RegExp(`"${path}":(?:"|\`)(sha384-[^"\`]+)`).exec(text)?.[1] ?? '';
  const worker = await readFile(join(client, 'service-worker.js'), 'utf8');
  const scriptHash = await edit(script, (text) => `${text}\n`);
  await rename(join(client, script), join(client, renamed));
  const pageHash = await edit('index.html', (text) => text.replaceAll(script, renamed));
  await edit('service-worker.js', (text) =>
    text
      .replace(hash(worker, `/${script}`), scriptHash)
      .replace(hash(worker, '/'), pageHash)
      .replaceAll(script, renamed)
      .replace(/[0-9a-f]{16}(?=[`"])/, 'f'.repeat(16)),
  );
  return `/${script}`;
}
