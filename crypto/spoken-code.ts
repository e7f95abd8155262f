import type { ChainKey } from './brand.ts';
import { wipe } from './bytes.ts';
import { CryptoError } from './errors.ts';
import { kdf } from './kdf.ts';
import { LABEL } from './labels.ts';

declare const brand: unique symbol;

/** 30 bits that both people read to each other as five pictures. */
export type SpokenCode = number & { readonly [brand]: 'SpokenCode' };

/** Throws RANGE for anything but a whole number of 30 bits. */
export function spokenCode(value: number): SpokenCode {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 30) throw new CryptoError('RANGE');
  return value as SpokenCode;
}

/**
 * Comes from `master`, which holds nothing that either side chose after the second message: a code
 * that did could be tried out until it fits (26 bits in under a minute on two cores).
 */
export function deriveSpokenCode(master: ChainKey): SpokenCode {
  const bytes = kdf(master, LABEL.sas, 32);
  const code = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) >>> 2;
  wipe(bytes);
  return spokenCode(code);
}

/** Five pictures, the most significant six bits first. */
export function spokenCodeEmoji(code: SpokenCode): readonly { emoji: string; word: string }[] {
  return [24, 18, 12, 6, 0].map((shift) => {
    const entry = EMOJI[(code >>> shift) & 63];
    if (!entry) throw new CryptoError('RANGE');
    return entry;
  });
}

/**
 * Unlike in shape and colour, each one code point that every system draws in colour, and named by
 * words that do not sound alike. The order is part of the protocol.
 */
export const EMOJI: readonly { readonly emoji: string; readonly word: string }[] = [
  { emoji: '🐶', word: 'dog' },
  { emoji: '🐈', word: 'cat' },
  { emoji: '🦄', word: 'unicorn' },
  { emoji: '🐷', word: 'pig' },
  { emoji: '🦁', word: 'lion' },
  { emoji: '🐼', word: 'panda' },
  { emoji: '🐰', word: 'rabbit' },
  { emoji: '🐘', word: 'elephant' },
  { emoji: '🐧', word: 'penguin' },
  { emoji: '🦉', word: 'owl' },
  { emoji: '🐢', word: 'turtle' },
  { emoji: '🐟', word: 'fish' },
  { emoji: '🐙', word: 'octopus' },
  { emoji: '🦋', word: 'butterfly' },
  { emoji: '🦀', word: 'crab' },
  { emoji: '🐌', word: 'snail' },
  { emoji: '🌵', word: 'cactus' },
  { emoji: '🌴', word: 'palm' },
  { emoji: '🍄', word: 'mushroom' },
  { emoji: '🌻', word: 'sunflower' },
  { emoji: '🌹', word: 'rose' },
  { emoji: '🌙', word: 'moon' },
  { emoji: '⭐', word: 'star' },
  { emoji: '🌈', word: 'rainbow' },
  { emoji: '☔', word: 'umbrella' },
  { emoji: '⛄', word: 'snowman' },
  { emoji: '🍎', word: 'apple' },
  { emoji: '🍌', word: 'banana' },
  { emoji: '🍓', word: 'strawberry' },
  { emoji: '🍋', word: 'lemon' },
  { emoji: '🥕', word: 'carrot' },
  { emoji: '🥑', word: 'avocado' },
  { emoji: '🍞', word: 'bread' },
  { emoji: '🧀', word: 'cheese' },
  { emoji: '🥚', word: 'egg' },
  { emoji: '🍕', word: 'pizza' },
  { emoji: '🎂', word: 'cake' },
  { emoji: '🚀', word: 'rocket' },
  { emoji: '🚂', word: 'train' },
  { emoji: '🚲', word: 'bicycle' },
  { emoji: '🚌', word: 'bus' },
  { emoji: '🚜', word: 'tractor' },
  { emoji: '🚢', word: 'ship' },
  { emoji: '⚓', word: 'anchor' },
  { emoji: '🏠', word: 'house' },
  { emoji: '⛺', word: 'tent' },
  { emoji: '🔑', word: 'key' },
  { emoji: '🔔', word: 'bell' },
  { emoji: '🔨', word: 'hammer' },
  { emoji: '⏰', word: 'clock' },
  { emoji: '📖', word: 'book' },
  { emoji: '🎸', word: 'guitar' },
  { emoji: '🎺', word: 'trumpet' },
  { emoji: '🥁', word: 'drum' },
  { emoji: '🎹', word: 'piano' },
  { emoji: '🎈', word: 'balloon' },
  { emoji: '🎁', word: 'gift' },
  { emoji: '📷', word: 'camera' },
  { emoji: '👑', word: 'crown' },
  { emoji: '👓', word: 'glasses' },
  { emoji: '🌋', word: 'volcano' },
  { emoji: '🤖', word: 'robot' },
  { emoji: '🏆', word: 'trophy' },
  { emoji: '💎', word: 'diamond' },
];
