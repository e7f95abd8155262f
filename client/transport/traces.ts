import type { Proof } from '../state/room-view.ts';

/** What begins so belongs to the host's app, perhaps with notes on this device: not the guest's to touch. */
const HOST_CACHE = /^alcove-page-/;
const HOST_DATABASE = /^alcove/;
const HOST_ENTRY = 'alcove-host';

/**
 * Looks, after a guest has left, at every place in this browser where something could be left. It looks
 * alone and removes nothing: what a host's app keeps here on the same device stays, and is not counted.
 */
export async function findTraces(tracks: readonly MediaStreamTrack[]): Promise<Proof> {
  return {
    tab: names(() => sessionStorage).every((name) => name === HOST_ENTRY),
    storage: names(() => localStorage).length === 0,
    caches: (await allowed(() => caches.keys(), [])).every((name) => HOST_CACHE.test(name)),
    databases: (await databases()).every((name) => HOST_DATABASE.test(name)),
    // One that answers for the host's page lets this one alone: it is in control of neither.
    worker: !answersForGuests(),
    devices: tracks.every(({ readyState }) => readyState === 'ended'),
    address: location.hash === '' && history.state === null,
  };
}

/** Storage that the browser refuses holds nothing. */
function names(storage: () => Storage): string[] {
  try {
    return Object.keys(storage());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return [];
  }
}

async function databases(): Promise<string[]> {
  const found = await allowed(() => indexedDB.databases(), []);
  return found.flatMap(({ name }) => (name === undefined ? [] : [name]));
}

async function allowed<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    // Switched off in this browser: then there is nothing in it either.
    if (!(error instanceof DOMException)) throw error;
    return otherwise;
  }
}

function answersForGuests(): boolean {
  if (!('serviceWorker' in navigator)) return false;
  const url = navigator.serviceWorker.controller?.scriptURL;
  return url !== undefined && new URL(url).pathname !== '/service-worker.js';
}
