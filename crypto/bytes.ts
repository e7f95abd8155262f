import { CryptoError, type CryptoErrorCode } from './errors.ts';
import { sodium } from './sodium.ts';

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A copy of its own, also of a Node Buffer (whose `slice` shares memory). */
export function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

/** In constant time for equal lengths. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && sodium.memcmp(a, b);
}

export function isZero(bytes: Uint8Array): boolean {
  return sodium.is_zero(bytes);
}

/** Zeroes each, in place. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) if (secret) sodium.memzero(secret);
}

/** `content` and zeros up to `length`. Throws LENGTH when it does not fit. */
export function zeroPadded(content: Uint8Array, length: number): Uint8Array {
  if (content.length > length) throw new CryptoError('LENGTH');
  const padded = new Uint8Array(length);
  padded.set(content);
  return padded;
}

/** Takes fields off the front of a byte string, each as a copy. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #failure: CryptoErrorCode | undefined;
  #offset = 0;

  /** Throws `failure` wherever it would throw LENGTH or RANGE, if there is one. */
  constructor(bytes: Uint8Array, failure?: CryptoErrorCode) {
    this.#bytes = bytes;
    this.#failure = failure;
  }

  /** How many bytes were taken. */
  get offset(): number {
    return this.#offset;
  }

  /** Throws LENGTH when fewer than `length` bytes are left. */
  take(length: number): Uint8Array {
    if (this.#offset + length > this.#bytes.length) throw this.#error('LENGTH');
    const field = new Uint8Array(this.#bytes.subarray(this.#offset, this.#offset + length));
    this.#offset += length;
    return field;
  }

  /** Big-endian. */
  uint(length: 1 | 2 | 4 | 8): number {
    const number = this.take(length).reduce((value, byte) => value * 256 + byte, 0);
    if (!Number.isSafeInteger(number)) throw this.#error('RANGE');
    return number;
  }

  /** What lp() made of at most `most` bytes. Throws LENGTH. */
  prefixed(most: number): Uint8Array {
    const length = this.uint(4);
    if (length > most) throw this.#error('LENGTH');
    return this.take(length);
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#offset);
  }

  /** Throws LENGTH when bytes are left. */
  end(): void {
    if (this.#offset !== this.#bytes.length) throw this.#error('LENGTH');
  }

  #error(code: CryptoErrorCode): CryptoError {
    return new CryptoError(this.#failure ?? code);
  }
}
