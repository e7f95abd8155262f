import { wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { SecretStream, STREAM_OVERHEAD } from '../secretstream.ts';
import { backupFileKey, type BackupHead } from './backup-head.ts';
import { ItemReader, type BackupItem } from './backup-item.ts';
import type { VaultKeys } from './keys.ts';
import { BACKUP_CHUNK } from './limits.ts';

const SEALED_CHUNK = BACKUP_CHUNK + STREAM_OVERHEAD;

/** Reads the part of a backup file behind its head. */
export class BackupReader {
  readonly #stream: SecretStream;
  readonly #items = new ItemReader();
  readonly #sealed = new Uint8Array(SEALED_CHUNK);
  #filled = 0;
  #state: 'reading' | 'complete' | 'ended' = 'reading';

  /** `keys` are those of the vault key that `head.header` opened with. */
  constructor(keys: VaultKeys, head: BackupHead) {
    const key = backupFileKey(keys, head.id, head.clear);
    this.#stream = new SecretStream(key, head.streamHeader);
    wipe(key);
  }

  /**
   * Takes the file in slices of any length, from `head.length` on. The items are authentic and in
   * their order, but whether they are all is known only after `end`.
   *
   * Ended after BACKUP_ALTERED: another byte than was written, other keys, or bytes behind the end.
   * BACKUP_STATE from then on.
   */
  push(slice: Uint8Array): BackupItem[] {
    if (this.#state === 'ended') throw new CryptoError('BACKUP_STATE');
    try {
      return this.#read(slice);
    } catch (error) {
      this.wipe();
      throw error;
    }
  }

  /** Ended in any case. Throws BACKUP_TRUNCATED when the last chunk has not come, BACKUP_STATE. */
  end(): void {
    const state = this.#state;
    this.wipe();
    if (state === 'ended') throw new CryptoError('BACKUP_STATE');
    if (state === 'reading') throw new CryptoError('BACKUP_TRUNCATED');
  }

  /** Harmless when repeated. */
  wipe(): void {
    this.#state = 'ended';
    this.#stream.forget();
  }

  #read(slice: Uint8Array): BackupItem[] {
    const items: BackupItem[] = [];
    let rest = slice;
    while (rest.length > 0) {
      if (this.#state !== 'reading') throw new CryptoError('BACKUP_ALTERED');
      if (this.#filled === 0 && rest.length >= SEALED_CHUNK) {
        this.#open(rest.subarray(0, SEALED_CHUNK), items);
        rest = rest.subarray(SEALED_CHUNK);
      } else {
        const part = rest.subarray(0, SEALED_CHUNK - this.#filled);
        this.#sealed.set(part, this.#filled);
        this.#filled += part.length;
        rest = rest.subarray(part.length);
        if (this.#filled === SEALED_CHUNK) {
          this.#filled = 0;
          this.#open(this.#sealed, items);
        }
      }
    }
    return items;
  }

  #open(sealed: Uint8Array, items: BackupItem[]): void {
    const { chunk, last } = this.#stream.open(sealed, 'BACKUP_ALTERED');
    items.push(...this.#items.push(chunk));
    if (last !== this.#items.ended) throw new CryptoError('BACKUP_ALTERED');
    if (last) this.#state = 'complete';
  }
}
