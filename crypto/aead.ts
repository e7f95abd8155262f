import type { CryptoErrorCode } from './errors.ts';
import { CryptoError } from './errors.ts';
import { sodium } from './sodium.ts';

/** Poly1305's tag, at the end of every ciphertext. */
export const TAG_BYTES = 16;

/** Of ChaCha20-Poly1305-IETF. */
export const NONCE_BYTES = 12;

/** Of XChaCha20-Poly1305-IETF; long enough to be drawn at random. */
export const LONG_NONCE_BYTES = 24;

/** For a key that seals exactly one message. */
export const ZERO_NONCE: Readonly<Uint8Array> = new Uint8Array(NONCE_BYTES);

/** ChaCha20-Poly1305-IETF (RFC 8439): never twice the same key and nonce. */
export function seal(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array | null,
  plaintext: Uint8Array,
): Uint8Array {
  return sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, data, null, nonce, key);
}

/** Throws `failure` for anything but what `seal` made with the same key, nonce and data. */
export function open(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array | null,
  ciphertext: Uint8Array,
  failure: CryptoErrorCode,
): Uint8Array {
  try {
    return sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, data, nonce, key);
  } catch {
    throw new CryptoError(failure);
  }
}

/** XChaCha20-Poly1305-IETF, for a key that seals several messages under random nonces. */
export function sealLong(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, data, null, nonce, key);
}

/** As `open`, for what `sealLong` made. */
export function openLong(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  ciphertext: Uint8Array,
  failure: CryptoErrorCode,
): Uint8Array {
  try {
    return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, data, nonce, key);
  } catch {
    throw new CryptoError(failure);
  }
}
