import { open, seal, TAG_BYTES } from '../aead.ts';
import type { TrafficKey } from '../brand.ts';
import { ByteReader, concat, isZero, wipe, zeroPadded } from '../bytes.ts';
import { incoming, outgoing, type Role } from '../direction.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import type { Session } from '../handshake/session.ts';
import { NonceCounter } from './counter.ts';

/** Bytes of one frame's body. */
const MAX_DATA_BODY = 65_536;

/** type u8, epoch u32, counter u64, length u32 */
const HEADER = 17;
/** Frames grow by this much, so that their length tells little of a message's. */
const BUCKET = 256;
const MAX_FRAME = buckets(HEADER + MAX_DATA_BODY) + TAG_BYTES;

function buckets(length: number): number {
  return Math.ceil(length / BUCKET) * BUCKET;
}

/**
 * Sealed frames over the direct data channel, which is ordered and reliable: a second layer inside
 * DTLS under the handshake's own keys. The first frame that is not the expected one ends it.
 */
export class DataChannelCipher {
  readonly #epoch: number;
  readonly #out: { readonly key: TrafficKey; readonly counter: NonceCounter };
  readonly #in: { readonly key: TrafficKey; readonly counter: NonceCounter };
  #live = true;

  /**
   * Takes the session's data keys: one direct connection a session. `epoch` is a u32.
   * Throws KEY_REUSE or RANGE.
   */
  constructor(options: { session: Session; role: Role; epoch: number }) {
    const { session, role, epoch } = options;
    uint(epoch, 4);
    this.#epoch = epoch;
    this.#out = { key: session.traffic('data', outgoing(role)), counter: new NonceCounter() };
    this.#in = { key: session.traffic('data', incoming(role)), counter: new NonceCounter() };
  }

  /**
   * `type` u8, `body` 0 to 65,536 bytes: a multiple of 256 bytes, and 16.
   * Throws CHANNEL_SIZE, RANGE, CHANNEL_STATE or CHANNEL_EXHAUSTED.
   */
  seal(type: number, body: Uint8Array): Uint8Array {
    if (!this.#live) throw new CryptoError('CHANNEL_STATE');
    if (body.length > MAX_DATA_BODY) throw new CryptoError('CHANNEL_SIZE');
    const typeByte = uint(type, 1);
    const { counter, nonce } = this.#out.counter.next();
    const head = [typeByte, uint(this.#epoch, 4), uint(counter, 8), uint(body.length, 4)];
    const content = concat(...head, body);
    const padded = zeroPadded(content, buckets(content.length));
    const frame = seal(this.#out.key, nonce, null, padded);
    wipe(content, padded);
    return frame;
  }

  /**
   * Dead after CHANNEL_OPEN, CHANNEL_SIZE, CHANNEL_EXHAUSTED, or RANGE for an authentic frame whose
   * counter no number holds; CHANNEL_STATE from then on.
   */
  open(frame: Uint8Array): { type: number; body: Uint8Array } {
    if (!this.#live) throw new CryptoError('CHANNEL_STATE');
    try {
      return this.#open(frame);
    } catch (error) {
      this.wipe();
      throw error;
    }
  }

  /** Zeroes both keys; harmless when repeated. */
  wipe(): void {
    this.#live = false;
    wipe(this.#out.key, this.#in.key);
  }

  #open(frame: Uint8Array): { type: number; body: Uint8Array } {
    const padded = frame.length - TAG_BYTES;
    if (padded < BUCKET || padded % BUCKET !== 0 || frame.length > MAX_FRAME) {
      throw new CryptoError('CHANNEL_SIZE');
    }
    const { counter, nonce } = this.#in.counter.next();
    const plaintext = open(this.#in.key, nonce, null, frame, 'CHANNEL_OPEN');
    const reader = new ByteReader(plaintext);
    const type = reader.uint(1);
    if (reader.uint(4) !== this.#epoch || reader.uint(8) !== counter) {
      throw new CryptoError('CHANNEL_OPEN');
    }
    const length = reader.uint(4);
    if (length > MAX_DATA_BODY || buckets(HEADER + length) !== plaintext.length) {
      throw new CryptoError('CHANNEL_SIZE');
    }
    const body = reader.take(length);
    const clean = isZero(reader.rest());
    wipe(plaintext);
    if (!clean) throw new CryptoError('CHANNEL_SIZE');
    return { type, body };
  }
}
