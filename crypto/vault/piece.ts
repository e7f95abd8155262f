import { LONG_NONCE_BYTES, openLong, sealLong, TAG_BYTES } from '../aead.ts';
import type { RecordId, RecordKey, VaultId } from '../brand.ts';
import { concat, wipe } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { VAULT_LABEL } from '../labels.ts';
import { draw, type Random } from '../random.ts';
import { COMPARTMENT } from './compartment.ts';
import { MAX_CHUNK } from './limits.ts';
import { pad, unpad } from './padding.ts';
import { kind } from './sealed.ts';

const VERSION = 1;
/** version u8, sort u8 */
const HEADER = 2;
const SEALED = HEADER + LONG_NONCE_BYTES;
/** at u32, before the bytes of a chunk. */
const AT = 4;
const DATA = kind(VAULT_LABEL.piece);

/** What a piece is: what is known of the whole, a part of it, or that there are no more. */
const SORT = { head: 1, chunk: 2, end: 3 } as const;
type PieceSort = keyof typeof SORT;

/** The item that a piece belongs to, with the key of all its pieces. */
export interface PieceItem {
  readonly vaultId: VaultId;
  readonly id: RecordId;
  readonly key: RecordKey;
}

/** Part of a recording. */
export interface Chunk {
  /** Milliseconds of the recording that have passed at its end, u32; 0 in a file. */
  readonly at: number;
  /** 1 byte to 1 MiB. */
  readonly bytes: Uint8Array;
}

/** The first (`number` 0) or the last piece, around a document. Throws VAULT_SIZE. */
export function sealDocument(
  item: PieceItem,
  sort: 'head' | 'end',
  number: number,
  body: Uint8Array,
  random: Random,
): Uint8Array {
  const padded = pad(body);
  try {
    return sealPiece(item, sort, number, padded, random);
  } finally {
    wipe(padded);
  }
}

/** Throws VAULT_PIECE for anything but the piece of this sort and number of this item. */
export function openDocument(
  item: PieceItem,
  sort: 'head' | 'end',
  number: number,
  bytes: Uint8Array,
): Uint8Array {
  return unpad(openPiece(item, sort, number, bytes), 'VAULT_PIECE');
}

/** Numbers begin at 1. Throws VAULT_SIZE or RANGE. */
export function sealChunk(
  item: PieceItem,
  number: number,
  chunk: Chunk,
  random: Random,
): Uint8Array {
  if (chunk.bytes.length === 0 || chunk.bytes.length > MAX_CHUNK) {
    throw new CryptoError('VAULT_SIZE');
  }
  const content = concat(uint(chunk.at, AT), chunk.bytes);
  try {
    return sealPiece(item, 'chunk', number, content, random);
  } finally {
    wipe(content);
  }
}

/** Throws VAULT_PIECE for anything but this chunk of this item. */
export function openChunk(item: PieceItem, number: number, bytes: Uint8Array): Chunk {
  const content = openPiece(item, 'chunk', number, bytes);
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  return { at: view.getUint32(0), bytes: content.subarray(AT) };
}

function sealPiece(
  item: PieceItem,
  sort: PieceSort,
  number: number,
  content: Uint8Array,
  random: Random,
): Uint8Array {
  const nonce = draw(random, LONG_NONCE_BYTES);
  const header = headerOf(sort);
  return concat(header, nonce, sealLong(item.key, nonce, dataOf(item, header, number), content));
}

function openPiece(
  item: PieceItem,
  sort: PieceSort,
  number: number,
  bytes: Uint8Array,
): Uint8Array {
  const header = headerOf(sort);
  const least = sort === 'chunk' ? AT + 1 : 0;
  if (
    bytes.length < SEALED + TAG_BYTES + least ||
    bytes[0] !== VERSION ||
    bytes[1] !== SORT[sort]
  ) {
    throw new CryptoError('VAULT_PIECE');
  }
  const nonce = bytes.subarray(HEADER, SEALED);
  const data = dataOf(item, header, number);
  return openLong(item.key, nonce, data, bytes.subarray(SEALED), 'VAULT_PIECE');
}

const headerOf = (sort: PieceSort): Uint8Array => Uint8Array.of(VERSION, SORT[sort]);

/** The place that a piece has: elsewhere it does not open. */
function dataOf({ vaultId, id }: PieceItem, header: Uint8Array, number: number): Uint8Array {
  const store = uint(COMPARTMENT.recordings, 1);
  return concat(DATA, header, vaultId, store, id, uint(number, 4));
}
