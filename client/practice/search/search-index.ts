import { markDocuments } from './postings.ts';

/** Bytes of postings from which a beginning of one or two characters has its answer ready. */
const READY_FROM_BYTES = 4096;

/** Words in ascending order of their UTF-16 code units, and in which documents each occurs. */
export interface IndexParts {
  /** Documents are numbered from 0. */
  readonly documents: number;
  /** Characters of all words, one after the other. */
  readonly characters: Uint16Array;
  /** Where each word begins in `characters`; one more than there are words. */
  readonly wordStarts: Uint32Array;
  /** See postings.ts. */
  readonly postings: Uint8Array;
  /** Where each word's postings begin; one more than there are words. */
  readonly postingStarts: Uint32Array;
}

/** Answers which documents have, for every term, a word that begins with it. Never changes. */
export class SearchIndex {
  readonly documents: number;
  readonly #parts: IndexParts;
  /**
   * Documents by beginning, for those that thousands of words share. Without them the first letter
   * typed would take longest of all.
   */
  readonly #ready = new Map<string, Uint32Array>();

  constructor(parts: IndexParts) {
    this.documents = parts.documents;
    this.#parts = parts;
  }

  /** Bytes that it holds, without a few for each object. */
  get bytes(): number {
    const { characters, wordStarts, postings, postingStarts } = this.#parts;
    const held = [characters, wordStarts, postings, postingStarts, ...this.#ready.values()];
    return held.reduce((sum, array) => sum + array.byteLength, 0);
  }

  /** Numbers of the matching documents, ascending; all of them where there are no terms. */
  search(terms: readonly string[]): Uint32Array {
    const bits = this.matching(terms);
    const found = new Uint32Array(this.documents);
    let count = 0;
    bits.forEach((word, at) => {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        found[count++] = at * 32 + 31 - Math.clz32(rest & -rest);
      }
    });
    return found.slice(0, count);
  }

  /** The same as a set: bit n & 31 of element n >> 5 belongs to document n. The caller's own. */
  matching(terms: readonly string[]): Uint32Array {
    const all = this.#emptySet().fill(0xffffffff);
    const odd = this.documents & 31;
    if (odd !== 0) all[all.length - 1] = 2 ** odd - 1;
    for (const term of terms) {
      const some = this.#ready.get(term) ?? this.#union(...this.#range(term));
      for (let at = 0; at < all.length; at += 1) all[at] = (all[at] ?? 0) & (some[at] ?? 0);
    }
    return all;
  }

  /** Makes ready what READY_FROM_BYTES says, one beginning a step; until it is done, only slower. */
  *preparing(): Generator<undefined, void> {
    const { postingStarts } = this.#parts;
    for (const length of [1, 2]) {
      for (let from = 0; from < this.#words;) {
        const beginning = this.#beginning(from, length);
        const [, to] = this.#range(beginning, from);
        const bytes = (postingStarts[to] ?? 0) - (postingStarts[from] ?? 0);
        if (beginning.length === length && bytes >= READY_FROM_BYTES) {
          this.#ready.set(beginning, this.#union(from, to));
          yield;
        }
        from = to;
      }
    }
  }

  get #words(): number {
    return this.#parts.wordStarts.length - 1;
  }

  #emptySet(): Uint32Array {
    return new Uint32Array(Math.ceil(this.documents / 32));
  }

  /** Documents of the words from `from` up to but not including `to`. */
  #union(from: number, to: number): Uint32Array {
    const { postings, postingStarts } = this.#parts;
    const bits = this.#emptySet();
    for (let word = from; word < to; word += 1) {
      markDocuments(postings, postingStarts[word] ?? 0, postingStarts[word + 1] ?? 0, bits);
    }
    return bits;
  }

  /** The first word, from `least` on, that begins with the term, and the first after it that does not. */
  #range(term: string, least = 0): [number, number] {
    const first = this.#firstWhere(least, (word) => this.#compare(word, term) >= 0);
    return [first, this.#firstWhere(first, (word) => this.#compare(word, term) > 0)];
  }

  /** `holds` must be false for all words up to some, and true from there on. */
  #firstWhere(least: number, holds: (word: number) => boolean): number {
    let low = least;
    let high = this.#words;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Below 0: the word comes before the term; 0: it begins with it; above 0: after it. */
  #compare(word: number, term: string): number {
    const { characters, wordStarts } = this.#parts;
    const start = wordStarts[word] ?? 0;
    const length = (wordStarts[word + 1] ?? 0) - start;
    for (let at = 0; at < term.length; at += 1) {
      if (at === length) return -1;
      const difference = (characters[start + at] ?? 0) - term.charCodeAt(at);
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #beginning(word: number, length: number): string {
    const { characters, wordStarts } = this.#parts;
    const start = wordStarts[word] ?? 0;
    const end = Math.min(start + length, wordStarts[word + 1] ?? 0);
    return String.fromCharCode(...characters.subarray(start, end));
  }
}
