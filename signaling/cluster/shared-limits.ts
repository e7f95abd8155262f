import type { CloseCodeName } from '../protocol/close-codes.ts';
import { Addresses, type Address } from '../relay/addresses.ts';
import type { Policy } from '../relay/policy.ts';
import { TALLY_MAX, type Tally, type Use } from './tally.ts';

/** What a process that has gone silent had is nobody's any more; milliseconds. */
const TALLY_AGE_MS = 4000;
/** Whoever stays below this part of each limit is not worth a word: so up to 8 processes hold all. */
const WORTH = 1 / 8;

/** One address at this process. */
interface Account {
  readonly address: Address;
  arrivals: number;
  frames: number;
  hosts: number;
}

/**
 * The limits of one address over all processes. Each counts by itself what comes to it, tells the
 * others once a second, and charges what they tell to its own buckets. So all limits hold within about
 * a second, no message waits for Redis, and without Redis each process still holds them for itself.
 *
 * Addresses are named by their tags. `now` is milliseconds of a clock that never goes back.
 */
export class SharedLimits {
  readonly #policy: Policy;
  readonly #addresses: Addresses;
  readonly #accounts = new Map<string, Account>();
  readonly #others = new Map<string, { readonly tally: Tally; readonly at: number }>();

  constructor(policy: Policy) {
    this.#policy = policy;
    this.#addresses = new Addresses(policy);
  }

  /** How many addresses are known. */
  get size(): number {
    return this.#addresses.size;
  }

  /** Asked before a connection is accepted, and counts as one try. */
  refusal(name: string, now: number): CloseCodeName | undefined {
    const refusal = this.#addresses.refusal(name, now);
    const account = this.#account(name, now);
    // What was refused here took no token, and takes none elsewhere.
    if (refusal !== 'TOO_FAST') account.arrivals += 1;
    if (refusal) return refusal;
    const connections = account.address.connections + this.#elsewhere(name, 'connections');
    return connections >= this.#policy.connectionsAnAddress ? 'TOO_MANY' : undefined;
  }

  connected(name: string, now: number): void {
    this.#addresses.connected(name, now);
  }

  disconnected(name: string, wasHost: boolean, now: number): void {
    const account = this.#account(name, now);
    if (wasHost) account.hosts -= 1;
    this.#addresses.disconnected(account.address, now);
  }

  /** False when the address has nothing left to pay this with. */
  pay(name: string, cost: number, now: number): boolean {
    const account = this.#account(name, now);
    const paid = account.address.frames.take(this.#policy.addressRate, cost, now);
    if (paid) account.frames += cost;
    return paid;
  }

  mayOpen(name: string, now: number): boolean {
    const hosts = this.#account(name, now).hosts + this.#elsewhere(name, 'hosts');
    return hosts < this.#policy.roomsAnAddress;
  }

  opened(name: string, now: number): void {
    this.#account(name, now).hosts += 1;
  }

  /** What the others should know, from the last time this was asked on. */
  report(): Tally {
    const { arrivalRate, addressRate, connectionsAnAddress, roomsAnAddress } = this.#policy;
    const tally = new Map<string, Use>();
    for (const [name, account] of this.#accounts) {
      const { arrivals, frames, hosts, address } = account;
      account.arrivals = 0;
      account.frames = 0;
      const worth =
        arrivals > WORTH * arrivalRate.refill ||
        frames > WORTH * addressRate.refill ||
        address.connections > WORTH * connectionsAnAddress ||
        hosts > WORTH * roomsAnAddress;
      if (worth && tally.size < TALLY_MAX) {
        tally.set(name, { arrivals, frames, connections: address.connections, hosts });
      }
    }
    return tally;
  }

  /** What another process reports. */
  told(by: string, tally: Tally, now: number): void {
    const { arrivalRate, addressRate } = this.#policy;
    this.#others.set(by, { tally, at: now });
    for (const [name, { arrivals, frames }] of tally) {
      const { address } = this.#account(name, now);
      address.arrivals.charge(arrivalRate, arrivals, now);
      address.frames.charge(addressRate, frames, now);
    }
  }

  tick(now: number): void {
    this.#addresses.tick(now);
    for (const [name, account] of this.#accounts) {
      if (!this.#addresses.has(account.address)) this.#accounts.delete(name);
    }
    for (const [by, { at }] of this.#others) {
      if (now - at > TALLY_AGE_MS) this.#others.delete(by);
    }
  }

  #elsewhere(name: string, what: 'connections' | 'hosts'): number {
    let sum = 0;
    for (const { tally } of this.#others.values()) sum += tally.get(name)?.[what] ?? 0;
    return sum;
  }

  #account(name: string, now: number): Account {
    const address = this.#addresses.at(name, now);
    const known = this.#accounts.get(name);
    if (known?.address === address) return known;
    const account = { address, arrivals: 0, frames: 0, hosts: 0 };
    this.#accounts.set(name, account);
    return account;
  }
}
