import { foldOnce } from './fold.ts';
import { IndexBuilder } from './index-builder.ts';
import { contains } from './scan.ts';
import type { SearchIndex } from './search-index.ts';

/** Changes since the index was built from which a new one is worth its while; scanned in a ms. */
const MANY_CHANGES = 300;

/** The number of a document that the index does not have; beyond every set of bits. */
const NOWHERE = -1;

type Listed = readonly { readonly id: string }[];

/** Which documents a search found: true for the moment, not after later changes. */
export interface Matches {
  readonly size: number;
  has(id: string): boolean;
  /**
   * The same by place in a list of documents. Looking up 10,000 ids takes longer than the search; so
   * for the array that was asked about last, as long as it is the same one, that is done already.
   */
  among(list: Listed): (place: number) => boolean;
}

interface Base {
  readonly index: SearchIndex;
  readonly numbers: ReadonlyMap<string, number>;
  /** For the list asked about last, each document's number, or −1. */
  places: { readonly list: Listed; readonly numbers: Int32Array } | undefined;
}

/**
 * Full-text search over documents that come, change and go: an index of what there was when it was
 * built, less what changed since, and the changed ones themselves, which are few and scanned. Before
 * the first index, all are scanned.
 */
export class Searcher {
  #base: Base | undefined;
  /** Numbers in the base of documents that were changed or removed since. */
  #dead = new Set<number>();
  /** Folded texts of what the base does not have. */
  #held = new Map<string, string>();
  #build: SearchBuild | undefined;

  /** A new document, or a changed one, from then on found by this text alone. */
  put(id: string, text: string): void {
    this.#bury(id);
    this.#held.set(id, foldOnce(text));
  }

  remove(id: string): void {
    this.#bury(id);
    this.#held.delete(id);
  }

  /** `terms` from `terms`. */
  search(terms: readonly string[]): Matches {
    const scanned = new Set<string>();
    for (const [id, folded] of this.#held) if (contains(folded, terms)) scanned.add(id);
    if (this.#base === undefined) return onlyScanned(scanned);
    const bits = this.#base.index.matching(terms);
    for (const number of this.#dead) {
      bits[number >>> 5] = (bits[number >>> 5] ?? 0) & ~(1 << (number & 31));
    }
    return scannedOrFound(scanned, bits, this.#base);
  }

  /** There is something to index, or much has changed since that was done. */
  get rebuildDue(): boolean {
    if (this.#base === undefined) return this.#held.size > 0;
    return this.#held.size + this.#dead.size > MANY_CHANGES;
  }

  /** Begins a new index. One that was begun before and is not finished is given up. */
  build(): SearchBuild {
    this.#build = new SearchBuild(this.#held, (build, index) => this.#take(build, index));
    return this.#build;
  }

  #bury(id: string): void {
    const number = this.#base?.numbers.get(id);
    if (number !== undefined) this.#dead.add(number);
    this.#build?.changed.add(id);
  }

  #take(build: SearchBuild, index: SearchIndex): void {
    if (build !== this.#build) return;
    this.#build = undefined;
    this.#base = { index, numbers: build.numbers, places: undefined };
    this.#dead = new Set<number>();
    for (const id of build.changed) {
      const number = build.numbers.get(id);
      if (number !== undefined) this.#dead.add(number);
    }
    const covered = (id: string): boolean => build.numbers.has(id) && !build.changed.has(id);
    this.#held = new Map([...this.#held].filter(([id]) => !covered(id)));
  }
}

/** An index in the making. What is put or removed meanwhile stays right when it takes over. */
export class SearchBuild {
  readonly numbers = new Map<string, number>();
  /** Put or removed since it began: what the index will say of these is out of date. */
  readonly changed = new Set<string>();
  readonly #builder = new IndexBuilder();
  readonly #held: ReadonlyMap<string, string>;
  readonly #waiting: string[];
  readonly #done: (build: SearchBuild, index: SearchIndex) => void;

  constructor(
    held: ReadonlyMap<string, string>,
    done: (build: SearchBuild, index: SearchIndex) => void,
  ) {
    this.#held = held;
    this.#waiting = [...held.keys()].reverse();
    this.#done = done;
  }

  /** One document with its present text. Every one has to be added; a second time does nothing. */
  add(id: string, text: string): void {
    this.#addFolded(id, foldOnce(text));
  }

  /**
   * Adds up to `limit` of the documents that the searcher holds as text, which are all of them before
   * the first index. Returns whether more are left.
   */
  addHeld(limit: number): boolean {
    for (let count = 0; count < limit; count += 1) {
      const id = this.#waiting.pop();
      if (id === undefined) return false;
      const folded = this.#held.get(id);
      if (folded !== undefined) this.#addFolded(id, folded);
    }
    return this.#waiting.length > 0;
  }

  /** To be run to its end once; then the searcher uses the index and lets the texts go. */
  *finishing(): Generator<undefined, void> {
    const index = yield* this.#builder.finishing();
    this.#done(this, index);
  }

  #addFolded(id: string, folded: string): void {
    if (this.numbers.has(id)) return;
    const number = this.numbers.size;
    this.#builder.add(number, folded);
    this.numbers.set(id, number);
  }
}

function onlyScanned(scanned: ReadonlySet<string>): Matches {
  const has = (id: string): boolean => scanned.has(id);
  return { size: scanned.size, has, among: (list) => (place) => has(list[place]?.id ?? '') };
}

function scannedOrFound(scanned: ReadonlySet<string>, bits: Uint32Array, base: Base): Matches {
  const found = (number: number): boolean =>
    (((bits[number >>> 5] ?? 0) >>> (number & 31)) & 1) === 1;
  return {
    size: scanned.size + bits.reduce((sum, word) => sum + ones(word), 0),
    has: (id) => scanned.has(id) || found(base.numbers.get(id) ?? NOWHERE),
    among: (list) => {
      const numbers = placesIn(base, list);
      if (scanned.size === 0) return (place) => found(numbers[place] ?? NOWHERE);
      return (place) => found(numbers[place] ?? NOWHERE) || scanned.has(list[place]?.id ?? '');
    },
  };
}

function placesIn(base: Base, list: Listed): Int32Array {
  if (base.places?.list === list) return base.places.numbers;
  const numbers = Int32Array.from(list, ({ id }) => base.numbers.get(id) ?? NOWHERE);
  base.places = { list, numbers };
  return numbers;
}

/** How many bits of a 32-bit word are set. */
function ones(word: number): number {
  let rest = word - ((word >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
