import { recordId, recordKey, vaultId } from '../../crypto/brand.ts';
import { fromHex, toHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import type { ItemEnd, ItemHead } from '../practice/kept-item.ts';
import { openVaultDatabase } from './database.ts';
import { holdItem } from './item-lock.ts';
import { ItemPieces } from './item-pieces.ts';
import { Turns } from './turns.ts';
import type { RecordingPlace, VaultApi } from './vault-api.ts';

/**
 * One recording on its way into the vault, under a key that the vault handed over: a lock does not
 * end it. It can add to this one recording and do nothing else; played it is by the open vault alone.
 */
export class RecordingWriter {
  readonly id: string;
  readonly #turns = new Turns();
  readonly #pieces: ItemPieces;
  readonly #close: () => void;
  #next = 1;

  private constructor(id: string, pieces: ItemPieces, close: () => void) {
    this.id = id;
    this.#pieces = pieces;
    this.#close = close;
  }

  /** A place for one recording; `lost` when the vault was replaced, and nothing is kept any more. */
  static async open(
    api: Pick<VaultApi, 'newRecordingPlace'>,
    lost: () => void,
  ): Promise<RecordingWriter> {
    const id = toHex(systemRandom(16));
    // Before its entry is there: without the lock it would be taken for cut off.
    const release = await holdItem(id);
    try {
      return await RecordingWriter.#at(await api.newRecordingPlace(id), release, lost);
    } catch (error) {
      release();
      throw error;
    }
  }

  static async #at(
    place: RecordingPlace,
    release: () => void,
    lost: () => void,
  ): Promise<RecordingWriter> {
    const database = await openVaultDatabase(place.database, lost);
    const key = recordKey(place.key);
    const id = recordId(fromHex(place.id) ?? new Uint8Array(0));
    const item = { vaultId: vaultId(place.vaultId), id, key };
    return new RecordingWriter(place.id, new ItemPieces(database, item, systemRandom), () => {
      key.fill(0);
      database.close();
      release();
    });
  }

  /** First of all. */
  begin(head: ItemHead): Promise<void> {
    return this.#turns.take(() => this.#pieces.addHead(head));
  }

  /** Resolves when it is on the disk. */
  append(bytes: Uint8Array, at: number): Promise<void> {
    return this.#turns.take(async () => {
      await this.#pieces.addChunk(this.#next, { at, bytes });
      this.#next += 1;
    });
  }

  /** Nothing more comes. */
  async finish(end: ItemEnd): Promise<void> {
    try {
      await this.#turns.take(() => this.#pieces.addEnd(this.#next, end));
    } finally {
      this.#close();
    }
  }

  /** Leaves it as it is; what nothing was recorded in goes from the list by itself. */
  leave(): void {
    void this.#turns.take(() => {
      this.#close();
      return Promise.resolve();
    });
  }
}
