import type { Address } from './addresses.ts';
import type { KeyName } from './key-name.ts';
import type { Place } from './place.ts';
import type { Room } from './room.ts';
import type { TokenBucket } from './token-bucket.ts';

/** Where a guest stands. */
export type Standing =
  | { readonly kind: 'arriving' }
  | { readonly kind: 'waiting' }
  /** `joinKey` is the place in its JOIN of the key that let it in. */
  | { readonly kind: 'seated'; readonly seat: number; readonly joinKey: number };

export interface Guest {
  readonly kind: 'guest';
  readonly place: Place;
  /** Proven by signature; after a SEAL the access key alone. */
  keys: readonly KeyName[];
  standing: Standing;
}

interface Host {
  readonly kind: 'host';
  readonly place: Place;
  readonly room: Room;
  readonly hostKey: KeyName;
  readonly nonce: KeyName;
  /** Of the next signed command. */
  counter: number;
}

type Role =
  /** `enrolled`: it proved a token that the relay knows. */
  | { readonly kind: 'new'; readonly nonce: KeyName; readonly enrolled: boolean }
  | Host
  | Guest
  /** Told to go, its socket not yet gone; whatever it still sends is dropped. */
  | { readonly kind: 'closed' };

/** One line of the connection table. */
export interface Connection {
  /** Relay-wide, never 0, the same as long as the connection lives. */
  readonly id: number;
  readonly address: Address;
  readonly frames: TokenBucket;
  role: Role;
}

export type GuestConnection = Connection & { role: Guest };
export type HostConnection = Connection & { role: Host };
