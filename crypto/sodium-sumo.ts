/**
 * The only importer of libsodium's larger build, for the one thing that the smaller lacks: Argon2id.
 * It is loaded in a worker that derives one key and ends, and nowhere else.
 */
import sodium from 'libsodium-wrappers-sumo';
import { CryptoError } from './errors.ts';
import { pinned } from './pinned.ts';

const KEY_BYTES = 32;

/** Of libsodium's Argon2id; no other length is taken. */
const SALT_BYTES = 16;

export interface Argon2idParameters {
  /** 16 bytes. */
  readonly salt: Uint8Array;
  /** Passes over the memory (t), at least 1. */
  readonly opsLimit: number;
  /** KiB (m), at least 8. */
  readonly memLimitKiB: number;
}

/** Resolves when `argon2id` may be called. */
export const ready: Promise<void> = sodium.ready;

/**
 * 32 bytes of Argon2id (RFC 9106, version 1.3, one lane). `passphrase` is UTF-8.
 *
 * Throws LENGTH for a salt of another length, and Error when the memory cannot be had. What it
 * leaves in WebAssembly memory is not zeroed: that goes with the worker.
 */
export function argon2id(passphrase: Uint8Array, parameters: Argon2idParameters): Uint8Array {
  const { salt, opsLimit, memLimitKiB } = parameters;
  if (salt.length !== SALT_BYTES) throw new CryptoError('LENGTH');
  const key = sodium.crypto_pwhash(
    KEY_BYTES,
    passphrase,
    salt,
    opsLimit,
    memLimitKiB * 1024,
    sodium.crypto_pwhash_ALG_ARGON2ID13,
  );
  return pinned(key);
}
