import { LONG_NONCE_BYTES, TAG_BYTES } from '../aead.ts';
import { hashBytes, type Hash } from '../brand.ts';
import { ByteReader, concat, isZero, wipe, zeroPadded } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { hash } from '../kdf.ts';
import { VAULT_LABEL } from '../labels.ts';
import type { Random } from '../random.ts';
import type { VaultKeys } from './keys.ts';
import { MAX_EVENT } from './limits.ts';
import { kind, openStored, sealStored } from './sealed.ts';

/** Entries grow by this much, so that their length tells little of what happened. */
const BUCKET = 256;
/** length u32, at u64 */
const HEAD = 12;
const DATA = kind(VAULT_LABEL.auditEntry);

/** Something that was done with the vault. */
export interface AuditLine {
  /** Milliseconds since the epoch; below 2^53. */
  readonly at: number;
  /** 0 to 65,536 bytes; without meaning here. */
  readonly event: Uint8Array;
}

/** The head of a trail without entries. */
export function emptyAuditHead(): Hash {
  return hashBytes(new Uint8Array(32));
}

/** The head after entry `sequence`, which is 1 for the first. Throws RANGE. */
export function nextAuditHead(head: Hash, sequence: number, { at, event }: AuditLine): Hash {
  return hash(VAULT_LABEL.audit, head, uint(sequence, 4), uint(at, 8), event);
}

/** Throws VAULT_SIZE or RANGE. */
export function sealAudit(
  keys: VaultKeys,
  sequence: number,
  { at, event }: AuditLine,
  random: Random,
): Uint8Array {
  if (event.length > MAX_EVENT) throw new CryptoError('VAULT_SIZE');
  const content = concat(uint(event.length, 4), uint(at, 8), event);
  const padded = zeroPadded(content, buckets(content.length));
  try {
    return sealStored(keys.audit, dataOf(keys, sequence), padded, random);
  } finally {
    wipe(content, padded);
  }
}

/** Throws VAULT_AUDIT for anything but what was sealed as this entry under these keys. */
export function openAudit(keys: VaultKeys, sequence: number, bytes: Uint8Array): AuditLine {
  const size = bytes.length - LONG_NONCE_BYTES - TAG_BYTES;
  if (size < BUCKET || size > buckets(HEAD + MAX_EVENT)) throw new CryptoError('VAULT_AUDIT');
  const plaintext = openStored(keys.audit, dataOf(keys, sequence), bytes, 'VAULT_AUDIT');
  const reader = new ByteReader(plaintext, 'VAULT_AUDIT');
  try {
    const length = reader.uint(4);
    const at = reader.uint(8);
    const event = reader.take(length);
    if (buckets(HEAD + length) !== plaintext.length || !isZero(reader.rest())) {
      throw new CryptoError('VAULT_AUDIT');
    }
    return { at, event };
  } finally {
    wipe(plaintext);
  }
}

function buckets(length: number): number {
  return Math.ceil(length / BUCKET) * BUCKET;
}

function dataOf(keys: VaultKeys, sequence: number): Uint8Array {
  return concat(DATA, keys.scope, uint(sequence, 4));
}
