import { CryptoError } from '../errors.ts';
import { chunkLength, chunksOf, streamData, type FileFacts } from './file-facts.ts';
import { encodeHead } from './file-packet.ts';
import { importKey, parameters } from './file-stream.ts';

/** Contents of a file from one of its chunks on, as packets in their order: a head, then the chunks. */
export class FileSealer {
  readonly #facts: FileFacts;
  readonly #data: Uint8Array<ArrayBuffer>;
  #key: Promise<CryptoKey> | undefined;
  /** The first packet. */
  readonly head: Uint8Array<ArrayBuffer>;
  #next: number;

  /** `key`: the receiver's, for this one stream; wiped here. Throws RANGE or LENGTH. */
  constructor(options: { facts: FileFacts; from: number; key: Uint8Array }) {
    const { facts, from, key } = options;
    if (from >= chunksOf(facts.size)) throw new CryptoError('RANGE');
    this.#facts = facts;
    this.#data = streamData(facts, from);
    this.#key = importKey(key, 'encrypt');
    this.head = encodeHead({ id: facts.id, from });
    this.#next = from;
  }

  /** Which chunk comes next; after the last one there is none. */
  get next(): number {
    return this.#next;
  }

  /**
   * Resolves to the packet. The chunk has its place as soon as this is called, so that the next may be
   * given before this one is sealed. Rejects with CHANNEL_SIZE for a chunk of another length, and
   * CHANNEL_STATE after the last, or once the key is gone.
   */
  async seal(chunk: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const key = this.#key;
    const { size } = this.#facts;
    const number = this.#next;
    if (!key) throw new CryptoError('CHANNEL_STATE');
    if (chunk.length !== chunkLength(size, number)) throw new CryptoError('CHANNEL_SIZE');
    this.#next += 1;
    const last = this.#next === chunksOf(size);
    if (last) this.forget();
    const place = parameters(number, last, this.#data);
    return new Uint8Array(await crypto.subtle.encrypt(place, await key, chunk));
  }

  /** Nothing more is to be sealed: the key goes. */
  forget(): void {
    this.#key = undefined;
  }
}
