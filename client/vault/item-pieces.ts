import { CryptoError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/random.ts';
import {
  openChunk,
  openDocument,
  sealChunk,
  sealDocument,
  type Chunk,
  type PieceItem,
} from '../../crypto/vault/piece.ts';
import { toHex } from '../../crypto/hex.ts';
import { decodeItemEnd, decodeItemHead, encodeItemEnd, encodeItemHead } from '../practice/codec.ts';
import { PracticeError } from '../practice/errors.ts';
import type { ItemEnd, ItemHead } from '../practice/kept-item.ts';
import { guarded, type VaultDatabase } from './database.ts';

/**
 * The pieces of one recording or file, by its key. They are only ever added, each in one transaction
 * of its own that is on the disk when it resolves: whatever happens in the middle of a recording, all
 * that was added before is there, and nothing else in the vault is read or written for it.
 */
export class ItemPieces {
  readonly #database: VaultDatabase;
  readonly #item: PieceItem;
  readonly #random: Random;
  readonly #name: string;

  constructor(database: VaultDatabase, item: PieceItem, random: Random) {
    this.#database = database;
    this.#item = item;
    this.#random = random;
    this.#name = toHex(item.id);
  }

  addHead(head: ItemHead): Promise<void> {
    return this.#add(0, sealDocument(this.#item, 'head', 0, encodeItemHead(head), this.#random));
  }

  addChunk(number: number, chunk: Chunk): Promise<void> {
    return this.#add(number, sealChunk(this.#item, number, chunk, this.#random));
  }

  /** `number`: one more than the last chunk's. */
  addEnd(number: number, end: ItemEnd): Promise<void> {
    return this.#add(
      number,
      sealDocument(this.#item, 'end', number, encodeItemEnd(end), this.#random),
    );
  }

  /** Undefined when it is missing or does not open. */
  async head(): Promise<ItemHead | undefined> {
    const bytes = await this.stored(0);
    return bytes && opened(() => decodeItemHead(openDocument(this.#item, 'head', 0, bytes)));
  }

  /** Likewise. */
  async end(number: number): Promise<ItemEnd | undefined> {
    const bytes = await this.stored(number);
    return bytes && opened(() => decodeItemEnd(openDocument(this.#item, 'end', number, bytes)));
  }

  /** Chunks from `from` on, each in its place, up to the first that is missing or does not open. */
  async chunks(from: number, most: number): Promise<Chunk[]> {
    const range = IDBKeyRange.bound([this.#name, from], [this.#name, from + most - 1]);
    const [keys, values] = await guarded(async () => {
      const { store } = this.#database.transaction('recordings');
      return Promise.all([store.getAllKeys(range), store.getAll(range)]);
    });
    const found: Chunk[] = [];
    for (const [index, bytes] of values.entries()) {
      const number = from + index;
      if (keys[index]?.[1] !== number) break;
      const chunk = opened(() => openChunk(this.#item, number, bytes));
      if (!chunk) break;
      found.push(chunk);
    }
    return found;
  }

  /** How many pieces lie there, whatever they are. */
  count(): Promise<number> {
    return guarded(() => this.#database.count('recordings', rangeOf(this.#name)));
  }

  stored(number: number): Promise<Uint8Array | undefined> {
    return guarded(() => this.#database.get('recordings', [this.#name, number]));
  }

  async #add(number: number, bytes: Uint8Array): Promise<void> {
    await guarded(async () => {
      const work = this.#database.transaction('recordings', 'readwrite', { durability: 'strict' });
      // What is there already is never written over.
      await Promise.all([work.store.add(bytes, [this.#name, number]), work.done]);
    });
  }
}

/** Everything of one item. */
export const rangeOf = (name: string): IDBKeyRange =>
  IDBKeyRange.bound([name, 0], [name, Infinity]);

function opened<T>(open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof CryptoError || error instanceof PracticeError)) throw error;
    return undefined;
  }
}
