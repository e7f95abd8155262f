import { createPublicKey, verify, type KeyObject } from 'node:crypto';

const SIGNATURE_LENGTH = 64;

/** Undefined for what is not an Ed25519 public key (PEM, as openssl and Node write it). */
export function readReleaseKey(pem: string): KeyObject | undefined {
  // Node would take the public half out of a secret key, which nobody is to hand around.
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) return undefined;
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Ed25519 (RFC 8032) over the bytes of the manifest as they lie in its file. */
export function isSignedBy(key: KeyObject, manifest: Uint8Array, signature: Uint8Array): boolean {
  return signature.length === SIGNATURE_LENGTH && verify(null, manifest, key, signature);
}
