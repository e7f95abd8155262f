import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { VaultError } from './errors.ts';

/**
 * One vault, ciphertext only but for the header, which holds no secret. Keys are outside of the
 * values, so that a value is exactly the bytes that crypto/PROTOCOL.md describes.
 */
interface VaultSchema extends DBSchema {
  /** `header` and `root`. */
  head: { key: 'header' | 'root'; value: Uint8Array };
  /** By compartment x 2^24 + number. */
  pages: { key: number; value: Uint8Array };
  /** By the record's id, 32 hexadecimal digits. */
  records: { key: string; value: Uint8Array };
  /** By sequence, from 1. */
  audit: { key: number; value: Uint8Array };
  /** What running sessions keep, by the id of their entry; written without the vault's keys. */
  sessions: { key: string; value: Uint8Array };
  /** Pieces of recordings and files, by the id of their entry and their number, from 0. */
  recordings: { key: [string, number]; value: Uint8Array };
}

export type VaultDatabase = IDBPDatabase<VaultSchema>;

type Migration = (database: VaultDatabase) => void;

/**
 * From version n to n + 1. Every one runs inside the browser's version change, which happens whole
 * or not at all: a tab closed in the middle leaves the version before it.
 */
const MIGRATIONS: readonly Migration[] = [
  (database) => {
    database.createObjectStore('head');
    database.createObjectStore('pages');
    database.createObjectStore('records');
    database.createObjectStore('audit');
    database.createObjectStore('sessions');
  },
  (database) => {
    database.createObjectStore('recordings');
  },
];

/**
 * Opens a vault's database, bringing it to the present version. `superseded` is called when another
 * tab deletes or upgrades it, or the browser closes it; the connection is closed by then.
 */
export async function openVaultDatabase(
  name: string,
  superseded: () => void,
): Promise<VaultDatabase> {
  const database = await guarded(() =>
    openDB<VaultSchema>(name, MIGRATIONS.length, {
      upgrade: (upgraded, from) => {
        for (const migrate of MIGRATIONS.slice(from)) migrate(upgraded);
      },
      blocking: () => {
        database.close();
        superseded();
      },
      terminated: superseded,
    }),
  );
  return database;
}

/** Resolves once no connection holds it any more and it is gone. */
export const deleteVaultDatabase = (name: string): Promise<void> => guarded(() => deleteDB(name));

const LOG = 'alcove-log';

/**
 * Before anything else is written. Chromium keeps all databases of an origin in one LevelDB, and when
 * it died in the middle of a record it goes on behind that half. The start after next then takes the
 * place for damage and drops everything: not one note is left. A database that is deleted makes it put
 * its log away and begin another. Takes some milliseconds and does nothing in other browsers.
 * https://github.com/google/leveldb/issues/1287
 */
export async function beginNewLog(): Promise<void> {
  await navigator.locks.request(LOG, { ifAvailable: true }, async (lock) => {
    // Another tab is at it, and all have one log.
    if (lock === null) return;
    try {
      const database = await openDB(LOG);
      database.close();
      await deleteDB(LOG);
    } catch (error) {
      // A full disk, perhaps: a vault that can be read is opened all the same.
      if (!(error instanceof DOMException)) throw error;
    }
  });
}

/** Runs one storage operation; throws its failure as a VaultError. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error);
  }
}

/** The browser's many names for three causes. Anything else is thrown on as it is. */
function storageError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  switch (error.name) {
    case 'QuotaExceededError':
      return new VaultError('QUOTA');
    case 'SecurityError':
    case 'NotAllowedError':
    // Firefox with storage switched off.
    case 'InvalidStateError':
      return new VaultError('STORAGE_BLOCKED');
    default:
      return new VaultError(isRefusal(error) ? 'STORAGE_BLOCKED' : 'STORAGE_FAILED');
  }
}

/** Chromium with storage switched off says so in words alone; the name is that of a broken disk. */
const isRefusal = ({ name, message }: DOMException): boolean =>
  name === 'UnknownError' && message.includes('denied permission');
