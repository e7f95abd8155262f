import { NONCE_BYTES } from '../aead.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';

/** Messages that one direction of one channel may carry; more than any conversation has. */
const MAX_MESSAGES = 2 ** 32;

/**
 * The nonces of one key: 4 zero bytes and a u64, from 0, exactly one more each time. There is no
 * way back, since a nonce that came twice under one key would open both messages.
 */
export class NonceCounter {
  readonly #limit: number;
  #value = 0;

  constructor(limit = MAX_MESSAGES) {
    this.#limit = limit;
  }

  /** Throws CHANNEL_EXHAUSTED. */
  next(): { counter: number; nonce: Uint8Array } {
    if (this.#value >= this.#limit) throw new CryptoError('CHANNEL_EXHAUSTED');
    const counter = this.#value;
    this.#value += 1;
    const nonce = new Uint8Array(NONCE_BYTES);
    nonce.set(uint(counter, 8), NONCE_BYTES - 8);
    return { counter, nonce };
  }
}
