import {
  kemCiphertext,
  kemPublicKey,
  kemSecretKey,
  sharedSecret,
  type KemCiphertext,
  type KemPublicKey,
  type KemSecretKey,
  type SharedSecret,
} from './brand.ts';
import { isZero, wipe } from './bytes.ts';
import { CryptoError, type CryptoErrorCode } from './errors.ts';
import { draw, type Random } from './random.ts';
import { sodium } from './sodium.ts';

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem): X25519 and ML-KEM-768 together, so that what was recorded
 * or copied stays closed as long as one of the two holds.
 */

const SEED_BYTES = 32;
const ENCAPSULATION_SEED_BYTES = 64;
/** ML-KEM's part of a public key before its 32-byte seed; all zero, it hides nothing. */
const LATTICE_BYTES = 1152;

export interface KemKeyPair {
  readonly publicKey: KemPublicKey;
  readonly secretKey: KemSecretKey;
}

export function kemKeyPair(random: Random): KemKeyPair {
  const seed = draw(random, SEED_BYTES);
  try {
    return kemKeyPairFromSeed(seed);
  } finally {
    wipe(seed);
  }
}

/** From a seed of 32 bytes, which stays the caller's to wipe. Throws LENGTH. */
export function kemKeyPairFromSeed(seed: Uint8Array): KemKeyPair {
  if (seed.length !== SEED_BYTES) throw new CryptoError('LENGTH');
  const { publicKey, privateKey } = sodium.crypto_kem_xwing_seed_keypair(seed);
  return { publicKey: kemPublicKey(publicKey), secretKey: kemSecretKey(privateKey) };
}

/** Throws `failure` for a public key that is malformed, of low order or zero. */
export function encapsulate(
  publicKey: KemPublicKey,
  random: Random,
  failure: CryptoErrorCode,
): { ciphertext: KemCiphertext; secret: SharedSecret } {
  // libsodium refuses a low-order X25519 half and coefficients out of range, but not these zeros.
  if (isZero(publicKey.subarray(0, LATTICE_BYTES))) throw new CryptoError(failure);
  const seed = draw(random, ENCAPSULATION_SEED_BYTES);
  try {
    const result = sodium.crypto_kem_xwing_enc_deterministic(publicKey, seed);
    return {
      ciphertext: kemCiphertext(result.ciphertext),
      secret: sharedSecret(result.sharedSecret),
    };
  } catch {
    throw new CryptoError(failure);
  } finally {
    wipe(seed);
  }
}

/**
 * Throws `failure` for a ciphertext with a low-order X25519 half. Any other wrong ciphertext gives
 * another secret without a word; what is sealed under it then does not open.
 */
export function decapsulate(
  ciphertext: KemCiphertext,
  secretKey: KemSecretKey,
  failure: CryptoErrorCode,
): SharedSecret {
  try {
    return sharedSecret(sodium.crypto_kem_xwing_dec(ciphertext, secretKey));
  } catch {
    throw new CryptoError(failure);
  }
}
