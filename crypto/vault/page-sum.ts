import { LONG_NONCE_BYTES } from '../aead.ts';
import { pageSum, type PageSum } from '../brand.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { kdf } from '../kdf.ts';
import { VAULT_LABEL } from '../labels.ts';
import type { VaultKeys } from './keys.ts';
import type { PageName } from './page.ts';

/**
 * One number over all pages that are stored now (MSet-XOR-Hash: Clarke et al., ASIACRYPT 2003).
 * Changing one page takes its old tag out and puts the new one in, however many pages there are.
 * Tags and sums are secret: with known ones, a set of old pages of the same sum could be computed.
 */
export function emptySum(): PageSum {
  return pageSum(new Uint8Array(32));
}

/**
 * Of one page as it is stored. Its nonce stands for all of it, since it is drawn for each save and
 * the page opens only with what was sealed under it. Throws VAULT_PAGE for bytes that are too few.
 */
export function pageTag(keys: VaultKeys, name: PageName, bytes: Uint8Array): PageSum {
  if (bytes.length < LONG_NONCE_BYTES) throw new CryptoError('VAULT_PAGE');
  const nonce = bytes.subarray(0, LONG_NONCE_BYTES);
  const place = [uint(name.compartment, 1), uint(name.number, 4)];
  return pageSum(kdf(keys.sum, VAULT_LABEL.sum, 32, ...place, nonce));
}

/** Puts a page's tag into the sum, or takes it out again: the same step twice is none. */
export function xorInto(sum: PageSum, tag: PageSum): void {
  tag.forEach((byte, index) => {
    sum[index] = (sum[index] ?? 0) ^ byte;
  });
}
