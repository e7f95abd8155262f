import { LONG_NONCE_BYTES, TAG_BYTES } from '../aead.ts';
import { recordId, recordKey, type RecordId, type RecordKey } from '../brand.ts';
import { concat, wipe } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { VAULT_LABEL } from '../labels.ts';
import type { Random } from '../random.ts';
import type { Compartment } from './compartment.ts';
import type { VaultKeys } from './keys.ts';
import { PAGE_ENTRIES } from './limits.ts';
import { isPaddedSize, pad, unpad } from './padding.ts';
import { kind, openStored, sealStored } from './sealed.ts';

/** count u16 */
const COUNT = 2;
/** id[16], revision u32, recordKey[32] */
const ENTRY = 52;
const DATA = kind(VAULT_LABEL.page);

/** Where a page belongs. `number` is a u32, counted in each compartment by itself. */
export interface PageName {
  readonly compartment: Compartment;
  readonly number: number;
}

/** What a page knows of one record. */
interface PageEntry {
  readonly id: RecordId;
  readonly revision: number;
  readonly key: RecordKey;
}

export interface Page {
  /** At most 16. */
  readonly entries: readonly PageEntry[];
  /** What the list shows of them; without meaning here. */
  readonly catalogue: Uint8Array;
}

/** Throws VAULT_SIZE for more than 16 entries or 16 MiB, RANGE. */
export function sealPage(keys: VaultKeys, name: PageName, page: Page, random: Random): Uint8Array {
  const { entries, catalogue } = page;
  if (entries.length > PAGE_ENTRIES) throw new CryptoError('VAULT_SIZE');
  const listed = entries.flatMap(({ id, revision, key }) => [id, uint(revision, 4), key]);
  const padded = pad(uint(entries.length, 2), ...listed, catalogue);
  try {
    return sealStored(keys.pages[name.compartment], dataOf(keys, name), padded, random);
  } finally {
    wipe(padded);
  }
}

/**
 * Entries and catalogue as views of one array, which is the caller's to wipe. Throws VAULT_PAGE for
 * anything but what was sealed for this place under these keys.
 */
export function openPage(keys: VaultKeys, name: PageName, bytes: Uint8Array): Page {
  if (!isPaddedSize(bytes.length - LONG_NONCE_BYTES - TAG_BYTES)) {
    throw new CryptoError('VAULT_PAGE');
  }
  const key = keys.pages[name.compartment];
  const content = unpad(openStored(key, dataOf(keys, name), bytes, 'VAULT_PAGE'), 'VAULT_PAGE');
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const count = content.length < COUNT ? Infinity : view.getUint16(0);
  if (count > PAGE_ENTRIES || content.length < COUNT + count * ENTRY) {
    wipe(content);
    throw new CryptoError('VAULT_PAGE');
  }
  const entries = Array.from({ length: count }, (_, index) => {
    const at = COUNT + index * ENTRY;
    return {
      id: recordId(content.subarray(at, at + 16)),
      revision: view.getUint32(at + 16),
      key: recordKey(content.subarray(at + 20, at + ENTRY)),
    };
  });
  return { entries, catalogue: content.subarray(COUNT + count * ENTRY) };
}

function dataOf(keys: VaultKeys, { compartment, number }: PageName): Uint8Array {
  return concat(DATA, keys.scope, uint(compartment, 1), uint(number, 4));
}
