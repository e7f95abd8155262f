import { isZero, wipe } from '../bytes.ts';
import { CryptoError, type CryptoErrorCode } from '../errors.ts';
import { MAX_BODY } from './limits.ts';

/** `u32` before the content. */
const LENGTH_BYTES = 4;
const LEAST = 1024;

/** Sizes double from 1,024 bytes on, so that stored lengths tell little of what was written. */
function paddedSize(length: number): number {
  let size = LEAST;
  while (size < length + LENGTH_BYTES) size *= 2;
  return size;
}

/** Whether a plaintext of `pad` can have this length. */
export function isPaddedSize(size: number): boolean {
  return size >= LEAST && size <= MAX_BODY + LENGTH_BYTES && (size & (size - 1)) === 0;
}

/**
 * The length of all parts together as u32, the parts, and zeros up to the next power of two of at
 * least 1,024 bytes. Throws VAULT_SIZE above 16 MiB.
 */
export function pad(...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > MAX_BODY) throw new CryptoError('VAULT_SIZE');
  const padded = new Uint8Array(paddedSize(length));
  new DataView(padded.buffer).setUint32(0, length);
  let offset = LENGTH_BYTES;
  for (const part of parts) {
    padded.set(part, offset);
    offset += part.length;
  }
  return padded;
}

/**
 * A view of what `pad` was given. For any other padding than `pad` makes it zeroes all and throws
 * `failure`: spare bytes that could carry something would be a second and unspoken format.
 */
export function unpad(padded: Uint8Array, failure: CryptoErrorCode): Uint8Array {
  const view = new DataView(padded.buffer, padded.byteOffset, padded.length);
  const length = view.getUint32(0);
  const end = LENGTH_BYTES + length;
  if (length <= MAX_BODY && paddedSize(length) === padded.length && isZero(padded.subarray(end))) {
    return padded.subarray(LENGTH_BYTES, end);
  }
  wipe(padded);
  throw new CryptoError(failure);
}
