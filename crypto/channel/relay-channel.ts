import { open, seal, TAG_BYTES } from '../aead.ts';
import { BODY_HEADER, BODY_LARGE, BODY_SMALL, bodyHeader, sealedPart } from '../body.ts';
import { attemptId, type AttemptId, type TrafficKey } from '../brand.ts';
import { ByteReader, concat, copyOf, isZero, wipe, zeroPadded } from '../bytes.ts';
import { incoming, outgoing, type Role } from '../direction.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { Session } from '../handshake/session.ts';
import { NonceCounter } from './counter.ts';

/** Bytes of one message; a session description is the longest. */
const MAX_RELAY_MESSAGE = 65_536;

const KIND = 6;
/** flags u8, length u16 */
const FRAGMENT_HEADER = 3;
const LAST = 1;
const SMALL_PLAINTEXT = BODY_SMALL - BODY_HEADER - TAG_BYTES;
const LARGE_PLAINTEXT = BODY_LARGE - BODY_HEADER - TAG_BYTES;
const SMALL_CONTENT = SMALL_PLAINTEXT - FRAGMENT_HEADER;
const LARGE_CONTENT = LARGE_PLAINTEXT - FRAGMENT_HEADER;

/**
 * Sealed messages through the relay, after the handshake. The relay sees the attempt and one of
 * two sizes. A message that was altered, repeated, swapped or left out ends the channel; so does
 * everything that is not cut and padded in the one allowed way.
 */
export class RelayChannel {
  readonly #attempt: AttemptId;
  readonly #out: { readonly key: TrafficKey; readonly counter: NonceCounter };
  readonly #in: { readonly key: TrafficKey; readonly counter: NonceCounter };
  #fragments: Uint8Array[] = [];
  #live = true;

  /** Takes the session's relay keys: one channel a session. Throws KEY_REUSE. */
  constructor(options: { session: Session; role: Role }) {
    const { session, role } = options;
    this.#attempt = attemptId(copyOf(session.attempt));
    this.#out = { key: session.traffic('relay', outgoing(role)), counter: new NonceCounter() };
    this.#in = { key: session.traffic('relay', incoming(role)), counter: new NonceCounter() };
  }

  /**
   * 1 to 65,536 bytes, as one to five bodies to be sent in this order: whole large ones, and the
   * rest in the smallest that holds it. Throws CHANNEL_SIZE, CHANNEL_STATE or CHANNEL_EXHAUSTED.
   */
  seal(message: Uint8Array): Uint8Array[] {
    if (!this.#live) throw new CryptoError('CHANNEL_STATE');
    if (message.length < 1 || message.length > MAX_RELAY_MESSAGE) {
      throw new CryptoError('CHANNEL_SIZE');
    }
    const bodies: Uint8Array[] = [];
    for (let offset = 0; offset < message.length; offset += LARGE_CONTENT) {
      const content = message.subarray(offset, offset + LARGE_CONTENT);
      bodies.push(this.#sealFragment(content, offset + LARGE_CONTENT >= message.length));
    }
    return bodies;
  }

  /**
   * The message that this body completes, or undefined when more of it is to come. Throws
   * CHANNEL_OPEN, CHANNEL_SIZE, CHANNEL_STATE, CHANNEL_EXHAUSTED or LENGTH, and is dead after it.
   */
  open(body: Uint8Array): Uint8Array | undefined {
    if (!this.#live) throw new CryptoError('CHANNEL_STATE');
    try {
      return this.#open(body);
    } catch (error) {
      this.wipe();
      throw error;
    }
  }

  /** Zeroes both keys and what was half received; harmless when repeated. */
  wipe(): void {
    this.#live = false;
    wipe(this.#out.key, this.#in.key, ...this.#fragments);
    this.#fragments = [];
  }

  #sealFragment(content: Uint8Array, last: boolean): Uint8Array {
    const length = last && content.length <= SMALL_CONTENT ? SMALL_PLAINTEXT : LARGE_PLAINTEXT;
    const fragment = concat(uint(last ? LAST : 0, 1), uint(content.length, 2), content);
    const padded = zeroPadded(fragment, length);
    const header = bodyHeader(KIND, this.#attempt);
    const sealed = seal(this.#out.key, this.#out.counter.next().nonce, header, padded);
    wipe(fragment, padded);
    return concat(header, sealed);
  }

  #open(body: Uint8Array): Uint8Array | undefined {
    const sealed = sealedPart(body, KIND, this.#attempt, 'CHANNEL_OPEN');
    const header = bodyHeader(KIND, this.#attempt);
    const { nonce } = this.#in.counter.next();
    const plaintext = open(this.#in.key, nonce, header, sealed, 'CHANNEL_OPEN');
    const reader = new ByteReader(plaintext);
    const flags = reader.uint(1);
    const length = reader.uint(2);
    const small = plaintext.length === SMALL_PLAINTEXT;
    const capacity = small ? SMALL_CONTENT : LARGE_CONTENT;
    const allowed = flags === LAST ? length >= 1 && small === length <= SMALL_CONTENT : !small;
    // A fragment that is not the last is full: nothing can be sent in a thousand small pieces.
    const whole = flags === LAST || (flags === 0 && length === LARGE_CONTENT);
    if (!allowed || !whole || length > capacity) throw new CryptoError('CHANNEL_SIZE');
    const content = reader.take(length);
    this.#fragments.push(content);
    const clean = isZero(reader.rest());
    wipe(plaintext);
    const total = this.#fragments.reduce((sum, part) => sum + part.length, 0);
    if (!clean || total > MAX_RELAY_MESSAGE) throw new CryptoError('CHANNEL_SIZE');
    if (flags !== LAST) return undefined;
    const message = concat(...this.#fragments);
    wipe(...this.#fragments);
    this.#fragments = [];
    return message;
  }
}
