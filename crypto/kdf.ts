import { hashBytes, type Hash } from './brand.ts';
import { concat, wipe } from './bytes.ts';
import { lengthPrefixed } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { LABEL_PREFIX, type Label } from './labels.ts';
import { sodium } from './sodium.ts';

type Part = Uint8Array | string;

/** H: BLAKE2b-256 (RFC 7693) over lp("alcove/1/" + label) and lp(part) of each part. */
export function hash(label: Label, ...parts: readonly Part[]): Hash {
  return hashBytes(sodium.crypto_generichash(32, labelled(label, parts), null));
}

/**
 * KDF: BLAKE2b keyed with `key` over the same input as `hash`; the output length is part of
 * BLAKE2b's parameters, so that no output is the beginning of another.
 *
 * `key` has 32 or 64 bytes and `length` is 16–64, or LENGTH is thrown: libsodium takes an empty
 * key without a word and returns a hash that anybody can compute.
 */
export function kdf(
  key: Uint8Array,
  label: Label,
  length: number,
  ...parts: readonly Part[]
): Uint8Array {
  if (key.length !== 32 && key.length !== 64) throw new CryptoError('LENGTH');
  if (!Number.isInteger(length) || length < 16 || length > 64) throw new CryptoError('LENGTH');
  const input = labelled(label, parts);
  try {
    return sodium.crypto_generichash(length, input, key);
  } finally {
    // A part may be a secret (the shared secret is).
    wipe(input);
  }
}

function labelled(label: Label, parts: readonly Part[]): Uint8Array {
  const encoded = parts.map(lengthPrefixed);
  const whole = concat(lengthPrefixed(LABEL_PREFIX + label), ...encoded);
  wipe(...encoded);
  return whole;
}
