import { wordlist } from '@scure/bip39/wordlists/english.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Random } from '../../../crypto/random.ts';
import { newRecoveryWords, recoveryKey, suggestPassphrase } from '../../../client/vault/words.ts';
import { VaultError } from '../../../client/vault/errors.ts';

/** Hands out these bytes, and what became of the array it gave. */
const scripted = (bytes: Uint8Array) => {
  const given: Uint8Array[] = [];
  const random: Random = (length) => {
    given.push(bytes.slice(0, length));
    return given.at(-1) ?? new Uint8Array();
  };
  return { random, given };
};
const refused = new VaultError('RECOVERY_WORDS');

describe('recovery words', () => {
  // Of the vectors that come with BIP-39 (trezor/python-mnemonic, vectors.json).
  test.each([
    [new Uint8Array(32), `${'abandon '.repeat(23)}art`],
    [
      new Uint8Array(32).fill(0x7f),
      `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`,
    ],
    [new Uint8Array(32).fill(0xff), `${'zoo '.repeat(23)}vote`],
  ])('are as BIP-39 has them', (entropy, words) => {
    const { random, given } = scripted(entropy);
    expect(newRecoveryWords(random)).toBe(words);
    expect(given).toEqual([new Uint8Array(32)]);
    expect(recoveryKey(words)).toEqual(entropy);
  });

  test('come back whatever the spacing, the capitals, the numbers, the ends of words', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.nat(8)), { minLength: 24, maxLength: 24 }),
        (entropy, ways) => {
          const words = newRecoveryWords(scripted(entropy).random).split(' ');
          const written = words.map((word, i) => {
            const [separator = 0, capitals = 0, left = 0] = ways[i] ?? [];
            const short = word.slice(0, Math.max(4, word.length - left));
            const cased = [
              short,
              short.toUpperCase(),
              `${short[0]?.toUpperCase()}${short.slice(1)}`,
              short,
            ][capitals];
            return `${[' ', `\n${i + 1}. `, `\t${i + 1}) `, ', '][separator]}${cased}`;
          });
          expect(recoveryKey(written.join(''))).toEqual(entropy);
        },
      ),
    );
  });

  test('that miss, exceed, are misspelt, or do not fit each other are refused', () => {
    const words = newRecoveryWords(scripted(Uint8Array.from({ length: 32 }, (_, i) => i)).random);
    const list = words.split(' ');
    const swapped = [list[1], list[0], ...list.slice(2)].join(' ');
    for (const wrong of [
      '',
      list.slice(1).join(' '),
      `${words} abandon`,
      words.replace(list[5] ?? '', 'alcove'),
      words.replace(list[5] ?? '', (list[5] ?? '').slice(0, 3)),
      `${words.slice(0, words.lastIndexOf(' '))} aban`,
      swapped,
      words.replaceAll(' ', ''),
    ]) {
      expect(() => recoveryKey(wrong), wrong).toThrow(refused);
    }
  });

  test('of three letters are not taken for the beginning of another', () => {
    expect(wordlist.filter((word) => word.startsWith('act'))).toContain('action');
    const three = newRecoveryWords(scripted(bytesBeginningWith('act')).random);
    expect(three.split(' ')[0]).toBe('act');
    expect(recoveryKey(three)).toEqual(bytesBeginningWith('act'));
  });
});

describe('a suggested passphrase', () => {
  test('is six words of the list, by eleven bits each', () => {
    const { random, given } = scripted(Uint8Array.of(0, 0, 0, 1, 7, 255, 8, 0, 255, 255, 15, 254));
    expect(suggestPassphrase(random)).toBe(
      [0, 1, 2047, 0, 2047, 2046].map((i) => wordlist[i]).join(' '),
    );
    expect(given).toEqual([new Uint8Array(12)]);
  });

  test('has every word equally often', () => {
    const counts = new Map<string, number>();
    for (let number = 0; number < 65_536; number += 1) {
      const random: Random = () => new Uint8Array(12).map((_, i) => (i % 2 ? number : number >> 8));
      const [word = ''] = suggestPassphrase(random).split(' ');
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
    expect(counts.size).toBe(2048);
    expect(new Set(counts.values())).toEqual(new Set([32]));
  });
});

function bytesBeginningWith(word: string): Uint8Array {
  const index = wordlist.indexOf(word);
  const bytes = new Uint8Array(32);
  bytes[0] = index >> 3;
  bytes[1] = (index & 7) << 5;
  return bytes;
}
