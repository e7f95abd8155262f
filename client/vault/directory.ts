import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { beginNewLog, deleteVaultDatabase, guarded } from './database.ts';
import { VaultError } from './errors.ts';

/** Wrong tries so far, and the time of the last. */
export interface Tries {
  readonly count: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface DirectorySchema extends DBSchema {
  /** `staging` is a vault that is not in place, not yet or not any more, and is to be removed. */
  names: { key: 'current' | 'staging'; value: string };
  tries: { key: 'tries'; value: Tries };
}

const NAME = 'alcove';

/** Held while a vault is being made or restored beside the present one. */
export const STAGING_LOCK = 'alcove-vault-staging';

/**
 * Which database is the vault. A restored vault is built beside the present one and takes its place
 * by one small write here: there is no moment at which half of either is in place.
 */
export class Directory {
  readonly #database: IDBPDatabase<DirectorySchema>;
  #unwritten: Tries | undefined;

  private constructor(database: IDBPDatabase<DirectorySchema>) {
    this.#database = database;
  }

  /** Makes what is missing. */
  static open(): Promise<Directory> {
    return guarded(async () => new Directory(await connect()));
  }

  /**
   * Undefined where there never was a vault: looking for one leaves nothing behind, not even where
   * the page is left while it looks.
   */
  static async find(): Promise<Directory | undefined> {
    // Firefox before 126 cannot be asked: there an empty one is made.
    if ('databases' in indexedDB) {
      const databases = await guarded(() => indexedDB.databases());
      if (!databases.some(({ name }) => name === NAME)) return undefined;
    }
    const directory = await Directory.open();
    await beginNewLog();
    return directory;
  }

  current(): Promise<string | undefined> {
    return guarded(() => this.#database.get('names', 'current'));
  }

  /** Notes the name of a vault in the making, so that one that was never finished is removed. */
  async stage(name: string): Promise<void> {
    await guarded(() => this.#database.put('names', name, 'staging'));
  }

  /** Removes a vault in the making, or one that was replaced. */
  async unstage(name: string): Promise<void> {
    await deleteVaultDatabase(name);
    await guarded(() => this.#database.delete('names', 'staging'));
  }

  /**
   * The staged vault becomes the vault. Resolves with the one it replaced, to be removed: by the
   * caller, or else by the next sweep.
   */
  async promote(name: string): Promise<string | undefined> {
    return guarded(async () => {
      const work = this.#database.transaction(['names', 'tries'], 'readwrite', {
        durability: 'strict',
      });
      const names = work.objectStore('names');
      const before = await names.get('current');
      await names.put(name, 'current');
      if (before === undefined) await names.delete('staging');
      else await names.put(before, 'staging');
      await work.objectStore('tries').delete('tries');
      await work.done;
      return before;
    });
  }

  /** Removes what a making or a restore left behind that ended in the middle: either vault of it. */
  async sweep(): Promise<void> {
    await navigator.locks.request(STAGING_LOCK, { ifAvailable: true }, async (lock) => {
      // Another tab is at it just now.
      if (lock === null) return;
      const staging = await guarded(() => this.#database.get('names', 'staging'));
      if (staging === undefined) return;
      await this.unstage(staging);
    });
  }

  async tries(): Promise<Tries> {
    if (this.#unwritten) return this.#unwritten;
    const kept = await guarded(() => this.#database.get('tries', 'tries'));
    return kept ?? { count: 0, at: 0 };
  }

  /** A full disk must keep nobody out: while there is no room, only this worker knows the count. */
  async setTries(tries: Tries): Promise<void> {
    try {
      await guarded(() => this.#database.put('tries', tries, 'tries'));
      this.#unwritten = undefined;
    } catch (error) {
      if (!(error instanceof VaultError && error.code === 'QUOTA')) throw error;
      this.#unwritten = tries;
    }
  }

  close(): void {
    this.#database.close();
  }
}

const connect = (): Promise<IDBPDatabase<DirectorySchema>> =>
  openDB<DirectorySchema>(NAME, 1, {
    upgrade: (upgraded) => {
      upgraded.createObjectStore('names');
      upgraded.createObjectStore('tries');
    },
  });

export const newDatabaseName = (id: string): string => `alcove-vault-${id}`;

/** Wrong tries that cost nothing: everybody mistypes. */
const FREE_TRIES = 3;
const LONGEST_WAIT_MS = 5 * 60 * 1000;

/** When the next try is taken: 2, 4, 8 … seconds after the fourth wrong one, five minutes at most. */
export function retryAt({ count, at }: Tries): number {
  if (count <= FREE_TRIES) return 0;
  return at + Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(count - FREE_TRIES, 20));
}
