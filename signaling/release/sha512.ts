import { createHash } from 'node:crypto';

/** Hex. */
export function sha512(bytes: Uint8Array): string {
  return createHash('sha512').update(bytes).digest('hex');
}
