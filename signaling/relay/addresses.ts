import type { CloseCodeName } from '../protocol/close-codes.ts';
import { Deadlines } from './deadlines.ts';
import type { Place } from './place.ts';
import type { Policy } from './policy.ts';
import { TokenBucket } from './token-bucket.ts';

/** What one network address has here, under a name that the shell gives it and may change. */
export interface Address {
  name: string;
  readonly arrivals: TokenBucket;
  readonly frames: TokenBucket;
  connections: number;
  /** Open ones, the oldest first. */
  readonly rooms: Set<Place>;
  waiting: number;
  /** Ended rooms, the oldest first. */
  readonly tombstones: Set<Place>;
}

/** Accounts for every address that is here or was a moment ago. */
export class Addresses {
  readonly #policy: Policy;
  readonly #addresses = new Map<string, Address>();
  readonly #idle = new Deadlines<Address>();
  #connections = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  get size(): number {
    return this.#addresses.size;
  }

  /** The address of this name, made if there is none. */
  at(name: string, now: number): Address {
    const known = this.#addresses.get(name);
    if (known) return known;
    const address: Address = {
      name,
      arrivals: new TokenBucket(this.#policy.arrivalRate, now),
      frames: new TokenBucket(this.#policy.addressRate, now),
      connections: 0,
      rooms: new Set(),
      waiting: 0,
      tombstones: new Set(),
    };
    this.#addresses.set(name, address);
    // It may be refused and never connect at all.
    this.#idle.set(address, now + this.#policy.idleAddressMs);
    return address;
  }

  has(address: Address): boolean {
    return this.#addresses.get(address.name) === address;
  }

  /** May this address connect once more? The reason why not, or undefined; counts as one try. */
  refusal(name: string, now: number): CloseCodeName | undefined {
    const address = this.at(name, now);
    if (!address.arrivals.take(this.#policy.arrivalRate, 1, now)) return 'TOO_FAST';
    if (address.connections >= this.#policy.connectionsAnAddress) return 'TOO_MANY';
    if (this.#connections >= this.#policy.connectionsInAll) return 'OVERLOADED';
    return undefined;
  }

  /** The same address under another name: what it has counts on. */
  renamed(former: string, name: string): void {
    const address = this.#addresses.get(former);
    if (!address || this.#addresses.has(name)) return;
    this.#addresses.delete(former);
    this.#addresses.set(name, address);
    address.name = name;
  }

  connected(name: string, now: number): Address {
    const address = this.at(name, now);
    address.connections += 1;
    this.#connections += 1;
    return address;
  }

  disconnected(address: Address, now: number): void {
    address.connections -= 1;
    this.#connections -= 1;
    this.#idle.set(address, now + this.#policy.idleAddressMs);
  }

  /** Forgets addresses that have been without anything for a while. */
  tick(now: number): void {
    for (const address of this.#idle.due(now)) {
      if (address.connections > 0) continue;
      if (address.rooms.size > 0 || address.tombstones.size > 0) {
        this.#idle.set(address, now + this.#policy.idleAddressMs);
      } else {
        this.#addresses.delete(address.name);
      }
    }
  }
}
