import { concat, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { draw, type Random } from '../random.ts';
import { SecretStream, STREAM_HEADER_BYTES } from '../secretstream.ts';
import { chunkLength, chunksOf, streamData, type FileFacts } from './file-facts.ts';
import { CHUNK, encodeHead } from './file-packet.ts';

/** Contents of a file from one of its chunks on, as packets in their order: a head, then the chunks. */
export class FileSealer {
  readonly #facts: FileFacts;
  readonly #data: Uint8Array;
  readonly #stream: SecretStream;
  /** The first packet. */
  readonly head: Uint8Array;
  #next: number;

  /** `key`: the receiver's, for this one stream; wiped here. Throws RANGE or LENGTH. */
  constructor(options: { facts: FileFacts; from: number; key: Uint8Array; random: Random }) {
    const { facts, from, key, random } = options;
    if (from >= chunksOf(facts.size)) throw new CryptoError('RANGE');
    this.#facts = facts;
    this.#data = streamData(facts, from);
    const header = draw(random, STREAM_HEADER_BYTES);
    this.#stream = new SecretStream(key, header);
    wipe(key);
    this.head = encodeHead({ id: facts.id, from, header });
    this.#next = from;
  }

  /** Which chunk comes next; after the last one there is none. */
  get next(): number {
    return this.#next;
  }

  /** Throws CHANNEL_SIZE for a chunk of another length, and CHANNEL_STATE after the last. */
  seal(chunk: Uint8Array): Uint8Array {
    const { size } = this.#facts;
    if (this.#next === chunksOf(size)) throw new CryptoError('CHANNEL_STATE');
    if (chunk.length !== chunkLength(size, this.#next)) throw new CryptoError('CHANNEL_SIZE');
    this.#next += 1;
    const sealed = this.#stream.seal(chunk, this.#next === chunksOf(size), this.#data);
    return concat(CHUNK, sealed);
  }

  /** Nothing more is to be sealed: the key goes. */
  forget(): void {
    this.#stream.forget();
  }
}
