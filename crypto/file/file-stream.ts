import { wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';

/**
 * STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-256-GCM: the nonce of a chunk says which
 * it is and whether it is the last. By WebCrypto, and so without libsodium: see PROTOCOL.md.
 */

export const FILE_KEY_BYTES = 32;

/** What each chunk is longer by when sealed. */
export const FILE_TAG_BYTES = 16;

const NONCE_BYTES = 12;

/** `key`: wiped here; from then on no script can read it. Throws LENGTH. */
export function importKey(key: Uint8Array, usage: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  if (key.length !== FILE_KEY_BYTES) throw new CryptoError('LENGTH');
  const bytes = new Uint8Array(key);
  const imported = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [usage]);
  // The browser has taken its copy by now.
  wipe(bytes, key);
  return imported;
}

/** The chunk with this number in its file, from 0; `data` is authenticated along. */
export function parameters(
  number: number,
  last: boolean,
  data: Uint8Array<ArrayBuffer>,
): AesGcmParams {
  const iv = new Uint8Array(NONCE_BYTES);
  new DataView(iv.buffer).setUint32(NONCE_BYTES - 5, number);
  iv[NONCE_BYTES - 1] = last ? 1 : 0;
  return { name: 'AES-GCM', iv, additionalData: data };
}
