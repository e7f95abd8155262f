/** What a character is to the search. */
export const SEPARATOR = 1;
/** Part of a word: a letter, a digit, or a mark that makes another word of it (Devanagari vowels). */
const WORD = 2;
/**
 * A word by itself. Chinese, Japanese, Thai, Lao, Khmer and Burmese put no spaces between words, and
 * finding where they end takes a dictionary. With every character a word of its own nothing is ever
 * missed; what a query finds too much are texts with the same characters in other places.
 */
export const WHOLE_WORD = 3;
/** An accent or point that is often left out: not looked at. */
export const ACCENT = 4;

type CharacterClass = typeof SEPARATOR | typeof WORD | typeof WHOLE_WORD | typeof ACCENT;

/** Latin, Greek and Cyrillic accents; Hebrew points; Arabic vowels; Japanese voicing marks; stems of musical notes. */
const accent =
  /^[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a\u{1d165}-\u{1d172}]$/u;
const wordCharacter = /^[\p{L}\p{N}\p{M}]$/u;
const unspaced =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;

/** Filled as characters come up: asking the expressions costs a hundred times as much. */
const known = new Uint8Array(0x10000);

/** Of a whole code point; a lone half of a surrogate pair is a separator. */
export function classOf(codePoint: number): CharacterClass {
  if (codePoint > 0xffff) return classify(codePoint);
  const found = known[codePoint];
  if (found !== undefined && found !== 0) return found as CharacterClass;
  const result = classify(codePoint);
  known[codePoint] = result;
  return result;
}

function classify(codePoint: number): CharacterClass {
  const character = String.fromCodePoint(codePoint);
  if (!wordCharacter.test(character)) return SEPARATOR;
  if (accent.test(character)) return ACCENT;
  return unspaced.test(character) ? WHOLE_WORD : WORD;
}
