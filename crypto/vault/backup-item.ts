import { concat, isZero } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { compartment, type Compartment } from './compartment.ts';
import { MAX_ITEM } from './limits.ts';

/** One stored thing, as it lies in the store: 1 byte to 17 MiB, sealed. */
export type BackupItem = { readonly bytes: Uint8Array } & (
  | { readonly type: 'root' }
  | { readonly type: 'page'; readonly compartment: Compartment; readonly number: number }
  /** Says of itself which one it is. */
  | { readonly type: 'record' }
  | { readonly type: 'audit'; readonly sequence: number }
);

const TYPE: Readonly<Record<BackupItem['type'], number>> = {
  root: 1,
  page: 2,
  record: 3,
  audit: 4,
};
/** Follows the last item. */
export const END = 0;

/** Bytes before an item's own, by type: type u8; where it belongs; length u32. */
const HEAD: Readonly<Record<number, number>> = { 1: 5, 2: 10, 3: 5, 4: 9 };
const LARGEST_HEAD = 10;

/** What is written before the item's bytes. Throws VAULT_SIZE or RANGE. */
export function itemHead(item: BackupItem): Uint8Array {
  const { length } = item.bytes;
  if (length === 0 || length > MAX_ITEM) throw new CryptoError('VAULT_SIZE');
  return concat(uint(TYPE[item.type], 1), placeOf(item), uint(length, 4));
}

function placeOf(item: BackupItem): Uint8Array {
  switch (item.type) {
    case 'root':
    case 'record':
      return new Uint8Array(0);
    case 'page':
      return concat(uint(item.compartment, 1), uint(item.number, 4));
    case 'audit':
      return uint(item.sequence, 4);
  }
}

/** Puts items together again from pieces of any length. Throws BACKUP_ALTERED. */
export class ItemReader {
  readonly #head = new Uint8Array(LARGEST_HEAD);
  #headLength = 0;
  /** Set once the head is whole and the item did not lie in one piece. */
  #bytes: Uint8Array | undefined;
  #filled = 0;
  #ended = false;

  /** Whether the end was read; only zeros may follow. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Items may be views into `piece`, which must not be changed any more. */
  push(piece: Uint8Array): BackupItem[] {
    const items: BackupItem[] = [];
    let rest = piece;
    while (rest.length > 0 && !this.#ended) {
      rest = this.#bytes ? this.#continue(this.#bytes, rest, items) : this.#begin(rest, items);
    }
    if (!isZero(rest)) throw new CryptoError('BACKUP_ALTERED');
    return items;
  }

  #begin(piece: Uint8Array, items: BackupItem[]): Uint8Array {
    const type = this.#headLength > 0 ? this.#head[0] : piece[0];
    if (type === END) {
      this.#ended = true;
      return piece.subarray(1);
    }
    const wanted = HEAD[type ?? END];
    if (wanted === undefined) throw new CryptoError('BACKUP_ALTERED');
    const part = piece.subarray(0, wanted - this.#headLength);
    this.#head.set(part, this.#headLength);
    this.#headLength += part.length;
    const rest = piece.subarray(part.length);
    if (this.#headLength < wanted) return rest;
    const length = this.#uint(wanted - 4);
    if (length === 0 || length > MAX_ITEM) throw new CryptoError('BACKUP_ALTERED');
    if (rest.length < length) {
      this.#bytes = new Uint8Array(length);
      return rest;
    }
    items.push(this.#item(rest.subarray(0, length)));
    return rest.subarray(length);
  }

  #continue(bytes: Uint8Array, piece: Uint8Array, items: BackupItem[]): Uint8Array {
    const part = piece.subarray(0, bytes.length - this.#filled);
    bytes.set(part, this.#filled);
    this.#filled += part.length;
    if (this.#filled === bytes.length) items.push(this.#item(bytes));
    return piece.subarray(part.length);
  }

  #item(bytes: Uint8Array): BackupItem {
    const [type, place = 0] = this.#head;
    this.#headLength = 0;
    this.#bytes = undefined;
    this.#filled = 0;
    if (type === TYPE.root) return { type: 'root', bytes };
    if (type === TYPE.record) return { type: 'record', bytes };
    if (type === TYPE.audit) return { type: 'audit', sequence: this.#uint(1), bytes };
    const of = compartment(place, 'BACKUP_ALTERED');
    return { type: 'page', compartment: of, number: this.#uint(2), bytes };
  }

  #uint(offset: number): number {
    return new DataView(this.#head.buffer).getUint32(offset);
  }
}
