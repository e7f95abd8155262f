import { CryptoError } from './errors.ts';

/** `length` unpredictable bytes in an array of their own: the caller owns and may wipe it. */
export type Random = (length: number) => Uint8Array;

/** The operating system's generator, for at most 65,536 bytes at once: libsodium asks it for every four. */
export const systemRandom: Random = (length) => crypto.getRandomValues(new Uint8Array(length));

/** Throws LENGTH when an injected generator gives another number of bytes than asked for. */
export function draw(random: Random, length: number): Uint8Array {
  const bytes = random(length);
  if (bytes.length !== length) throw new CryptoError('LENGTH');
  return bytes;
}
