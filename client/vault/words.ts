import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { draw, type Random } from '../../crypto/random.ts';
import { VaultError } from './errors.ts';

/** 256 bits and a checksum of eight. */
const RECOVERY_WORDS = 24;
const RECOVERY_BYTES = 32;

/** 66 bits: eleven a word. */
const PASSPHRASE_WORDS = 6;

/** No two words of the list begin with the same four letters. */
const TELLING_LETTERS = 4;

/** A recovery key as it is printed: 24 words of BIP-39's English list, lower case, one space between. */
export function newRecoveryWords(random: Random): string {
  const entropy = draw(random, RECOVERY_BYTES);
  try {
    return entropyToMnemonic(entropy, wordlist);
  } finally {
    entropy.fill(0);
  }
}

/**
 * The 32 bytes behind printed words, which the caller owns and wipes. Capitals, line breaks, numbers
 * before the words and commas do not matter, and of each word the first four letters are enough.
 * Throws RECOVERY_WORDS: too few or too many, a word that is none, or the checksum does not fit.
 */
export function recoveryKey(words: string): Uint8Array {
  const read = words
    .toLowerCase()
    .split(/[\s\d.,;:)-]+/)
    .filter((word) => word !== '')
    .map(wholeWord);
  if (read.length !== RECOVERY_WORDS) throw new VaultError('RECOVERY_WORDS');
  try {
    return mnemonicToEntropy(read.join(' '), wordlist);
  } catch {
    throw new VaultError('RECOVERY_WORDS');
  }
}

/** Six words drawn anew, for a passphrase that a person can remember. */
export function suggestPassphrase(random: Random): string {
  const drawn = draw(random, 2 * PASSPHRASE_WORDS);
  // The list has 2,048 words, which divides 65,536: each is equally likely.
  const words = Array.from({ length: PASSPHRASE_WORDS }, (_, i) => {
    const number = ((drawn[2 * i] ?? 0) << 8) | (drawn[2 * i + 1] ?? 0);
    return wordlist[number % wordlist.length];
  });
  drawn.fill(0);
  return words.join(' ');
}

function wholeWord(written: string): string {
  const whole = wordlist.find(
    (word) => word === written || (written.length >= TELLING_LETTERS && word.startsWith(written)),
  );
  if (whole === undefined) throw new VaultError('RECOVERY_WORDS');
  return whole;
}
