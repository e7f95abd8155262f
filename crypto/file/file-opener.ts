import { equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { chunkLength, chunksOf, streamData, type FileFacts } from './file-facts.ts';
import type { FileHead } from './file-packet.ts';
import { FILE_TAG_BYTES, importKey, parameters } from './file-stream.ts';

export interface OpenedChunk {
  readonly chunk: Uint8Array<ArrayBuffer>;
  readonly last: boolean;
}

/**
 * The other end of a FileSealer: takes nothing but the next chunk of the file that was announced, and
 * exactly as many bytes as were. The first thing that is not as it must be ends it.
 */
export class FileOpener {
  readonly #facts: FileFacts;
  readonly #from: number;
  readonly #data: Uint8Array<ArrayBuffer>;
  #key: Promise<CryptoKey> | undefined;
  #next: number;
  /** Settled when every chunk that was given so far is opened. */
  #before: Promise<unknown> = Promise.resolve();
  #live = true;

  /** `key`: wiped here. Throws LENGTH. */
  constructor(options: { facts: FileFacts; from: number; key: Uint8Array }) {
    const { facts, from, key } = options;
    this.#facts = facts;
    this.#from = from;
    this.#data = streamData(facts, from);
    this.#key = importKey(key, 'decrypt');
    this.#next = from;
  }

  /** Throws CHANNEL_OPEN for a head that belongs to another file or chunk. */
  begin({ id, from }: FileHead): void {
    if (equal(id, this.#facts.id) && from === this.#from) return;
    this.forget();
    throw new CryptoError('CHANNEL_OPEN');
  }

  /** The last chunk was given to it, opened or not. */
  get hasAll(): boolean {
    return this.#next === chunksOf(this.#facts.size);
  }

  /** Nothing has ended it, neither a failure nor `forget`. */
  get isLive(): boolean {
    return this.#live;
  }

  /**
   * Several may be on their way at once; they settle in the order in which they were given. Rejects
   * with CHANNEL_SIZE for a chunk that is longer or shorter than it must be; CHANNEL_OPEN for one that
   * was altered, is not the next, or is the last one in another place than the last; and CHANNEL_STATE
   * for whatever is not open yet after the end, after either of these, or after `forget`.
   */
  open(sealed: Uint8Array<ArrayBuffer>): Promise<OpenedChunk> {
    const opening = this.#open(sealed);
    const opened = this.#inOrder(this.#before, opening);
    this.#before = opened.catch(() => undefined);
    return opened;
  }

  /** Nothing opens any more: the key goes. */
  forget(): void {
    this.#live = false;
    this.#key = undefined;
  }

  async #inOrder(before: Promise<unknown>, opening: Promise<OpenedChunk>): Promise<OpenedChunk> {
    // Its failure is told when it is its turn.
    opening.catch(() => undefined);
    await before;
    try {
      const opened = await opening;
      if (!this.#live) wipe(opened.chunk);
      else return opened;
    } catch (error) {
      if (this.#live) {
        this.forget();
        throw error;
      }
    }
    throw new CryptoError('CHANNEL_STATE');
  }

  async #open(sealed: Uint8Array<ArrayBuffer>): Promise<OpenedChunk> {
    const { size } = this.#facts;
    const key = this.#key;
    const number = this.#next;
    if (!key || this.hasAll) throw new CryptoError('CHANNEL_STATE');
    if (sealed.length !== chunkLength(size, number) + FILE_TAG_BYTES) {
      throw new CryptoError('CHANNEL_SIZE');
    }
    this.#next += 1;
    const last = this.hasAll;
    const place = parameters(number, last, this.#data);
    try {
      const opened = await crypto.subtle.decrypt(place, await key, sealed);
      return { chunk: new Uint8Array(opened), last };
    } catch {
      throw new CryptoError('CHANNEL_OPEN');
    }
  }
}
