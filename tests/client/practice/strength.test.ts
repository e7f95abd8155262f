import { describe, expect, test } from 'vitest';
import { weigh } from '../../../client/practice/strength.ts';
import { suggestPassphrase } from '../../../client/vault/words.ts';
import { seededRandom } from '../../support/seeded-random.ts';

describe('the strength of a passphrase', () => {
  test.each([
    ['', 0],
    ['password', 0],
    ['Passw0rd!', 0],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 0],
    ['abandon abandon abandon abandon abandon abandon', 0],
    ['Summer2024!Summer2024!', 0],
    ['Tr0ub4dor&3', 1],
    ['MyDogRex2015!', 1],
    ['I love my wife Anna and my son Tom', 1],
    ['jesus is my lord and saviour amen', 1],
  ])('of “%s” is at most %i', (passphrase, most) => {
    expect(weigh(passphrase).score).toBeLessThanOrEqual(most);
  });

  test.each([
    'correct horse battery staple',
    'to be or not to be that is the question',
    'it was the best of times it was the worst of times',
  ])('of the well-known “%s” is not enough', (passphrase) => {
    expect(weigh(passphrase).score).toBeLessThan(3);
  });

  test.each([
    'J8$kq2!vPz9xWm4&rT',
    'stapler-unbolted-grimy-cactus-oval',
    'Katze Hund Maus Elefant Giraffe Specht',
  ])('of the good “%s” is enough', (passphrase) => {
    expect(weigh(passphrase).score).toBeGreaterThanOrEqual(3);
  });

  test('of what was suggested is exactly known: 66 bits', () => {
    const { score, guessesLog10, years } = weigh(
      'wheel dumb news urge tiger ask',
      'wheel dumb news urge tiger ask',
    );
    expect(score).toBe(4);
    expect(guessesLog10).toBeCloseTo(19.868, 3);
    // 2⁶⁵ guesses at a million a second.
    expect(years).toBeCloseTo(2 ** 65 / 1e6 / 31_557_600, -1);
  });

  test('of six drawn words that are not known to be suggested is nearly always enough', () => {
    const next = seededRandom(7);
    const draw = (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256));
    const scores = Array.from({ length: 40 }, () => weigh(suggestPassphrase(draw)).score);
    expect(scores.filter((score) => score >= 3).length).toBeGreaterThan(38);
  });

  test('is never said to be better than what is suggested, however long it is', () => {
    const next = seededRandom(9);
    const long = Array.from({ length: 400 }, () =>
      String.fromCodePoint(33 + Math.floor(next() * 90)),
    ).join('');
    expect(weigh(long).guessesLog10).toBeCloseTo(19.868, 3);
  });

  test('does not depend on how a keyboard composes', () => {
    expect(weigh('Cafe\u0301 im Ho\u0308f')).toEqual(weigh('Caf\u00e9 im H\u00f6f'));
  });

  test('years and score rise with the guesses', () => {
    const weighed = [
      'x7!',
      'x7!Qp',
      'x7!Qp9$',
      'x7!Qp9$Lm2',
      'x7!Qp9$Lm2&vR',
      'x7!Qp9$Lm2&vRt5+Wk',
    ].map((passphrase) => weigh(passphrase));
    for (const [i, strength] of weighed.slice(1).entries()) {
      const before = weighed[i];
      expect(strength.guessesLog10).toBeGreaterThan(before?.guessesLog10 ?? Infinity);
      expect(strength.years).toBeGreaterThan(before?.years ?? Infinity);
      expect(strength.score).toBeGreaterThanOrEqual(before?.score ?? 5);
    }
  });
});
