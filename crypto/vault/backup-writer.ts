import { backupId } from '../brand.ts';
import { concat, equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { draw, type Random } from '../random.ts';
import { SecretStream, STREAM_HEADER_BYTES } from '../secretstream.ts';
import { backupFileKey, encodeClear, type BackupFacts } from './backup-head.ts';
import { END, itemHead, type BackupItem } from './backup-item.ts';
import type { VaultKeys } from './keys.ts';
import { BACKUP_CHUNK } from './limits.ts';

/** Writes one backup file, piece after piece: `head` first, then what `push` and `finish` return. */
export class BackupWriter {
  readonly head: Uint8Array;
  readonly #stream: SecretStream;
  readonly #chunk = new Uint8Array(BACKUP_CHUNK);
  #filled = 0;
  #live = true;

  /** Throws VAULT_HEADER for a header that belongs to other keys, RANGE. */
  constructor(options: BackupFacts & { keys: VaultKeys; random: Random }) {
    const { keys, random, header } = options;
    if (!equal(header.vaultId, keys.vaultId) || header.keyGeneration !== keys.keyGeneration) {
      throw new CryptoError('VAULT_HEADER');
    }
    const id = backupId(draw(random, 16));
    const streamHeader = draw(random, STREAM_HEADER_BYTES);
    const clear = encodeClear(id, options);
    const key = backupFileKey(keys, id, clear);
    this.#stream = new SecretStream(key, streamHeader);
    wipe(key);
    this.head = concat(clear, streamHeader);
  }

  /** Chunks that have become full. Throws VAULT_SIZE, RANGE or BACKUP_STATE. */
  push(item: BackupItem): Uint8Array[] {
    this.#needLive();
    return [...this.#write(itemHead(item)), ...this.#write(item.bytes)];
  }

  /** The last chunk. Throws BACKUP_STATE. */
  finish(): Uint8Array {
    this.#needLive();
    this.#live = false;
    // Of a full length like every other: what ends early was cut off, and the size says little.
    this.#chunk.fill(0, this.#filled);
    this.#chunk[this.#filled] = END;
    return this.#stream.seal(this.#chunk, true);
  }

  /** Gives the file up; harmless after `finish`. */
  wipe(): void {
    this.#live = false;
    this.#stream.forget();
  }

  #write(bytes: Uint8Array): Uint8Array[] {
    const sealed: Uint8Array[] = [];
    let rest = bytes;
    while (rest.length > 0) {
      if (this.#filled === 0 && rest.length >= BACKUP_CHUNK) {
        sealed.push(this.#stream.seal(rest.subarray(0, BACKUP_CHUNK), false));
        rest = rest.subarray(BACKUP_CHUNK);
        continue;
      }
      const part = rest.subarray(0, BACKUP_CHUNK - this.#filled);
      this.#chunk.set(part, this.#filled);
      this.#filled += part.length;
      rest = rest.subarray(part.length);
      if (this.#filled === BACKUP_CHUNK) {
        sealed.push(this.#stream.seal(this.#chunk, false));
        this.#filled = 0;
      }
    }
    return sealed;
  }

  #needLive(): void {
    if (!this.#live) throw new CryptoError('BACKUP_STATE');
  }
}
