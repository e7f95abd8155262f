import { isZero, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';

/** Bytes of what each message says, before its padding. */
export const CONTENT_BYTES = {
  /** pkI, C */
  1: 1216 + 32,
  /** ct, nR */
  2: 1120 + 32,
  /** nI, and the sealed introduction */
  3: 32 + 80 + 16,
  /** fpR, idR, the host's proof */
  4: 32 + 32 + 64,
  /** the guest's proof */
  5: 64,
} as const;

/**
 * The first `length` bytes of a padded plaintext, whose rest must be zeros: padding that could
 * carry something would be a second, unspoken protocol. Wipes `padded`. Throws HANDSHAKE_OPEN.
 */
export function contentOf(padded: Uint8Array, length: number): Uint8Array {
  const content = new Uint8Array(padded.subarray(0, length));
  const clean = isZero(padded.subarray(length));
  wipe(padded);
  if (clean) return content;
  wipe(content);
  throw new CryptoError('HANDSHAKE_OPEN');
}
