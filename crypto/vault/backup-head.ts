import { backupId, storageKey, type BackupId, type StorageKey } from '../brand.ts';
import { ByteReader, concat, equal } from '../bytes.ts';
import { lengthPrefixed, uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { hash, kdf } from '../kdf.ts';
import { VAULT_LABEL } from '../labels.ts';
import { STREAM_HEADER_BYTES } from '../secretstream.ts';
import { encodeHeader, LARGEST_HEADER, parseHeader, type VaultHeader } from './header.ts';
import type { VaultKeys } from './keys.ts';

const MAGIC = new TextEncoder().encode('ALCOVEBK');
const VERSION = 1;
/** Id[16], createdAt u64, generation u64. */
const FIXED = 32;

/** So many bytes of a file always hold its whole head. */
export const LARGEST_BACKUP_HEAD = 8 + 1 + 4 + LARGEST_HEADER + FIXED + STREAM_HEADER_BYTES;

/** What a backup says in clear. Nothing of it can be trusted before the first chunk has opened. */
export interface BackupFacts {
  /** Of the vault as it was then: it is opened by the slots of then. */
  readonly header: VaultHeader;
  /** Milliseconds since the epoch; below 2^53. */
  readonly createdAt: number;
  /** Of the vault's root; below 2^53. */
  readonly generation: number;
}

export interface BackupHead extends BackupFacts {
  readonly id: BackupId;
  /** Where in the file the first chunk begins. */
  readonly length: number;
  /** Everything before the stream's header, as it was read. */
  readonly clear: Uint8Array;
  readonly streamHeader: Uint8Array;
}

export function encodeClear(
  id: BackupId,
  { header, createdAt, generation }: BackupFacts,
): Uint8Array {
  return concat(
    MAGIC,
    uint(VERSION, 1),
    lengthPrefixed(encodeHeader(header)),
    id,
    uint(createdAt, 8),
    uint(generation, 8),
  );
}

/**
 * `start` is the beginning of a file, at least `LARGEST_BACKUP_HEAD` bytes of it or all there are.
 * Throws BACKUP_MAGIC, BACKUP_VERSION (also for a vault of another version), BACKUP_TRUNCATED or
 * BACKUP_ALTERED.
 */
export function parseBackupHead(start: Uint8Array): BackupHead {
  if (start.length < MAGIC.length || !equal(start.subarray(0, MAGIC.length), MAGIC)) {
    throw new CryptoError('BACKUP_MAGIC');
  }
  const reader = new ByteReader(start, 'BACKUP_TRUNCATED');
  reader.take(MAGIC.length);
  if (reader.uint(1) !== VERSION) throw new CryptoError('BACKUP_VERSION');
  const headerLength = reader.uint(4);
  if (headerLength > LARGEST_HEADER) throw new CryptoError('BACKUP_ALTERED');
  const header = reader.take(headerLength);
  const fixed = new ByteReader(reader.take(FIXED), 'BACKUP_ALTERED');
  const clear = start.slice(0, reader.offset);
  const streamHeader = reader.take(STREAM_HEADER_BYTES);
  return {
    header: headerOf(header),
    id: backupId(fixed.take(16)),
    createdAt: fixed.uint(8),
    generation: fixed.uint(8),
    length: reader.offset,
    clear,
    streamHeader,
  };
}

/** Of one file: an edited head gives another key. The caller wipes it. */
export function backupFileKey(keys: VaultKeys, id: BackupId, clear: Uint8Array): StorageKey {
  const head = hash(VAULT_LABEL.backupHead, clear);
  return storageKey(kdf(keys.backup, VAULT_LABEL.backup, 32, id, head));
}

function headerOf(bytes: Uint8Array): VaultHeader {
  try {
    return parseHeader(bytes);
  } catch (error) {
    const otherVersion = error instanceof CryptoError && error.code === 'VAULT_VERSION';
    throw new CryptoError(otherVersion ? 'BACKUP_VERSION' : 'BACKUP_ALTERED');
  }
}
