import { ACCENT, classOf, SEPARATOR, WHOLE_WORD } from './character-class.ts';

/** More words than these in one query are not looked at. */
const MAX_TERMS = 32;

const SPACE = 0x20;
const FINAL_SIGMA = 0x3c2;
const SIGMA = 0x3c3;

/** For each ASCII code its lower case, or 0 where it stands between words. */
const asciiWord = Uint8Array.from({ length: 0x80 }, (_, code) => {
  const character = String.fromCharCode(code).toLowerCase();
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0;
});

const asciiDecoder = new TextDecoder();
const wideDecoder = new TextDecoder('utf-16le');

/** One scratch for all: folding 10,000 notes would otherwise leave 30 MB of garbage. */
let narrow = new Uint8Array(0x4000);
let wide = new Uint16Array(0x4000);

/** For `foldOnce`: in which text, counted from 1, a word with this hash was seen, and where it is kept. */
let seenIn = new Uint32Array(0x4000);
let seenAt = new Uint32Array(0x4000);
let texts = 0;

/**
 * The words of a text in lower case and without accents, each with one space before it: "Él, 12"
 * becomes " el 12", and a text without words "". So a word begins with a term exactly where the text
 * contains the term after a space.
 *
 * The result is the same for the same text in any normal form, and folding it again changes nothing.
 * Where it is ASCII, as nearly every English note is, it is a string of one byte a character even if
 * the text has curly quotes: half the memory, and twice as fast to search.
 */
export function fold(text: string): string {
  if (narrow.length < text.length + 1) narrow = new Uint8Array(text.length * 2);
  let length = 0;
  let between = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return foldWide(text);
    const lower = asciiWord[code] ?? 0;
    if (lower === 0) {
      between = true;
      continue;
    }
    if (between) narrow[length++] = SPACE;
    narrow[length++] = lower;
    between = false;
  }
  return asciiDecoder.decode(narrow.subarray(0, length));
}

/**
 * As `fold`, with each word once, in the order of their first coming: for finding it is the same, and
 * a fifth less to look through.
 */
export function foldOnce(text: string): string {
  const folded = fold(text);
  const mask = tableFor(folded.length);
  let length = 0;
  for (let at = 0; at < folded.length;) {
    const start = at + 1;
    let hash = 0x811c9dc5;
    for (at = start; at < folded.length; at += 1) {
      const code = folded.charCodeAt(at);
      if (code === SPACE) break;
      // The empty word before the first space stays first, and so does that space.
      if (code > 0x7f) return [...new Set(folded.split(' '))].join(' ');
      hash = Math.imul(hash ^ code, 0x01000193);
    }
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (seenIn[slot] === texts && !stands(seenAt[slot] ?? 0, folded, start, at, length)) {
      slot = (slot + 1) & mask;
    }
    if (seenIn[slot] === texts) continue;
    narrow[length++] = SPACE;
    seenIn[slot] = texts;
    seenAt[slot] = length;
    for (let from = start; from < at; from += 1) narrow[length++] = folded.charCodeAt(from);
  }
  return asciiDecoder.decode(narrow.subarray(0, length));
}

/** Empties the table and makes it large enough; what its slots have to be masked with. */
function tableFor(characters: number): number {
  texts += 1;
  if (narrow.length < characters) narrow = new Uint8Array(characters * 2);
  // A word and its space are two characters at least, so that half of the table stays free.
  if (seenIn.length < characters || texts > 0xffffffff) {
    const size = Math.max(seenIn.length, 2 ** Math.ceil(Math.log2(characters)));
    [seenIn, seenAt, texts] = [new Uint32Array(size), new Uint32Array(size), 1];
  }
  return seenIn.length - 1;
}

/** Whether the word of the text that stands between `start` and `end` is the one at `at` in `narrow`. */
function stands(at: number, text: string, start: number, end: number, length: number): boolean {
  const after = at + end - start;
  if (after !== length && narrow[after] !== SPACE) return false;
  for (let from = start; from < end; from += 1) {
    if (narrow[at + from - start] !== text.charCodeAt(from)) return false;
  }
  return true;
}

/** The words of a query, each once; one that begins another asks nothing more and is left out. */
export function terms(query: string): string[] {
  const words = [...new Set(fold(query).split(' '))].filter((word) => word !== '');
  return words
    .slice(0, MAX_TERMS)
    .filter((word, _, all) => !all.some((other) => other !== word && other.startsWith(word)));
}

/** With any character. Lower case comes first: İ becomes i and a dot, which then falls away. */
function foldWide(original: string): string {
  const text = original.toLowerCase().normalize('NFD');
  // In the worst case, Chinese, every character gets a space.
  if (wide.length < text.length * 2) wide = new Uint16Array(text.length * 4);
  let length = 0;
  let between = true;
  let ascii = true;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit <= 0x7f) {
      // Already in lower case: what is no word is 0.
      if (asciiWord[unit] === 0) {
        between = true;
        continue;
      }
      if (between) wide[length++] = SPACE;
      wide[length++] = unit;
      between = false;
      continue;
    }
    const codePoint = text.codePointAt(at) ?? unit;
    const kind = classOf(codePoint);
    if (codePoint > 0xffff) at += 1;
    if (kind === ACCENT) continue;
    if (kind === SEPARATOR) {
      between = true;
      continue;
    }
    if (between || kind === WHOLE_WORD) wide[length++] = SPACE;
    // The two shapes of sigma are one letter; which of them it is depends on what is typed after it.
    wide[length++] = unit === FINAL_SIGMA ? SIGMA : unit;
    if (codePoint > 0xffff) wide[length++] = text.charCodeAt(at);
    between = kind === WHOLE_WORD;
    ascii = false;
  }
  if (!ascii) return wideDecoder.decode(wide.subarray(0, length));
  return asciiDecoder.decode(Uint8Array.from(wide.subarray(0, length)));
}
