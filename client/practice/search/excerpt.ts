import type { Excerpt } from '../../vault/vault-api.ts';
import { ACCENT, classOf, SEPARATOR, WHOLE_WORD } from './character-class.ts';
import { fold } from './fold.ts';

/** UTF-16 code units of the whole, about, and of what stands before the first match, at most. */
const LENGTH = 160;
const BEFORE = 50;
/** How much shorter it may become for the sake of a cut between words. */
const TOLERANCE = 25;

const ELLIPSIS = '…';

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a text around the first word that begins with one of the terms, in one line, as
 * alternating plain and matching pieces; the first is plain and may be empty. Undefined where no word
 * begins with any of them. Cut at spaces where there are some, never inside a character.
 */
export function excerpt(text: string, terms: readonly string[]): Excerpt | undefined {
  const matches = matchesIn(text, terms);
  const first = matches.next().value;
  if (first === undefined) return undefined;
  const start = startBefore(text, first.start);
  const end = endAfter(text, first.end, start + LENGTH);
  const pieces: string[] = [];
  let at = start;
  for (let match: Span | undefined = first; match !== undefined && match.end <= end;) {
    pieces.push(text.slice(at, match.start), text.slice(match.start, match.end));
    at = match.end;
    match = matches.next().value;
  }
  pieces.push(text.slice(at, end));
  const shown = pieces.map(oneLine);
  shown[0] = `${start > 0 ? ELLIPSIS : ''}${(shown[0] ?? '').trimStart()}`;
  shown.push(`${(shown.pop() ?? '').trimEnd()}${end < text.length ? ELLIPSIS : ''}`);
  return shown.at(-1) === '' ? shown.slice(0, -1) : shown;
}

/** The matching beginnings of words, in order, found as they are asked for. */
function* matchesIn(text: string, terms: readonly string[]): Generator<Span, undefined> {
  for (const { start, end } of wordsIn(text)) {
    const word = text.slice(start, end);
    const folded = foldWord(word);
    const term = terms
      .filter((each) => folded.startsWith(each))
      .reduce((longest, each) => (each.length > longest.length ? each : longest), '');
    if (term !== '') yield { start, end: start + lengthOf(word, term.length) };
  }
  return undefined;
}

/** The words that `fold` finds, in the text as it was written. */
export function* wordsIn(text: string): Generator<Span> {
  let start = -1;
  for (let at = 0; at < text.length;) {
    const codePoint = text.codePointAt(at) ?? 0;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const kind = classOf(codePoint);
    if (kind === WHOLE_WORD) {
      if (start !== -1) yield { start, end: at };
      const end = afterAccents(text, next);
      yield { start: at, end };
      start = -1;
      at = end;
      continue;
    }
    if (kind === SEPARATOR) {
      if (start !== -1) yield { start, end: at };
      start = -1;
    } else if (start === -1 && kind !== ACCENT) {
      start = at;
    }
    at = next;
  }
  if (start !== -1) yield { start, end: text.length };
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

function foldWord(word: string): string {
  return isAscii(word) ? word.toLowerCase() : fold(word).slice(1);
}

/** Code units of the word that fold to the first `length` of what it folds to. */
function lengthOf(word: string, length: number): number {
  if (isAscii(word)) return length;
  let end = 0;
  for (const character of word) {
    if (foldWord(word.slice(0, end)).length >= length) break;
    end += character.length;
  }
  return afterAccents(word, end);
}

function afterAccents(text: string, from: number): number {
  let at = from;
  while (at < text.length && classOf(text.charCodeAt(at)) === ACCENT) at += 1;
  return at;
}

function startBefore(text: string, match: number): number {
  if (match <= BEFORE) return 0;
  const earliest = match - BEFORE;
  const space = text.slice(earliest, earliest + TOLERANCE).search(/\s/);
  return space === -1 ? wholeFrom(text, earliest, match) : earliest + space + 1;
}

function endAfter(text: string, match: number, wanted: number): number {
  if (wanted >= text.length) return text.length;
  const latest = Math.max(match, wanted);
  const from = Math.max(match, latest - TOLERANCE);
  const space = text.slice(from, latest + 1).search(/\s\S*$/);
  return space === -1 ? wholeFrom(text, latest, text.length) : from + space;
}

/** The next place, up to `limit`, at which a text may be cut without cutting a character in two. */
function wholeFrom(text: string, from: number, limit: number): number {
  let at = from;
  while (at < limit && continues(text, at)) at += 1;
  return at;
}

/** Whether what stands here belongs to what stands before it: halves, marks, joined emoji. */
function continues(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  if (before === 0x200d) return true;
  const codePoint = text.codePointAt(at) ?? 0;
  const second = codePoint >= 0xdc00 && codePoint <= 0xdfff && before >= 0xd800 && before < 0xdc00;
  return second || /^[\p{M}\u200d\p{Emoji_Modifier}]$/u.test(String.fromCodePoint(codePoint));
}

/** Direction overrides lose their partner where a text is cut, and are left out. */
function oneLine(piece: string): string {
  return piece.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
}
