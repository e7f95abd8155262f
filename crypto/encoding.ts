import { concat } from './bytes.ts';
import { CryptoError } from './errors.ts';

const utf8 = new TextEncoder();

/** `value` in `length` bytes, big-endian. Throws RANGE. */
export function uint(value: number, length: 1 | 2 | 4 | 8): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0 || value >= 256 ** length) {
    throw new CryptoError('RANGE');
  }
  const bytes = new Uint8Array(length);
  let rest = value;
  for (let i = length - 1; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

/** lp(x): the length as u32, then x; a string as UTF-8. */
export function lengthPrefixed(part: Uint8Array | string): Uint8Array {
  const bytes = typeof part === 'string' ? utf8.encode(part) : part;
  return concat(uint(bytes.length, 4), bytes);
}
