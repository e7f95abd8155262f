const SPACE = 0x20;

/**
 * Every different word seen, numbered from 0 in the order of their first coming. An own hash table
 * over the characters themselves: a Map would need a new string for each of five million words.
 */
export class Vocabulary {
  /** Characters of all words, one after the other. */
  #characters = new Uint16Array(0x10000);
  #used = 0;
  /** Where each word begins; one more than there are words. */
  #starts = new Uint32Array(0x1000);
  #hashes = new Uint32Array(0x1000);
  #count = 0;
  /** Word number + 1 by hash; 0 is empty. Its length is a power of two, at least twice the words. */
  #table = new Uint32Array(0x2000);

  get size(): number {
    return this.#count;
  }

  /** Calls `seen` with the number of each word of a folded text, as often as it stands there. */
  read(folded: string, seen: (word: number) => void): void {
    let at = 0;
    while (at < folded.length) {
      // Every word has one space before it.
      const start = at + 1;
      let hash = 0x811c9dc5;
      for (at = start; at < folded.length; at += 1) {
        const unit = folded.charCodeAt(at);
        if (unit === SPACE) break;
        hash = Math.imul(hash ^ unit, 0x01000193);
      }
      seen(this.#number(folded, start, at, hash >>> 0));
    }
  }

  /** Less than, equal to or greater than 0, by UTF-16 code units. */
  compare(first: number, second: number): number {
    let a = this.#starts[first] ?? 0;
    let b = this.#starts[second] ?? 0;
    const lengthA = (this.#starts[first + 1] ?? 0) - a;
    const lengthB = (this.#starts[second + 1] ?? 0) - b;
    for (const end = a + Math.min(lengthA, lengthB); a < end; a += 1, b += 1) {
      const difference = (this.#characters[a] ?? 0) - (this.#characters[b] ?? 0);
      if (difference !== 0) return difference;
    }
    return lengthA - lengthB;
  }

  lengthOf(word: number): number {
    return (this.#starts[word + 1] ?? 0) - (this.#starts[word] ?? 0);
  }

  charactersOf(word: number): Uint16Array {
    return this.#characters.subarray(this.#starts[word], this.#starts[word + 1]);
  }

  #number(folded: string, start: number, end: number, hash: number): number {
    const mask = this.#table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.#table[slot] ?? 0;
      if (entry === 0) break;
      if (this.#hashes[entry - 1] === hash && this.#equals(entry - 1, folded, start, end)) {
        return entry - 1;
      }
      slot = (slot + 1) & mask;
    }
    return this.#add(folded, start, end, hash, slot);
  }

  #equals(word: number, folded: string, start: number, end: number): boolean {
    const from = this.#starts[word] ?? 0;
    if ((this.#starts[word + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) {
      if (this.#characters[from + at - start] !== folded.charCodeAt(at)) return false;
    }
    return true;
  }

  #add(folded: string, start: number, end: number, hash: number, slot: number): number {
    const word = this.#count;
    if (this.#used + end - start > this.#characters.length) {
      const larger = new Uint16Array((this.#used + end - start) * 2);
      larger.set(this.#characters);
      this.#characters = larger;
    }
    for (let at = start; at < end; at += 1) {
      this.#characters[this.#used++] = folded.charCodeAt(at);
    }
    if (word + 2 > this.#starts.length) {
      this.#starts = doubled(this.#starts);
      this.#hashes = doubled(this.#hashes);
    }
    this.#starts[word + 1] = this.#used;
    this.#hashes[word] = hash;
    this.#count += 1;
    this.#table[slot] = word + 1;
    if (this.#count * 2 > this.#table.length) this.#rehash();
    return word;
  }

  #rehash(): void {
    this.#table = new Uint32Array(this.#table.length * 2);
    const mask = this.#table.length - 1;
    for (let word = 0; word < this.#count; word += 1) {
      const hash = this.#hashes[word] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = word + 1;
    }
  }
}

/** A longer copy, with zeros after what there was. */
export function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2);
  larger.set(array);
  return larger;
}
