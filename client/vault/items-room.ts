import { recordId } from '../../crypto/brand.ts';
import { fromHex, toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import type { CatalogueItem } from '../practice/catalogue.ts';
import type { Contents } from './contents.ts';
import { guarded, type VaultDatabase } from './database.ts';
import { VaultError } from './errors.ts';
import { holdItem, withItem } from './item-lock.ts';
import { ItemPieces, rangeOf } from './item-pieces.ts';
import type { Entry } from './manifest.ts';
import type { OpenVault } from './open-vault.ts';
import type { KeptItem } from './vault-api.ts';

/** Chunks that are looked at together. */
const BATCH = 64;
/** Bytes of a file that are sealed together. */
const FILE_CHUNK = 2 ** 18;

export interface ItemsRoomOptions {
  readonly database: VaultDatabase;
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly random: Random;
  readonly now: () => number;
}

/**
 * Recordings and received files. The list holds the key of each; its pieces lie in a store of their
 * own and were perhaps added while the vault was locked. What they come to is written into the list
 * the first time that somebody looks: from then on a piece that is taken away is missed.
 */
export class ItemsRoom {
  readonly #options: ItemsRoomOptions;

  constructor(options: ItemsRoomOptions) {
    this.#options = options;
  }

  /** For a recording that nothing was recorded of yet; an entry that stays empty goes in time. */
  async newPlace(name: string): Promise<Entry | undefined> {
    const bytes = fromHex(name);
    if (!bytes) throw new VaultError('NOT_FOUND');
    await this.#settle();
    await this.#options.vault.commit(() => ({
      puts: [{ name, id: recordId(bytes), ...IN_LIST }],
      result: undefined,
    }));
    return this.#options.vault.manifest.entry(name);
  }

  async list(): Promise<KeptItem[]> {
    await this.#settle();
    const items = await Promise.all(
      this.#entries().map(async ({ name: id, kept }): Promise<KeptItem> => {
        if (!kept) return { id, kind: 'recording', state: 'running' };
        return { id, ...kept, state: (await this.#isWhole(id, kept)) ? kept.state : 'damaged' };
      }),
    );
    return items.sort((a, b) => startOf(b) - startOf(a));
  }

  /** Throws RECORD_MISSING or RECORD_ALTERED where the list knows of more than there is. */
  async chunks(name: string, from: number, most: number): Promise<Uint8Array[]> {
    const { entry, kept } = this.#kept(name);
    const wanted = Math.min(most, kept.chunks + 1 - from);
    if (wanted <= 0) return [];
    const found = await this.#pieces(entry).chunks(from, wanted);
    if (found.length < wanted) {
      const there = await this.#pieces(entry).stored(from + found.length);
      throw new VaultError(there ? 'RECORD_ALTERED' : 'RECORD_MISSING');
    }
    return found.map(({ bytes }) => bytes);
  }

  async export(name: string): Promise<Blob> {
    const { kept } = this.#kept(name);
    const parts: BlobPart[] = [];
    for (let from = 1; from <= kept.chunks; from += BATCH) {
      const chunks = await this.chunks(name, from, BATCH);
      parts.push(new Blob(chunks as BlobPart[]));
      for (const chunk of chunks) chunk.fill(0);
    }
    await this.#options.vault.commit(() => ({
      events: [{ what: 'item-exported', id: name, item: kept.kind }],
      result: undefined,
    }));
    return new Blob(parts, { type: kept.mime });
  }

  async shred(name: string): Promise<void> {
    const { vault } = this.#options;
    const { kept } = this.#kept(name);
    const gone = async () => {
      await vault.commit(() => ({
        drops: vault.manifest.entry(name) ? [name] : [],
        events: [{ what: 'item-shredded', id: name, item: kept.kind }],
        result: undefined,
      }));
      await this.#clear(name);
      return true;
    };
    if (!(await withItem(name, gone, () => false))) throw new VaultError('BUSY');
  }

  async keepFile(fileName: string, mime: string, file: Blob): Promise<string> {
    const { vault, random, now } = this.#options;
    const id = newRecordId(random);
    const name = toHex(id);
    const release = await holdItem(name);
    try {
      await vault.commit(() => ({ puts: [{ name, id, ...IN_LIST }], result: undefined }));
      const entry = vault.manifest.entry(name);
      if (!entry) throw new VaultError('NOT_FOUND');
      const pieces = this.#pieces(entry);
      const startedAt = now();
      const named = { kind: 'file', name: fileName, mime, clientId: null } as const;
      await pieces.addHead({ ...named, startedAt });
      let number = 1;
      for (let at = 0; at < file.size; at += FILE_CHUNK) {
        const bytes = new Uint8Array(await file.slice(at, at + FILE_CHUNK).arrayBuffer());
        await pieces.addChunk(number, { at: 0, bytes });
        bytes.fill(0);
        number += 1;
      }
      await pieces.addEnd(number, { endedAt: now(), why: 'whole' });
      await this.#settleOne(entry);
      return name;
    } catch (error) {
      // Half a file is none.
      await vault.commit(() => ({
        drops: vault.manifest.entry(name) ? [name] : [],
        result: undefined,
      }));
      await this.#clear(name);
      throw error;
    } finally {
      release();
    }
  }

  /** Whatever ended or was cut off since the last look is written into the list; the rest is swept. */
  async #settle(): Promise<void> {
    const { vault } = this.#options;
    // Then nothing is written, and what is not settled yet stays so.
    if (vault.damaged) return;
    await vault.load();
    for (const { name, kept } of this.#entries()) {
      const entry = vault.manifest.entry(name);
      if (!kept && entry) await withItem(name, () => this.#settleOne(entry), nothing);
    }
    for (const name of await this.#stored()) {
      if (vault.manifest.entry(name)) continue;
      // Shredded, but for the pieces; nobody has their key.
      await withItem(name, () => this.#clear(name), nothing);
    }
  }

  async #settleOne(entry: Entry): Promise<void> {
    const { vault } = this.#options;
    const { name, id } = entry;
    const kept = await this.#look(entry);
    await vault.commit(() => {
      if (!vault.manifest.entry(name)) return { result: undefined };
      if (!kept) return { drops: [name], result: undefined };
      return {
        puts: [{ name, id, compartment: IN_LIST.compartment, catalogue: { what: 'item', kept } }],
        events: [{ what: 'item-kept', id: name, item: kept.kind }],
        result: undefined,
      };
    });
  }

  /** What the pieces come to; undefined for a place that was never used. */
  async #look(entry: Entry): Promise<CatalogueItem | undefined> {
    const pieces = this.#pieces(entry);
    const stored = await pieces.count();
    if (stored === 0) return undefined;
    const head = await pieces.head();
    let [chunks, bytes, lengthMs] = [0, 0, 0];
    for (;;) {
      const found = await pieces.chunks(chunks + 1, BATCH);
      for (const chunk of found) {
        bytes += chunk.bytes.length;
        lengthMs = chunk.at;
        chunk.bytes.fill(0);
      }
      chunks += found.length;
      if (found.length < BATCH) break;
    }
    const end = await pieces.end(chunks + 1);
    const whole = head !== undefined && stored === chunks + (end ? 2 : 1);
    const { kind, name, mime, startedAt } = head ?? NO_HEAD;
    const state = !whole ? 'damaged' : end ? 'complete' : 'cut';
    return { kind, name, mime, startedAt, lengthMs, bytes, chunks, state };
  }

  /** Whether all pieces that the list knows of lie there; whether they open is seen when they are read. */
  async #isWhole(name: string, { chunks, state }: CatalogueItem): Promise<boolean> {
    const range = rangeOf(name);
    const there = await guarded(() => this.#options.database.count('recordings', range));
    return there === chunks + (state === 'complete' ? 2 : 1);
  }

  /** Ids of all items of which pieces lie there. */
  async #stored(): Promise<string[]> {
    return guarded(async () => {
      const { store } = this.#options.database.transaction('recordings');
      const names: string[] = [];
      let cursor = await store.openKeyCursor();
      while (cursor) {
        const [name] = cursor.key;
        names.push(name);
        cursor = await cursor.continue([name, Infinity]);
      }
      return names;
    });
  }

  #clear(name: string): Promise<void> {
    return guarded(() => this.#options.database.delete('recordings', rangeOf(name)));
  }

  #pieces({ id, key }: Entry): ItemPieces {
    const { database, vault, random } = this.#options;
    return new ItemPieces(database, { vaultId: vault.keys.vaultId, id, key }, random);
  }

  #entries(): { readonly name: string; readonly kept: CatalogueItem | undefined }[] {
    return this.#options.contents
      .of('item')
      .flatMap(({ name, catalogue }) =>
        catalogue.what === 'item' ? [{ name, kept: catalogue.kept }] : [],
      );
  }

  #kept(name: string): { readonly entry: Entry; readonly kept: CatalogueItem } {
    const entry = this.#options.vault.manifest.entry(name);
    if (entry?.catalogue.what !== 'item') throw new VaultError('NOT_FOUND');
    const { kept } = entry.catalogue;
    if (!kept) throw new VaultError('BUSY');
    return { entry, kept };
  }
}

const IN_LIST = { compartment: COMPARTMENT.recordings, catalogue: { what: 'item' } } as const;
const NO_HEAD = { kind: 'recording', name: '', mime: '', startedAt: 0 } as const;
const nothing = (): void => undefined;

const startOf = (item: KeptItem): number => (item.state === 'running' ? Infinity : item.startedAt);
