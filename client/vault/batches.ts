import { guarded, type VaultDatabase } from './database.ts';

/** Values read at once. */
const BATCH = 256;

/** As much of an object store, inside or outside of a transaction, as reading in order takes. */
interface Readable<Key extends IDBValidKey> {
  getAll(range: IDBKeyRange): Promise<Uint8Array[]>;
  getAllKeys(range?: IDBKeyRange): Promise<Key[]>;
}

/**
 * Everything in a store in the order of its keys. The next batch is asked for before the last is
 * worked on, which keeps the store's transaction alive and the disk busy.
 */
export async function* everything<Key extends IDBValidKey>(
  store: Readable<Key>,
): AsyncGenerator<{ readonly key: Key; readonly bytes: Uint8Array }> {
  const keys = await store.getAllKeys();
  const fetch = (from: number) => {
    const range = rangeOf(keys.slice(from, from + BATCH));
    return range && store.getAll(range);
  };
  let next = fetch(0);
  for (let from = 0; next !== undefined; from += BATCH) {
    const values = await next;
    next = fetch(from + BATCH);
    for (const [index, bytes] of values.entries()) {
      const key = keys[from + index];
      if (key !== undefined) yield { key, bytes };
    }
  }
}

/** A record as it lies there. */
export interface Stored {
  readonly name: string;
  /** Undefined for nothing. */
  readonly bytes: Uint8Array | undefined;
}

/**
 * What is stored for each of these records, in the order of their names. All or nearly all that there
 * are: whatever lies between them is read as well.
 */
export const records = (
  database: VaultDatabase,
  names: readonly string[],
): AsyncGenerator<Stored> =>
  batched([...names].sort(), async (wanted) => {
    const range = rangeOf(wanted);
    const found = range && (await inRange(database, range));
    return wanted.map((name) => ({ name, bytes: found?.get(name) }));
  });

/** The same for a few records among many, each asked for by itself, in the order that is given. */
export const someRecords = (
  database: VaultDatabase,
  names: readonly string[],
): AsyncGenerator<Stored> =>
  batched(names, (wanted) => {
    const { store } = database.transaction('records');
    return Promise.all(wanted.map(async (name) => ({ name, bytes: await store.get(name) })));
  });

/** The next batch is asked for before the last is worked on. */
async function* batched(
  names: readonly string[],
  read: (wanted: readonly string[]) => Promise<Stored[]>,
): AsyncGenerator<Stored> {
  const fetch = (from: number): Promise<Stored[]> => {
    const wanted = names.slice(from, from + BATCH);
    return wanted.length === 0 ? Promise.resolve([]) : guarded(() => read(wanted));
  };
  let next = fetch(0);
  for (let from = 0; from < names.length; from += BATCH) {
    const batch = await next;
    next = fetch(from + BATCH);
    yield* batch;
  }
}

/** Not in every browser yet, and not in TypeScript; keys asked for by themselves take a third longer. */
interface AllRecords {
  getAllRecords?(options: {
    query: IDBKeyRange;
  }): Promise<{ readonly key: string; readonly value: Uint8Array }[]>;
}

async function inRange(
  database: VaultDatabase,
  range: IDBKeyRange,
): Promise<Map<string, Uint8Array | undefined>> {
  const { store } = database.transaction('records');
  const all = await (store as AllRecords).getAllRecords?.({ query: range });
  if (all) return new Map(all.map(({ key, value }) => [key, value]));
  const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
  return new Map(keys.map((key, index) => [key, values[index]]));
}

function rangeOf(keys: readonly IDBValidKey[]): IDBKeyRange | undefined {
  const [first] = keys;
  const last = keys.at(-1);
  return first === undefined || last === undefined ? undefined : IDBKeyRange.bound(first, last);
}
