import { wipe } from '../../crypto/bytes.ts';
import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import {
  LARGEST_BACKUP_HEAD,
  parseBackupHead,
  type BackupHead,
} from '../../crypto/vault/backup-head.ts';
import type { BackupItem } from '../../crypto/vault/backup-item.ts';
import { BackupReader } from '../../crypto/vault/backup-reader.ts';
import { encodeHeader } from '../../crypto/vault/header.ts';
import { deriveKeys, type VaultKeys } from '../../crypto/vault/keys.ts';
import { records } from './batches.ts';
import { Contents, hasRecord } from './contents.ts';
import { meant, openHeader } from './credentials.ts';
import { guarded, openVaultDatabase, type VaultDatabase } from './database.ts';
import { newDatabaseName, STAGING_LOCK, type Directory } from './directory.ts';
import { VaultError } from './errors.ts';
import { pageKeyOf } from './manifest.ts';
import { OpenVault } from './open-vault.ts';
import { readAudit } from './audit-trail.ts';
import type { Credential, Progress } from './vault-api.ts';

/** Bytes that are written at once: a transaction for every slice of the file would take longest. */
const PORTION = 2 ** 21;

export interface StagingOptions {
  readonly directory: Directory;
  readonly random: Random;
  readonly now: () => number;
  progress: Progress;
  readonly cancelled: () => boolean;
}

/** A vault that lies complete and verified beside the present one. */
export interface Staged {
  readonly name: string;
  readonly head: BackupHead;
  readonly database: VaultDatabase;
  readonly vault: OpenVault;
  readonly contents: Contents;
  /** Nothing else is staged meanwhile, in whatever tab. */
  readonly release: () => void;
}

/** Throws BACKUP_NOT_ONE, BACKUP_VERSION, BACKUP_TRUNCATED or BACKUP_ALTERED. */
export function readHead(file: Blob): Promise<BackupHead> {
  return meant(async () => {
    const start = await file.slice(0, LARGEST_BACKUP_HEAD).arrayBuffer();
    return parseBackupHead(new Uint8Array(start));
  });
}

/**
 * Reads the whole backup into a database of its own, and opens every page, record and audit entry
 * of it. Whatever fails leaves nothing behind, and the present vault is not touched in any case.
 */
export async function stage(
  file: Blob,
  credential: Credential,
  options: StagingOptions,
): Promise<Staged> {
  const head = await readHead(file);
  const { key } = await openHeader(head.header, credential);
  const keys = deriveKeys(key, head.header);
  wipe(key);
  const release = await holdStaging();
  const { directory, random } = options;
  const name = newDatabaseName(toHex(random(16)));
  try {
    await directory.stage(name);
    const database = await openVaultDatabase(name, () => undefined);
    try {
      await copy(file, { head, keys, database, options });
      return { name, head, database, release, ...(await verified(database, keys, options)) };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    keys.wipe();
    await directory.unstage(name);
    release();
    throw error;
  }
}

/** The staged vault is not wanted. */
export async function unstage(staged: Staged, directory: Directory): Promise<void> {
  staged.vault.wipe();
  staged.database.close();
  await directory.unstage(staged.name);
  staged.release();
}

/** Holds the right to stage until the returned function is called. Throws BUSY. */
export function holdStaging(): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(STAGING_LOCK, { ifAvailable: true }, (lock) => {
        if (lock === null) {
          reject(new VaultError('BUSY'));
          return undefined;
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(reject);
  });
}

async function copy(
  file: Blob,
  to: { head: BackupHead; keys: VaultKeys; database: VaultDatabase; options: StagingOptions },
): Promise<void> {
  const { head, keys, database, options } = to;
  const reader = new BackupReader(keys, head);
  const stream = file.slice(head.length).stream().getReader();
  let done = head.length;
  const portion = new Portion(database);
  try {
    for (;;) {
      if (options.cancelled()) throw new VaultError('CANCELLED');
      const { value } = await stream.read();
      if (value === undefined) break;
      done += value.length;
      await portion.push(await meant(() => reader.push(value)));
      options.progress(done, file.size);
    }
    await meant(() => reader.end());
    await portion.end();
    await guarded(() => database.put('head', encodeHeader(head.header), 'header'));
  } finally {
    reader.wipe();
    await stream.cancel();
  }
}

/** Gathers what is read; one portion is written while the next is read and opened. */
class Portion {
  readonly #database: VaultDatabase;
  #items: BackupItem[] = [];
  #bytes = 0;
  #writing = Promise.resolve();

  constructor(database: VaultDatabase) {
    this.#database = database;
  }

  async push(items: readonly BackupItem[]): Promise<void> {
    this.#items.push(...items);
    for (const { bytes } of items) this.#bytes += bytes.length;
    if (this.#bytes >= PORTION) await this.#write();
  }

  /** Resolves when everything was written. */
  async end(): Promise<void> {
    await this.#write();
    await this.#writing;
  }

  async #write(): Promise<void> {
    await this.#writing;
    this.#writing = store(this.#database, this.#items);
    // A failure is thrown by whoever waits for it next.
    this.#writing.catch(() => undefined);
    this.#items = [];
    this.#bytes = 0;
  }
}

async function store(database: VaultDatabase, items: readonly BackupItem[]): Promise<void> {
  if (items.length === 0) return;
  await guarded(async () => {
    // On the disk for good only when the vault is put in place; until then it may as well be lost.
    const work = database.transaction(['head', 'pages', 'records', 'audit'], 'readwrite', {
      durability: 'relaxed',
    });
    const writes = items.map((item): Promise<unknown> => {
      const bytes = new Uint8Array(item.bytes);
      switch (item.type) {
        case 'root':
          return work.objectStore('head').put(bytes, 'root');
        case 'page':
          return work.objectStore('pages').put(bytes, pageKeyOf(item));
        case 'record':
          return work.objectStore('records').put(bytes, toHex(bytes.subarray(2, 18)));
        case 'audit':
          return work.objectStore('audit').put(bytes, item.sequence);
      }
    });
    await Promise.all([...writes, work.done]);
  });
}

/** Everything that the root vouches for is there, and opens. Throws BACKUP_ALTERED. */
async function verified(
  database: VaultDatabase,
  keys: VaultKeys,
  { random, now }: StagingOptions,
): Promise<Pick<Staged, 'vault' | 'contents'>> {
  const damage: string[] = [];
  const vault: OpenVault = new OpenVault({
    database,
    keys,
    random,
    now,
    changed: (names) => contents.update(names),
    saved: () => undefined,
    damaged: (code) => damage.push(code),
  });
  const contents: Contents = new Contents(vault.manifest);
  await vault.load();
  const { verified: trail } = await readAudit(database, vault);
  if (damage.length > 0 || !trail || !(await allOpen(database, vault))) {
    throw new VaultError('BACKUP_ALTERED');
  }
  return { vault, contents };
}

async function allOpen(database: VaultDatabase, vault: OpenVault): Promise<boolean> {
  const kept = [...vault.manifest.entries].filter(hasRecord);
  const names = kept.map(({ name }) => name);
  try {
    for await (const { name, bytes } of records(database, names)) {
      const entry = vault.manifest.entry(name);
      if (!entry) return false;
      vault.openStored(entry, bytes).fill(0);
    }
    return true;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return false;
  }
}
