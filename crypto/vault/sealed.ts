import { LONG_NONCE_BYTES, openLong, sealLong } from '../aead.ts';
import type { StorageKey } from '../brand.ts';
import { concat } from '../bytes.ts';
import { lengthPrefixed } from '../encoding.ts';
import type { CryptoErrorCode } from '../errors.ts';
import { LABEL_PREFIX, type Label } from '../labels.ts';
import { draw, type Random } from '../random.ts';

/** lp("alcove/1/" + label), with which the authenticated data of stored bytes begins. */
export function kind(label: Label): Uint8Array {
  return lengthPrefixed(LABEL_PREFIX + label);
}

/** nonce[24] ‖ ciphertext, under a random nonce. */
export function sealStored(
  key: StorageKey,
  data: Uint8Array,
  plaintext: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = draw(random, LONG_NONCE_BYTES);
  return concat(nonce, sealLong(key, nonce, data, plaintext));
}

/** The plaintext in an array of its own. Throws `failure`. */
export function openStored(
  key: StorageKey,
  data: Uint8Array,
  bytes: Uint8Array,
  failure: CryptoErrorCode,
): Uint8Array {
  const nonce = bytes.subarray(0, LONG_NONCE_BYTES);
  return openLong(key, nonce, data, bytes.subarray(LONG_NONCE_BYTES), failure);
}
