import type { AskedEvent, ServiceWorkerScope } from './service-worker-scope.ts';

/**
 * Lets the host's page open without a network, once it was open with one. It keeps copies of public
 * code and of nothing else: the files of one build, each checked against the hash that was built in,
 * so that no error page, no redirected answer and no half of another build is ever among them.
 *
 * It answers for the host's page at `/` and for that page's files. Every address of this host is
 * within its reach, `/j` too; but there it stays out of the way: a guest's page, what it loads,
 * `/signal` and all else go to the network as if it were not there, and nothing of them is stored. A
 * browser that never opened the host's page does not even have it: the guest's page starts nothing.
 *
 * A new build takes over at once, but the copies of the older one stay until no page of it is open.
 * So a page that was open across an update still finds the parts it has not yet loaded, and what is
 * opened anew is the new build: a vault that the new one has written is not offered to the old one.
 */
declare const self: ServiceWorkerScope;

/** By path, the hash of each file of this build as Subresource Integrity writes it. */
declare const OFFLINE_FILES: Readonly<Record<string, string>>;
/** Another for every other content of OFFLINE_FILES. */
declare const OFFLINE_BUILD: string;

const files = OFFLINE_FILES;
const PREFIX = 'alcove-page-';
const OWN = PREFIX + OFFLINE_BUILD;

/** How long the network may take for the page itself before the copy is shown; milliseconds. */
const PATIENCE_MS = 3000;

/** Guests' pages seen to begin. Lost when the browser puts this worker to sleep, see isGuest. */
const guests = new Set<string>();

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (pathname === '/') event.respondWith(page(request));
    else guests.add(event.resultingClientId);
  } else if (pathname.startsWith('/assets/') && !guests.has(event.clientId)) {
    event.respondWith(asset(event));
  }
});

// A page tells its own script. Only one of this very build may have the others' copies removed.
self.addEventListener('message', (event) => {
  const { data, source } = event;
  if (typeof data === 'string' && Object.hasOwn(files, data) && source) {
    event.waitUntil(forgetOthers(source.id));
  }
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(OWN);
  await Promise.all(
    Object.entries(files).map(async ([path, integrity]) => {
      if (await cache.match(path)) return;
      const answer = await fetch(path, {
        integrity,
        redirect: 'error',
        // What has a hash in its name was most likely just loaded by the page.
        cache: path === '/' ? 'no-store' : 'default',
      });
      if (!answer.ok) throw new Error(`${answer.status} ${path}`);
      await cache.put(path, answer);
    }),
  );
  await self.skipWaiting();
}

/** The network's, so that a new build arrives at once; the copy when there is none, or an error. */
async function page(request: Request): Promise<Response> {
  const network = fetch(request);
  const first = await Promise.race([network.catch(() => undefined), patience()]);
  if (first && first.status < 500) return first;
  const cache = await caches.open(OWN);
  return (await cache.match('/')) ?? network;
}

/** A copy of whichever build has it; the name carries the hash of what is in it. */
async function asset({ request, clientId }: AskedEvent): Promise<Response> {
  if (await isGuest(clientId)) return fetch(request);
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function isGuest(clientId: string): Promise<boolean> {
  const client = await self.clients.get(clientId);
  return client?.type === 'window' && new URL(client.url).pathname !== '/';
}

async function forgetOthers(teller: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(({ id, url }) => id !== teller && new URL(url).pathname === '/')) return;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(PREFIX) && name !== OWN);
  await Promise.all(others.map((name) => caches.delete(name)));
}

function patience(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));
}
