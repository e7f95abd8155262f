import type { WebWorker } from 'puppeteer-core';
import type { Person } from './person.ts';

export interface StepWatch {
  /** The vault's worker begins to write, or the browser has said that it is done. */
  hear(): void;
  /** Every writing transaction takes so much longer, as on a slow disk. */
  readonly slowerMs: number;
}

const BINDING = 'alcoveStep';

/**
 * From the next page on, looks into the vault's worker, and hears of each step of its storage:
 * writing transactions, new databases and deleted ones, each as it begins and when it is done.
 * Chromium alone lets a test into a worker. Returns what resolves when the newest one is watched.
 */
export function watchSteps(person: Person, watch: StepWatch): () => Promise<void> {
  let watched: Promise<void> = Promise.resolve();
  person.page.on('workercreated', (worker) => {
    if (!worker.url().includes('vault-worker')) return;
    watched = install(worker, watch);
    // Whoever waits for it is told; a worker that has ended meanwhile has no steps.
    watched.catch(() => undefined);
  });
  return () => watched;
}

async function install(worker: WebWorker, watch: StepWatch): Promise<void> {
  const { client } = worker;
  client.on('Runtime.bindingCalled', ({ name }) => {
    if (name === BINDING) watch.hear();
  });
  await client.send('Runtime.addBinding', { name: BINDING });
  await worker.evaluate(installStepWatch, watch.slowerMs);
}

/** Runs in the worker. */
function installStepWatch(slowerMs: number): void {
  const step = (): void => {
    (globalThis as unknown as { alcoveStep(payload: string): void }).alcoveStep('');
  };
  const original = <T extends object, K extends keyof T>(of: T, name: K): T[K] =>
    Object.getOwnPropertyDescriptor(of, name)?.value as T[K];
  const transaction = original(IDBDatabase.prototype, 'transaction');
  const open = original(IDBFactory.prototype, 'open');
  const deleteDatabase = original(IDBFactory.prototype, 'deleteDatabase');

  /** A transaction stays open as long as there is a question to answer. */
  const slow = (work: IDBTransaction): void => {
    const [name = ''] = work.objectStoreNames;
    const store = work.objectStore(name);
    const end = performance.now() + slowerMs;
    const ask = (): void => {
      if (performance.now() > end) return;
      const question = store.get(0);
      question.onsuccess = ask;
      // Taken back meanwhile.
      question.onerror = (event) => event.stopPropagation();
    };
    ask();
  };
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    const work = transaction.call(this, stores, mode, options);
    if (mode !== 'readwrite') return work;
    step();
    work.addEventListener('complete', step);
    slow(work);
    return work;
  };
  IDBFactory.prototype.open = function (this: IDBFactory, name, version) {
    const request = open.call(this, name, version);
    request.addEventListener('upgradeneeded', () => {
      step();
      request.addEventListener('success', step);
    });
    return request;
  };
  IDBFactory.prototype.deleteDatabase = function (this: IDBFactory, name) {
    step();
    const request = deleteDatabase.call(this, name);
    request.addEventListener('success', step);
    return request;
  };
}
