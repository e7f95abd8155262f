import type { OpenCommand } from '../protocol/commands.ts';
import type { Address } from './addresses.ts';
import type { HostConnection } from './connection.ts';
import { keyName, type KeyName } from './key-name.ts';
import type { TokenBucket } from './token-bucket.ts';

/** What a guest's keys come to in an open room. */
export type Match =
  | { readonly kind: 'seat'; readonly seat: number; readonly joinKey: number }
  | { readonly kind: 'spent'; readonly seat: number }
  | { readonly kind: 'unknown' };

/** An open room: the host's word about its seats, as told by OPEN and SEAL. */
export class Room {
  /** Whom it counts against: the address that opened it first. */
  readonly owner: Address;
  /** What all guests together have sent. */
  readonly frames: TokenBucket;
  /** Undefined while the host is away. */
  host: HostConnection | undefined;
  /** Milliseconds. */
  expiresAt = 0;
  #seats: { key: KeyName; sealed: boolean }[] = [];
  /** Few, and mostly none: a list is smaller than a map. */
  #spent: { key: KeyName; seat: number }[] = [];

  constructor(owner: Address, frames: TokenBucket) {
    this.owner = owner;
    this.frames = frames;
  }

  /** The newest OPEN is the whole truth; nothing of an older one is left. */
  update({ seats, spent, ttl }: OpenCommand, now: number): void {
    this.expiresAt = now + ttl * 1000;
    this.#seats = seats.map(({ key, sealed }) => ({ key: keyName(key), sealed }));
    this.#spent = spent.map(({ key, seat }) => ({ key: keyName(key), seat }));
  }

  isSealed(seat: number): boolean {
    return this.#seats[seat]?.sealed === true;
  }

  /** The first key that opens a seat decides; else the first that is burnt. A burnt key opens none. */
  match(keys: readonly KeyName[]): Match {
    for (const [joinKey, key] of keys.entries()) {
      const spent = this.#spent.some((one) => one.key === key);
      const seat = spent ? -1 : this.#seats.findIndex((one) => one.key === key);
      if (seat >= 0) return { kind: 'seat', seat, joinKey };
    }
    for (const key of keys) {
      const spent = this.#spent.find((one) => one.key === key);
      if (spent) return { kind: 'spent', seat: spent.seat };
    }
    return { kind: 'unknown' };
  }

  /** Whether this very SEAL was carried out before. */
  isSealedBy(seat: number, key: KeyName): boolean {
    return this.isSealed(seat) && this.#seats[seat]?.key === key;
  }

  /** Burns the seat's key for the new one; false when the seat or the key cannot be sealed so. */
  seal(seat: number, key: KeyName): boolean {
    const old = this.#seats[seat];
    if (!old || old.sealed || this.match([key]).kind !== 'unknown') return false;
    this.#spent.push({ key: old.key, seat });
    this.#seats[seat] = { key, sealed: true };
    return true;
  }
}
