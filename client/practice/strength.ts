import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english } from '@zxcvbn-ts/language-en';
import type { Strength } from '../state/vault-view.ts';

/**
 * Guesses a second at Argon2id with 128 MiB and three passes, for a million dollars' worth of machines.
 *
 * One graphics card of 2022 for about 2,000 dollars was measured at 1,667 a second with half that
 * memory (RTX 4090, https://github.com/hashcat/hashcat/pull/4284), so about 830 at ours; its successor
 * at 11,434 with an eighth of it (RTX 5090, https://github.com/openwall/john/pull/5382), so about 1,430
 * at ours. The work is bound by memory, so that guesses fall as memory grows. With its share of a
 * machine such a card is 2,500 dollars: 400 of them make 570,000 a second. Nearly twice that is assumed
 * here, for cards that get better and code that gets cleverer.
 */
const GUESSES_A_SECOND = 1e6;
const SECONDS_A_YEAR = 31_557_600;

/** Years that each score asks for at least: an hour, a month, ten years, ten thousand years. */
const LEAST_YEARS = [1 / 8766, 1 / 12, 10, 10_000];

/** What is suggested: six words, each drawn from 2,048. Nothing is said to be better than that. */
const MOST_BITS = 66;

/** Most that a word counts for: one of 2,048 common ones, or of a vocabulary of 8,192. */
const WORD_BITS = 11;
const RARE_WORD_BITS = 13;

/**
 * Bits a letter of a sentence that makes sense (Shannon, “Prediction and Entropy of Printed English”,
 * 1951: 0.6 to 1.3). Whoever guesses sentences guesses well-known ones first.
 */
const SENTENCE_BITS = 1;

/** Words that hold English sentences together; four in ten words of any text are of this sort. */
const LITTLE_WORDS = new Set(
  (
    'a an and are as at be but by for from have he her his i in is it me my not of on or our she so ' +
    'that the their they this to was we were will with you your'
  ).split(' '),
);
const LITTLE_SHARE = 0.3;

/** Longer ones are weighed by their beginning. */
const WEIGHED_LENGTH = 128;

/** What stands between words. */
const BETWEEN = /[\s\-_.,]+/;
const LETTERS = /^[\p{L}'’]+$/u;

const estimator = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  maxLength: WEIGHED_LENGTH,
});

/**
 * How long a passphrase would hold against someone who stole what this device has stored, erring on
 * the pessimistic side. Three or more is good enough for a vault. Takes some ten milliseconds.
 *
 * No estimate can know what the person took it from: a line of a song that few people know counts as
 * better than it is. Only of `suggested`, which was drawn here, is the strength known: 66 bits.
 */
export function weigh(passphrase: string, suggested?: string): Strength {
  const whole = passphrase.normalize('NFKC').slice(0, WEIGHED_LENGTH);
  const most = log10Of(MOST_BITS);
  const guessesLog10 = passphrase === suggested ? most : Math.min(most, estimate(whole));
  // On average half of all guesses are needed.
  const years = 10 ** guessesLog10 / 2 / GUESSES_A_SECOND / SECONDS_A_YEAR;
  return { score: scoreOf(years), guessesLog10, years };
}

/** Log10 of the guesses it takes, by whichever way of guessing is the quickest. */
function estimate(passphrase: string): number {
  if (passphrase === '') return 0;
  const { guessesLog10, sequence } = estimator.check(passphrase);
  const parts = passphrase
    .toLowerCase()
    .split(BETWEEN)
    .filter((part) => part !== '');
  const inOneWord = sequence.flatMap(({ pattern, token }) =>
    pattern === 'dictionary' ? token.toLowerCase() : [],
  );
  const byWord = parts.length > 1 ? asWords(new Set(parts)) : Infinity;
  const bySentence = isSentence(parts.length > 1 ? parts : inOneWord)
    ? log10Of(passphrase.length * SENTENCE_BITS)
    : Infinity;
  return Math.min(guessesLog10, byWord, bySentence);
}

/**
 * Word by word, times the ways to put them in order. The estimator alone takes the spaces of a phrase
 * for letters to be guessed, which is far too hopeful.
 */
function asWords(words: ReadonlySet<string>): number {
  const each = [...words].map(asWord);
  const most = sum(each.map((word) => word.most));
  const orders = sum(each.map((_, i) => Math.log10(i + 1)));
  return Math.min(most, sum(each.map((word) => word.guesses)) + orders);
}

/** Log10 of the guesses for one word, and of the list that it could be drawn from. */
function asWord(word: string): { guesses: number; most: number } {
  const { guessesLog10, sequence } = estimator.check(word);
  if (!LETTERS.test(word)) return { guesses: guessesLog10, most: guessesLog10 };
  const known = sequence.length === 1 && sequence[0]?.pattern === 'dictionary';
  const most = log10Of(known ? WORD_BITS : RARE_WORD_BITS);
  return { guesses: Math.min(guessesLog10, most), most };
}

function isSentence(words: readonly string[]): boolean {
  const little = words.filter((word) => LITTLE_WORDS.has(word)).length;
  return words.length > 2 && little >= words.length * LITTLE_SHARE;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function log10Of(bits: number): number {
  return bits * Math.log10(2);
}

function scoreOf(years: number): Strength['score'] {
  return LEAST_YEARS.filter((least) => years >= least).length as Strength['score'];
}
