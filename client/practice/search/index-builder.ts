import { distanceBytes, writeDistance } from './postings.ts';
import { SearchIndex } from './search-index.ts';
import { doubled, Vocabulary } from './vocabulary.ts';

/** Words of documents that one chunk of the log holds, and that one step works off. */
const CHUNK = 0x8000;
/** Words sorted at once, and words merged in one step. */
const RUN = 0x200;
const MERGE_STEP = 0x1000;

/**
 * Makes a SearchIndex in pieces that never take longer than a few milliseconds: one document at a
 * time with `add`, then step by step with `finishing`.
 */
export class IndexBuilder {
  readonly #vocabulary = new Vocabulary();
  /** For each word the last document it was seen in, plus one, and the bytes of its postings. */
  #lastSeen = new Uint32Array(0x1000);
  #sizes = new Uint32Array(0x1000);
  /** Which words each document has, each once: word numbers, document after document. */
  readonly #log: Uint32Array[] = [];
  #logged = 0;
  readonly #documentEnds: number[] = [];

  /** `document` is the next number, from 0 on; throws RangeError for another. `folded` from `fold`. */
  add(document: number, folded: string): void {
    if (document !== this.#documentEnds.length) throw new RangeError('documents come in order');
    this.#vocabulary.read(folded, (word) => this.#see(word, document));
    this.#documentEnds.push(this.#logged);
  }

  /** To be run to its end once, after the last document; the builder is used up by it. */
  *finishing(): Generator<undefined, SearchIndex> {
    const order = yield* sorting(this.#vocabulary);
    const characters = new Uint16Array(
      order.reduce((sum, word) => sum + this.#vocabulary.lengthOf(word), 0),
    );
    const wordStarts = new Uint32Array(order.length + 1);
    const postingStarts = new Uint32Array(order.length + 1);
    /** Where the next posting of a word goes. */
    const cursors = new Uint32Array(order.length);
    for (const [rank, word] of order.entries()) {
      const start = wordStarts[rank] ?? 0;
      characters.set(this.#vocabulary.charactersOf(word), start);
      wordStarts[rank + 1] = start + this.#vocabulary.lengthOf(word);
      cursors[word] = postingStarts[rank] ?? 0;
      postingStarts[rank + 1] = (cursors[word] ?? 0) + (this.#sizes[word] ?? 0);
      if (rank % MERGE_STEP === 0) yield;
    }
    const postings = new Uint8Array(postingStarts[order.length] ?? 0);
    yield;
    yield* this.#writing(postings, cursors);
    const documents = this.#documentEnds.length;
    const index = new SearchIndex({
      documents,
      characters,
      wordStarts,
      postings,
      postingStarts,
    });
    yield* index.preparing();
    return index;
  }

  #see(word: number, document: number): void {
    if (word >= this.#lastSeen.length) {
      this.#lastSeen = doubled(this.#lastSeen);
      this.#sizes = doubled(this.#sizes);
    }
    const last = this.#lastSeen[word] ?? 0;
    if (last === document + 1) return;
    this.#lastSeen[word] = document + 1;
    this.#sizes[word] = (this.#sizes[word] ?? 0) + distanceBytes(document + 1 - last);
    const at = this.#logged % CHUNK;
    if (at === 0) this.#log.push(new Uint32Array(CHUNK));
    const chunk = this.#log.at(-1);
    if (chunk !== undefined) chunk[at] = word;
    this.#logged += 1;
  }

  /** Reads the log again from its beginning, and lets go of it. */
  *#writing(postings: Uint8Array, cursors: Uint32Array): Generator<undefined, void> {
    this.#lastSeen.fill(0);
    let document = 0;
    for (let done = 0; done < this.#logged; done += CHUNK) {
      const chunk = this.#log.shift() ?? new Uint32Array(0);
      const length = Math.min(CHUNK, this.#logged - done);
      for (let at = 0; at < length; at += 1) {
        while (done + at >= (this.#documentEnds[document] ?? Infinity)) document += 1;
        const word = chunk[at] ?? 0;
        const distance = document + 1 - (this.#lastSeen[word] ?? 0);
        cursors[word] = writeDistance(postings, cursors[word] ?? 0, distance);
        this.#lastSeen[word] = document + 1;
      }
      yield;
    }
  }
}

/** The numbers of all words in the order of the words: short runs first, then merged in pairs. */
function* sorting(vocabulary: Vocabulary): Generator<undefined, Uint32Array> {
  const compare = (first: number, second: number): number => vocabulary.compare(first, second);
  let sorted = Uint32Array.from({ length: vocabulary.size }, (_, word) => word);
  for (let from = 0; from < sorted.length; from += RUN) {
    sorted.subarray(from, from + RUN).sort(compare);
    yield;
  }
  for (let run = RUN; run < sorted.length; run *= 2) {
    const merged = new Uint32Array(sorted.length);
    for (let from = 0; from < sorted.length; from += run * 2) {
      let left = from;
      let right = Math.min(from + run, sorted.length);
      const middle = right;
      const end = Math.min(from + run * 2, sorted.length);
      for (let at = from; at < end; at += 1) {
        const takeLeft =
          right >= end || (left < middle && compare(sorted[left] ?? 0, sorted[right] ?? 0) <= 0);
        merged[at] = sorted[takeLeft ? left++ : right++] ?? 0;
        if (at % MERGE_STEP === 0) yield;
      }
    }
    sorted = merged;
  }
  return sorted;
}
