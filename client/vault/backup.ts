import type { Random } from '../../crypto/random.ts';
import type { BackupItem } from '../../crypto/vault/backup-item.ts';
import { BackupWriter } from '../../crypto/vault/backup-writer.ts';
import { parseHeader } from '../../crypto/vault/header.ts';
import { readAudit } from './audit-trail.ts';
import { everything } from './batches.ts';
import { hasRecord } from './contents.ts';
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
 * which no tab can save. It is all looked at on the way, so that a backup is one that can be
 * restored. Throws what is found to be damaged, or CANCELLED.
 */
export async function writeBackup(options: BackupOptions): Promise<Blob> {
  for (;;) {
    const file = await options.vault.still(() => written(options));
    if (file) return file;
  }
}

/** Undefined when another tab has saved since the list was read. */
async function written(options: BackupOptions): Promise<Blob | undefined> {
  const { vault, database } = options;
  const { verified } = await readAudit(database, vault);
  if (!verified) throw new VaultError('DAMAGED');
  return guarded(async () => {
    const work = database.transaction(['head', 'pages', 'audit', 'records'], 'readonly');
    const head = work.objectStore('head');
    const [header, root] = await Promise.all([head.get('header'), head.get('root')]);
    if (!header || !root) throw new VaultError('DAMAGED');
    if (vault.openRoot(root)?.generation !== vault.generation) return undefined;
    const file = new BackupFile(options, header);
    file.push({ type: 'root', bytes: root });
    for await (const { key, bytes } of everything(work.objectStore('pages'))) {
      file.push({ type: 'page', ...pageNameOf(key), bytes });
    }
    for await (const { key, bytes } of everything(work.objectStore('audit'))) {
      file.push({ type: 'audit', sequence: key, bytes });
    }
    const missing = new Set<string>();
    for (const entry of vault.manifest.entries) if (hasRecord(entry)) missing.add(entry.name);
    for await (const { key, bytes } of everything(work.objectStore('records'))) {
      const entry = vault.manifest.entry(key);
      // What no page knows of could not be opened by anybody.
      if (!entry) continue;
      vault.openStored(entry, bytes).fill(0);
      file.push({ type: 'record', bytes });
      missing.delete(key);
    }
    if (missing.size > 0) throw new VaultError('RECORD_MISSING');
    return file.finish();
  });
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
