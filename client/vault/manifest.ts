import type { PageSum, RecordId, RecordKey } from '../../crypto/brand.ts';
import { compartment, COMPARTMENTS, type Compartment } from '../../crypto/vault/compartment.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import { PAGE_ENTRIES } from '../../crypto/vault/limits.ts';
import { openPage, sealPage, type PageName } from '../../crypto/vault/page.ts';
import { emptySum, pageTag, xorInto } from '../../crypto/vault/page-sum.ts';
import type { Random } from '../../crypto/random.ts';
import { decodeCatalogue, encodeCatalogue, type CatalogueEntry } from '../practice/catalogue.ts';
import { toHex } from '../../crypto/hex.ts';

/** One record, as its page knows it. */
export interface Entry {
  /** 32 hexadecimal digits. */
  readonly name: string;
  readonly id: RecordId;
  readonly compartment: Compartment;
  readonly revision: number;
  readonly key: RecordKey;
  readonly catalogue: CatalogueEntry;
}

interface HeldPage {
  readonly place: PageName;
  readonly entries: readonly Entry[];
  /** As stored; what it was before says whether another tab has changed it. */
  readonly tag: PageSum;
  readonly nonce: string;
}

/** What one save puts in the store, and what the manifest is after it. */
export interface PageDraft {
  readonly pages: ReadonlyMap<number, { readonly bytes: Uint8Array; readonly held: HeldPage }>;
  readonly sum: PageSum;
  readonly count: number;
}

const NUMBER_BITS = 24;

/** The key of a page in the store. */
export const pageKeyOf = ({ compartment: of, number }: PageName): number =>
  of * 2 ** NUMBER_BITS + number;

/** The page at a key of the store. Throws VAULT_PAGE for a key that none has. */
export const pageNameOf = (key: number): PageName => ({
  compartment: compartment(Math.floor(key / 2 ** NUMBER_BITS), 'VAULT_PAGE'),
  number: key % 2 ** NUMBER_BITS,
});

export interface Change {
  /** By name; undefined takes the record out, and its key with it. */
  readonly put: Entry | undefined;
  readonly name: string;
}

/**
 * Every page of the open vault, and where each record is. It changes by a draft, which is sealed and
 * stored first and taken over once it is on the disk.
 */
export class Manifest {
  readonly #pages = new Map<number, HeldPage>();
  readonly #where = new Map<string, number>();
  readonly #entries = new Map<string, Entry>();
  /** Pages with a free place, for each compartment. */
  readonly #open = new Map<Compartment, Set<number>>(COMPARTMENTS.map((of) => [of, new Set()]));
  readonly #next = new Map<Compartment, number>(COMPARTMENTS.map((of) => [of, 0]));
  readonly #sum = emptySum();

  get sum(): PageSum {
    return this.#sum;
  }

  get count(): number {
    return this.#pages.size;
  }

  /** How many records there are. */
  get size(): number {
    return this.#entries.size;
  }

  entry(name: string): Entry | undefined {
    return this.#entries.get(name);
  }

  get entries(): IterableIterator<Entry> {
    return this.#entries.values();
  }

  get keys(): IterableIterator<number> {
    return this.#pages.keys();
  }

  /** Whether the page at `key` is the one that is held. */
  holds(key: number, bytes: Uint8Array): boolean {
    return this.#pages.get(key)?.nonce === nonceOf(bytes);
  }

  /**
   * Takes a page as it is stored in place of what was held of it. Returns the names of records that
   * are not what they were. Throws VAULT_PAGE, and DOCUMENT_SHAPE for a catalogue of another shape.
   */
  load(keys: VaultKeys, key: number, bytes: Uint8Array): string[] {
    const place = pageNameOf(key);
    const page = openPage(keys, place, bytes);
    const catalogue = decodeCatalogue(page.catalogue);
    if (catalogue.length !== page.entries.length) throw new RangeError('a page of two lengths');
    const entries = page.entries.map(({ id, revision, key: recordKey }, index): Entry => {
      const line = catalogue[index];
      if (!line) throw new RangeError('a page of two lengths');
      return {
        name: toHex(id),
        id,
        compartment: place.compartment,
        revision,
        key: recordKey,
        catalogue: line,
      };
    });
    return this.#replace(key, {
      place,
      entries,
      tag: pageTag(keys, place, bytes),
      nonce: nonceOf(bytes),
    });
  }

  /** A page that is no longer stored. */
  unload(key: number): string[] {
    const held = this.#pages.get(key);
    if (!held) return [];
    const gone = this.#replace(key, { ...held, entries: [] });
    this.#pages.delete(key);
    this.#open.get(held.place.compartment)?.delete(key);
    xorInto(this.#sum, held.tag);
    return gone;
  }

  /** Seals the pages that the changes touch; nothing here changes by it. */
  draft(keys: VaultKeys, changes: readonly Change[], random: Random): PageDraft {
    const touched = new Map<number, { place: PageName; entries: Entry[] }>();
    const page = (key: number) => {
      const known = touched.get(key);
      if (known) return known;
      const held = this.#pages.get(key);
      const fresh = { place: held?.place ?? pageNameOf(key), entries: [...(held?.entries ?? [])] };
      touched.set(key, fresh);
      return fresh;
    };
    for (const { name, put } of changes) {
      const from = this.#where.get(name);
      const before = from === undefined ? undefined : this.#entries.get(name);
      if (from !== undefined && (!put || put.compartment !== before?.compartment)) {
        const { entries } = page(from);
        entries.splice(indexOf(entries, name), 1);
      }
      if (!put) continue;
      if (from !== undefined && put.compartment === before?.compartment) {
        const { entries } = page(from);
        entries.splice(indexOf(entries, name), 1, put);
      } else {
        page(this.#room(put.compartment, touched)).entries.push(put);
      }
    }
    return this.#seal(keys, touched, random);
  }

  /** Every page anew under other keys. */
  reseal(keys: VaultKeys, random: Random): PageDraft {
    const all = new Map(
      [...this.#pages].map(([key, { place, entries }]) => [key, { place, entries: [...entries] }]),
    );
    const draft = this.#seal(keys, all, random);
    const sum = emptySum();
    for (const { held } of draft.pages.values()) xorInto(sum, held.tag);
    return { ...draft, sum };
  }

  /** The draft is on the disk. */
  adopt(draft: PageDraft): void {
    for (const [key, { held }] of draft.pages) this.#replace(key, held);
  }

  /** Zeroes every record key. */
  wipe(): void {
    for (const { key, id } of this.#entries.values()) {
      key.fill(0);
      id.fill(0);
    }
    this.#sum.fill(0);
  }

  #seal(
    keys: VaultKeys,
    touched: ReadonlyMap<number, { place: PageName; entries: Entry[] }>,
    random: Random,
  ): PageDraft {
    const sum = emptySum();
    sum.set(this.#sum);
    const pages = new Map<number, { bytes: Uint8Array; held: HeldPage }>();
    let count = this.#pages.size;
    for (const [key, { place, entries }] of touched) {
      const catalogue = encodeCatalogue(entries.map((entry) => entry.catalogue));
      const bytes = sealPage(keys, place, { entries, catalogue }, random);
      const tag = pageTag(keys, place, bytes);
      const before = this.#pages.get(key);
      if (before) xorInto(sum, before.tag);
      else count += 1;
      xorInto(sum, tag);
      pages.set(key, { bytes, held: { place, entries, tag, nonce: nonceOf(bytes) } });
    }
    return { pages, sum, count };
  }

  /** A page of the compartment with a free place, or the next new one. */
  #room(of: Compartment, touched: ReadonlyMap<number, { entries: readonly Entry[] }>): number {
    const free = (key: number) =>
      (touched.get(key) ?? this.#pages.get(key))?.entries.length ?? PAGE_ENTRIES;
    for (const key of touched.keys()) {
      if (pageNameOf(key).compartment === of && free(key) < PAGE_ENTRIES) return key;
    }
    for (const key of this.#open.get(of) ?? []) if (free(key) < PAGE_ENTRIES) return key;
    let number = this.#next.get(of) ?? 0;
    while (touched.has(pageKeyOf({ compartment: of, number }))) number += 1;
    return pageKeyOf({ compartment: of, number });
  }

  #replace(key: number, held: HeldPage): string[] {
    const before = this.#pages.get(key);
    const changed = new Set<string>();
    for (const entry of before?.entries ?? []) {
      if (this.#where.get(entry.name) !== key) continue;
      changed.add(entry.name);
      this.#where.delete(entry.name);
      this.#entries.delete(entry.name);
    }
    for (const entry of held.entries) {
      const known = before?.entries.find(({ name }) => name === entry.name);
      if (known?.revision === entry.revision && known.catalogue === entry.catalogue) {
        changed.delete(entry.name);
      } else {
        changed.add(entry.name);
      }
      this.#where.set(entry.name, key);
      this.#entries.set(entry.name, entry);
    }
    this.#pages.set(key, held);
    if (before) xorInto(this.#sum, before.tag);
    xorInto(this.#sum, held.tag);
    const { compartment: of, number } = held.place;
    const open = this.#open.get(of);
    if (held.entries.length < PAGE_ENTRIES) open?.add(key);
    else open?.delete(key);
    this.#next.set(of, Math.max(this.#next.get(of) ?? 0, number + 1));
    return [...changed];
  }
}

const indexOf = (entries: readonly Entry[], name: string): number =>
  entries.findIndex((entry) => entry.name === name);

const nonceOf = (page: Uint8Array): string => toHex(page.subarray(0, 24));
