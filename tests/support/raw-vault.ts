import type { Page } from 'puppeteer-core';

export type StoreName = 'head' | 'pages' | 'records' | 'audit' | 'sessions';
export type StoreKey = string | number;

/** One thing that is stored, wherever. */
export interface Spot {
  readonly store: StoreName;
  readonly key: StoreKey;
}

type Stored = Readonly<Record<StoreName, readonly (readonly [StoreKey, string])[]>>;

/** All that a vault's database holds at one moment. */
export class Snapshot {
  readonly stored: Stored;

  constructor(stored: Stored) {
    this.stored = stored;
  }

  keys(store: StoreName): StoreKey[] {
    return this.stored[store].map(([key]) => key);
  }

  at({ store, key }: Spot): Buffer {
    const found = this.stored[store].find(([known]) => known === key);
    if (!found) throw new Error(`nothing at ${store} ${String(key)}`);
    return Buffer.from(found[1], 'base64');
  }

  /** What is here and was not there. */
  since(earlier: Snapshot, store: StoreName): StoreKey[] {
    return this.keys(store).filter((key) => !earlier.keys(store).includes(key));
  }

  /** What is in both, and other than it was. */
  changedSince(earlier: Snapshot, store: StoreName): StoreKey[] {
    return earlier
      .keys(store)
      .filter((key) => this.keys(store).includes(key))
      .filter((key) => !this.at({ store, key }).equals(earlier.at({ store, key })));
  }
}

/**
 * The browser's database of the vault as somebody has it who can write to the disk and has no key,
 * through the page of the same origin.
 */
export class RawVault {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The names in the directory. */
  names(): Promise<{ current?: string; staging?: string }> {
    return this.#page.evaluate(async () => {
      const names = await window.rawVault.names();
      return Object.fromEntries(names);
    });
  }

  /** Names of every database of this origin. */
  databases(): Promise<string[]> {
    return this.#page.evaluate(async () =>
      (await indexedDB.databases()).map(({ name }) => name ?? '').sort(),
    );
  }

  async snapshot(): Promise<Snapshot> {
    return new Snapshot(await this.#page.evaluate(() => window.rawVault.read()));
  }

  /** Everything as it was, the count of wrong tries at none. */
  async putBack({ stored }: Snapshot): Promise<void> {
    await this.#page.evaluate((all) => window.rawVault.replace(all), stored);
  }

  async put({ store, key }: Spot, bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('base64');
    await this.#page.evaluate((...args) => window.rawVault.put(...args), store, key, text);
  }

  async remove({ store, key }: Spot): Promise<void> {
    await this.#page.evaluate((...args) => window.rawVault.put(...args), store, key, null);
  }
}

interface RawVaultInPage {
  names(): Promise<[string, string][]>;
  read(): Promise<Stored>;
  replace(stored: Stored): Promise<void>;
  put(store: StoreName, key: StoreKey, base64: string | null): Promise<void>;
}

declare global {
  interface Window {
    rawVault: RawVaultInPage;
  }
}

/** Runs in a page, and may run again. */
export function installRawVault(): void {
  const STORES = ['head', 'pages', 'records', 'audit', 'sessions'] as const;
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('no reason was given'));
    });
  const through = async <T>(
    database: IDBDatabase,
    stores: readonly string[],
    work: (transaction: IDBTransaction) => Promise<T> | T,
  ): Promise<T> => {
    try {
      const transaction = database.transaction(stores, 'readwrite');
      const over = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
      });
      const result = await work(transaction);
      await over;
      return result;
    } finally {
      database.close();
    }
  };
  const toBase64 = (bytes: Uint8Array): string =>
    btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const fromBase64 = (text: string): Uint8Array =>
    Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const directory = () => done(indexedDB.open('alcove'));
  const names = async (): Promise<[string, string][]> => {
    // To open what is not there would make it.
    if (!(await indexedDB.databases()).some(({ name }) => name === 'alcove')) return [];
    return through(await directory(), ['names'], async (work) => {
      const store = work.objectStore('names');
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return keys.map((key, index): [string, string] => [key as string, String(values[index])]);
    });
  };
  const vault = async (): Promise<IDBDatabase> => {
    const [, name = ''] = (await names()).find(([key]) => key === 'current') ?? [];
    return done(indexedDB.open(name));
  };

  window.rawVault = {
    names,
    read: async () =>
      through(await vault(), STORES, async (work) => {
        const read = STORES.map(async (name) => {
          const store = work.objectStore(name);
          const [keys, values] = await Promise.all([
            done(store.getAllKeys()),
            done(store.getAll() as IDBRequest<Uint8Array[]>),
          ]);
          return [
            name,
            keys.map((key, index) => [key, toBase64(values[index] ?? new Uint8Array())]),
          ];
        });
        return Object.fromEntries(await Promise.all(read)) as Stored;
      }),
    replace: async (stored) => {
      await through(await vault(), STORES, (work) => {
        for (const name of STORES) {
          const store = work.objectStore(name);
          store.clear();
          for (const [key, text] of stored[name]) store.put(fromBase64(text), key);
        }
      });
      await through(await directory(), ['tries'], (work) => {
        work.objectStore('tries').clear();
      });
    },
    put: async (store, key, base64) =>
      through(await vault(), [store], (work) => {
        if (base64 === null) work.objectStore(store).delete(key);
        else work.objectStore(store).put(fromBase64(base64), key);
      }),
  };
}
