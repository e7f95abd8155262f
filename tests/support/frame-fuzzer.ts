import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import {
  BODY_LARGE,
  BODY_SMALL,
  FRAME_LARGE,
  FRAME_SMALL,
} from '../../signaling/protocol/sizes.ts';
import { BINARY } from './raw-client.ts';
import { HostHand, signedJoin, TestKey, type SigningPlace } from './relay-keys.ts';

/** Keys are dear to make, and what is mutated is seldom the key alone. */
const KEYS = 32;
const KINDS = ['open', 'join', 'seal', 'kick', 'close', 'enrol', 'data', 'large data'] as const;
type Kind = (typeof KINDS)[number];
const MUTATIONS = ['bits', 'bytes', 'cut', 'grown', 'spliced', 'shifted', 'opcode'] as const;

export interface Nonsense {
  readonly frame: Uint8Array;
  /** Of the WebSocket frame that carries it. */
  readonly first: number;
}

/** Frames that no honest client sends: random ones, and good ones of every kind that were changed. */
export class FrameFuzzer {
  /** How many there were of each sort. */
  readonly counts = new Map<string, number>();
  readonly #random: () => number;
  readonly #keys = Array.from({ length: KEYS }, () => new TestKey());

  constructor(random: () => number) {
    this.#random = random;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  key(): TestKey {
    return this.#pick(this.#keys);
  }

  /** `counter` is that of the next command of a connection with this nonce. */
  next(place: SigningPlace, counter: number): Nonsense {
    if (this.below(8) === 0) return this.#count('random', this.#anything(), BINARY);
    const kind = this.#pick(KINDS);
    const mutation = this.#pick(MUTATIONS);
    const good = this.#good(kind, place, counter);
    const first = mutation === 'opcode' ? this.#wrongOpcode() : BINARY;
    return this.#count(kind, this.#mutate(good, mutation, place), first);
  }

  /** Good but for its body and, of a host, its number: read, and passed over where nobody is to have it. */
  data(byGuest: boolean): Uint8Array {
    const body = new Uint8Array(this.below(8) === 0 ? BODY_LARGE : BODY_SMALL);
    for (let at = 0; at < 64; at += 1) body[at] = this.below(256);
    return encodeClientMessage({
      type: 'data',
      connection: byGuest ? 0 : this.below(2 ** 32),
      body,
    });
  }

  #good(kind: Kind, place: SigningPlace, counter: number): Uint8Array {
    const key = this.key();
    const hand = new HostHand(key, place, counter);
    switch (kind) {
      case 'open': {
        const seats = Array.from({ length: this.below(5) + 1 }, () => this.key());
        const spent = Array.from({ length: this.below(4) }, () => ({ key: this.key(), seat: 0 }));
        return encodeClientMessage(hand.open({ seats, spent }));
      }
      case 'join': {
        const keys = Array.from({ length: this.below(2) + 1 }, () => this.key());
        return encodeClientMessage(signedJoin(keys, { ...place, roomId: key.roomId }));
      }
      case 'seal':
        return encodeClientMessage(hand.seal(this.below(5), this.below(100), this.key()));
      case 'kick':
        return encodeClientMessage(hand.kick(this.below(100), 'removed'));
      case 'close':
        return encodeClientMessage(hand.close());
      case 'enrol':
        return encodeClientMessage(key.enrol(place));
      case 'data':
        return encodeClientMessage({
          type: 'data',
          connection: 1,
          body: new Uint8Array(BODY_SMALL),
        });
      case 'large data':
        return encodeClientMessage({
          type: 'data',
          connection: 1,
          body: new Uint8Array(BODY_LARGE),
        });
    }
  }

  #mutate(
    frame: Uint8Array,
    mutation: (typeof MUTATIONS)[number],
    place: SigningPlace,
  ): Uint8Array {
    // All fields of most frames lie in the first bytes, where a change says something.
    const reach = this.below(4) === 0 ? frame.length : Math.min(frame.length, 200);
    switch (mutation) {
      case 'bits':
        for (let changes = this.below(4) + 1; changes > 0; changes -= 1) {
          const at = this.below(reach);
          frame[at] = (frame[at] ?? 0) ^ (1 << this.below(8));
        }
        return frame;
      case 'bytes':
        for (let changes = this.below(8) + 1; changes > 0; changes -= 1) {
          frame[this.below(reach)] = this.below(256);
        }
        return frame;
      case 'cut':
        return frame.subarray(0, this.below(frame.length));
      case 'grown': {
        const grown = new Uint8Array(frame.length + this.below(FRAME_LARGE) + 1);
        grown.set(frame);
        return grown;
      }
      case 'spliced': {
        const other = this.#good(this.#pick(KINDS), place, this.below(3));
        const at = this.below(Math.min(reach, other.length));
        frame.set(other.subarray(at, frame.length), at);
        return frame;
      }
      case 'shifted': {
        const by = this.below(16) + 1;
        frame.copyWithin(1 + by, 1, Math.min(frame.length - by, 1 + reach));
        return frame;
      }
      case 'opcode':
        return frame;
    }
  }

  #anything(): Uint8Array {
    const length = this.below(2) === 0 ? FRAME_SMALL : this.below(FRAME_LARGE * 2);
    const words = new Uint32Array(Math.ceil(length / 4));
    // Marsaglia's xorshift: a call for each byte would take longer than all the rest.
    let word = this.below(2 ** 32) || 1;
    for (let at = 0; at < words.length; at += 1) {
      word ^= word << 13;
      word ^= word >>> 17;
      word ^= word << 5;
      words[at] = word;
    }
    return new Uint8Array(words.buffer, 0, length);
  }

  #wrongOpcode(): number {
    // Any but a binary message and a close, which would be right.
    const first = this.below(256);
    return (first & 0xf) === 2 || (first & 0xf) === 8 ? first ^ 0b101 : first;
  }

  #count(kind: string, frame: Uint8Array, first: number): Nonsense {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    return { frame, first };
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}
