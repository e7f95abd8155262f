import { equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { SecretStream, STREAM_OVERHEAD } from '../secretstream.ts';
import { chunkLength, chunksOf, streamData, type FileFacts } from './file-facts.ts';
import type { FileHead } from './file-packet.ts';

/**
 * The other end of a FileSealer: takes nothing but the next chunk of the file that was announced, and
 * exactly as many bytes as were. The first thing that is not as it must be ends it.
 */
export class FileOpener {
  readonly #facts: FileFacts;
  readonly #data: Uint8Array;
  readonly #stream: SecretStream;
  #next: number;
  #live = true;

  /** `key`: wiped here. Throws CHANNEL_OPEN for a head that belongs to another file or chunk. */
  constructor(options: { facts: FileFacts; from: number; key: Uint8Array; head: FileHead }) {
    const { facts, from, key, head } = options;
    if (!equal(head.id, facts.id) || head.from !== from) throw new CryptoError('CHANNEL_OPEN');
    this.#facts = facts;
    this.#data = streamData(facts, from);
    this.#stream = new SecretStream(key, head.header);
    wipe(key);
    this.#next = from;
  }

  /**
   * Throws CHANNEL_SIZE for a chunk that is longer or shorter than it must be, or the last one in
   * another place than the last; CHANNEL_OPEN for one that was altered, or is not the next; and
   * CHANNEL_STATE after the end or either of these.
   */
  open(sealed: Uint8Array): { chunk: Uint8Array; last: boolean } {
    if (!this.#live) throw new CryptoError('CHANNEL_STATE');
    try {
      return this.#open(sealed);
    } catch (error) {
      this.forget();
      throw error;
    }
  }

  /** Nothing opens any more: the key goes. */
  forget(): void {
    this.#live = false;
    this.#stream.forget();
  }

  #open(sealed: Uint8Array): { chunk: Uint8Array; last: boolean } {
    const { size } = this.#facts;
    if (sealed.length !== chunkLength(size, this.#next) + STREAM_OVERHEAD) {
      throw new CryptoError('CHANNEL_SIZE');
    }
    const opened = this.#stream.open(sealed, 'CHANNEL_OPEN', this.#data);
    this.#next += 1;
    if (opened.last !== (this.#next === chunksOf(size))) throw new CryptoError('CHANNEL_SIZE');
    if (opened.last) this.#live = false;
    return opened;
  }
}
