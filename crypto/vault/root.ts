import { hashBytes, pageSum, type Hash, type PageSum } from '../brand.ts';
import { ByteReader, concat, wipe } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { VAULT_LABEL } from '../labels.ts';
import type { Random } from '../random.ts';
import type { VaultKeys } from './keys.ts';
import { kind, openStored, sealStored } from './sealed.ts';

const DATA = kind(VAULT_LABEL.root);

/** What says of everything else that is stored whether it is all there and the latest. */
export interface Root {
  /** Counts every change of the vault; below 2^53. */
  readonly generation: number;
  /** Milliseconds since the epoch; below 2^53. */
  readonly savedAt: number;
  /** How many there are in all compartments together, u32. */
  readonly pages: number;
  readonly sum: PageSum;
  /** How many audit entries there are, u32. */
  readonly auditLength: number;
  /** Of the last of them; 32 zero bytes when there is none. */
  readonly auditHead: Hash;
}

/** 128 bytes. Throws RANGE. */
export function sealRoot(keys: VaultKeys, root: Root, random: Random): Uint8Array {
  const plaintext = concat(
    uint(root.generation, 8),
    uint(root.savedAt, 8),
    uint(root.pages, 4),
    root.sum,
    uint(root.auditLength, 4),
    root.auditHead,
  );
  try {
    return sealStored(keys.root, concat(DATA, keys.scope), plaintext, random);
  } finally {
    wipe(plaintext);
  }
}

/** Throws VAULT_ROOT for anything but what `sealRoot` made under these keys. */
export function openRoot(keys: VaultKeys, bytes: Uint8Array): Root {
  const plaintext = openStored(keys.root, concat(DATA, keys.scope), bytes, 'VAULT_ROOT');
  const reader = new ByteReader(plaintext, 'VAULT_ROOT');
  try {
    const root = {
      generation: reader.uint(8),
      savedAt: reader.uint(8),
      pages: reader.uint(4),
      sum: pageSum(reader.take(32)),
      auditLength: reader.uint(4),
      auditHead: hashBytes(reader.take(32)),
    };
    reader.end();
    return root;
  } finally {
    wipe(plaintext);
  }
}
