import {
  signature,
  signingPublicKey,
  signingSecretKey,
  type HostPublicKey,
  type Signature,
  type SigningPublicKey,
  type SigningSecretKey,
} from './brand.ts';
import { CryptoError } from './errors.ts';
import { sodium } from './sodium.ts';

/** An Ed25519 key pair (RFC 8032). Whoever holds it wipes the secret key. */
export interface SigningKeyPair {
  readonly publicKey: SigningPublicKey;
  readonly secretKey: SigningSecretKey;
}

/** From a seed of 32 bytes, which stays the caller's to wipe. Throws LENGTH. */
export function signingKeyPair(seed: Uint8Array): SigningKeyPair {
  if (seed.length !== 32) throw new CryptoError('LENGTH');
  const { publicKey, privateKey } = sodium.crypto_sign_seed_keypair(seed);
  return { publicKey: signingPublicKey(publicKey), secretKey: signingSecretKey(privateKey) };
}

export function sign(secretKey: SigningSecretKey, message: Uint8Array): Signature {
  return signature(sodium.crypto_sign_detached(message, secretKey));
}

/** False for a wrong signature, one of another length, and one under a key of low order. */
export function verify(
  publicKey: SigningPublicKey | HostPublicKey,
  signed: Uint8Array,
  message: Uint8Array,
): boolean {
  if (signed.length !== 64) return false;
  return sodium.crypto_sign_verify_detached(signed, message, publicKey);
}
