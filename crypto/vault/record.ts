import { LONG_NONCE_BYTES, openLong, sealLong, TAG_BYTES } from '../aead.ts';
import { recordId, recordKey, type RecordId, type RecordKey, type VaultId } from '../brand.ts';
import { concat, equal, wipe } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { VAULT_LABEL } from '../labels.ts';
import { pinned } from '../pinned.ts';
import { draw, type Random } from '../random.ts';
import { compartment, type Compartment } from './compartment.ts';
import { isPaddedSize, pad, unpad } from './padding.ts';
import { kind } from './sealed.ts';

const VERSION = 1;
/** version u8, compartment u8, id[16], revision u32 */
const HEADER = 22;
const SEALED = HEADER + LONG_NONCE_BYTES;
const DATA = kind(VAULT_LABEL.record);

/** Which document it is, and of which save. */
export interface RecordName {
  readonly compartment: Compartment;
  readonly id: RecordId;
  /** u32, one more with every save. */
  readonly revision: number;
}

export interface RecordEntry extends RecordName {
  readonly key: RecordKey;
}

export function newRecordId(random: Random): RecordId {
  return recordId(draw(random, 16));
}

/**
 * One for every revision of every record: then no earlier revision opens under the key that the
 * record's page holds now, and a page need hold no hash of the record.
 */
export function newRecordKey(random: Random): RecordKey {
  return recordKey(pinned(draw(random, 32)));
}

/** A stored document. `body` is 0 to 2^24 - 4 bytes. Throws VAULT_SIZE or RANGE. */
export function sealRecord(options: {
  vaultId: VaultId;
  entry: RecordEntry;
  body: Uint8Array;
  random: Random;
}): Uint8Array {
  const { compartment: of, id, revision, key } = options.entry;
  const header = concat(uint(VERSION, 1), uint(of, 1), id, uint(revision, 4));
  const nonce = draw(options.random, LONG_NONCE_BYTES);
  const padded = pad(options.body);
  const sealed = sealLong(key, nonce, concat(DATA, header, options.vaultId), padded);
  wipe(padded);
  return concat(header, nonce, sealed);
}

/** What a stored record says of itself, as views; not to be trusted. Throws VAULT_RECORD. */
export function recordName(bytes: Uint8Array): RecordName {
  if (bytes[0] !== VERSION || !isPaddedSize(bytes.length - SEALED - TAG_BYTES)) {
    throw new CryptoError('VAULT_RECORD');
  }
  return {
    compartment: compartment(bytes[1] ?? 0, 'VAULT_RECORD'),
    id: recordId(bytes.subarray(2, 18)),
    revision: new DataView(bytes.buffer, bytes.byteOffset).getUint32(18),
  };
}

/**
 * The body, in memory of its own: whoever wipes it has wiped all that was decrypted but its length.
 *
 * Throws VAULT_RECORD_SWAPPED for a record that says of itself that it is another one,
 * VAULT_RECORD_OLDER for one that says that it is an earlier revision, VAULT_RECORD for everything
 * else that is not the expected record.
 */
export function openRecord(bytes: Uint8Array, expected: RecordEntry, vaultId: VaultId): Uint8Array {
  const said = recordName(bytes);
  if (said.compartment !== expected.compartment || !equal(said.id, expected.id)) {
    throw new CryptoError('VAULT_RECORD_SWAPPED');
  }
  if (said.revision < expected.revision) throw new CryptoError('VAULT_RECORD_OLDER');
  if (said.revision > expected.revision) throw new CryptoError('VAULT_RECORD');
  const nonce = bytes.subarray(HEADER, SEALED);
  const data = concat(DATA, bytes.subarray(0, HEADER), vaultId);
  const padded = openLong(expected.key, nonce, data, bytes.subarray(SEALED), 'VAULT_RECORD');
  return unpad(padded, 'VAULT_RECORD');
}
