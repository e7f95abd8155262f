import type { Random } from '../../crypto/random.ts';
import type { BackupItem } from '../../crypto/vault/backup-item.ts';
import { BackupWriter } from '../../crypto/vault/backup-writer.ts';
import { parseHeader } from '../../crypto/vault/header.ts';
import { everything } from './batches.ts';
import { guarded, type VaultDatabase } from './database.ts';
import { VaultError } from './errors.ts';
import { pageNameOf } from './manifest.ts';
import type { OpenVault } from './open-vault.ts';
import type { Progress } from './vault-api.ts';

/** Chunks are handed to the browser, which may put them on the disk, from so many on. */
const PART_CHUNKS = 64;

export interface BackupOptions {
  readonly database: VaultDatabase;
  readonly vault: OpenVault;
  readonly random: Random;
  readonly now: () => number;
  progress: Progress;
  readonly cancelled: () => boolean;
}

/**
 * The whole vault in one file, as it is at one moment: everything is read in one transaction, during
 * which no tab can save. Every record is opened on the way, so that a backup is one that can be
 * restored. Throws what is found to be damaged, or CANCELLED.
 */
export function writeBackup(options: BackupOptions): Promise<Blob> {
  const { vault, database } = options;
  return vault.still(() =>
    guarded(async () => {
      const work = database.transaction(['head', 'pages', 'audit', 'records'], 'readonly');
      const head = work.objectStore('head');
      const [header, root] = await Promise.all([head.get('header'), head.get('root')]);
      if (!header || !root) throw new VaultError('DAMAGED');
      const file = new BackupFile(options, header);
      file.push({ type: 'root', bytes: root });
      for await (const { key, bytes } of everything(work.objectStore('pages'))) {
        file.push({ type: 'page', ...pageNameOf(key), bytes });
      }
      for await (const { key, bytes } of everything(work.objectStore('audit'))) {
        file.push({ type: 'audit', sequence: key, bytes });
      }
      for await (const { key, bytes } of everything(work.objectStore('records'))) {
        const entry = vault.manifest.entry(key);
        // What no page knows of was left over by nobody, and would be refused by a restore.
        if (!entry) continue;
        vault.openStored(entry, bytes).fill(0);
        file.push({ type: 'record', bytes });
      }
      return file.finish();
    }),
  );
}

class BackupFile {
  readonly #options: BackupOptions;
  readonly #writer: BackupWriter;
  readonly #parts: Blob[] = [];
  readonly #total: number;
  #chunks: Uint8Array[] = [];
  #done = 0;

  constructor(options: BackupOptions, header: Uint8Array) {
    const { vault, random, now } = options;
    this.#options = options;
    this.#writer = new BackupWriter({
      keys: vault.keys,
      header: parseHeader(header),
      createdAt: now(),
      generation: vault.generation,
      random,
    });
    this.#chunks.push(this.#writer.head);
    this.#total = vault.manifest.size + vault.manifest.count + vault.audit.length + 1;
  }

  push(item: BackupItem): void {
    if (this.#options.cancelled()) {
      this.#writer.wipe();
      throw new VaultError('CANCELLED');
    }
    this.#chunks.push(...this.#writer.push(item));
    this.#done += 1;
    if (this.#chunks.length >= PART_CHUNKS) this.#part();
  }

  finish(): Blob {
    this.#chunks.push(this.#writer.finish());
    this.#part();
    return new Blob(this.#parts, { type: 'application/octet-stream' });
  }

  #part(): void {
    this.#parts.push(new Blob(this.#chunks as BlobPart[]));
    this.#chunks = [];
    this.#options.progress(this.#done, this.#total);
  }
}
