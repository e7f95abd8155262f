import type { TokenBucket } from '../relay/token-bucket.ts';
import type { Peer } from './peers.ts';

/** Where a connection's room is, as far as its front knows. */
type Whereabouts =
  /** It has not said which room it wants. */
  | { readonly kind: 'new' }
  /** Redis is being asked; what comes meanwhile waits. */
  | { readonly kind: 'seeking'; readonly frames: Uint8Array[] }
  | { readonly kind: 'here' }
  /** `stretch` of the home's words, once it has answered. */
  | { readonly kind: 'there'; readonly home: Peer; stretch: number | undefined };

/** A connection whose socket this process has. */
export interface Line {
  /** Never 0; this process's own number for it. */
  readonly id: number;
  /** The tag of its network address. */
  readonly address: string;
  readonly nonce: Uint8Array;
  /** Pays until a home does the counting. */
  readonly frames: TokenBucket;
  /** It proved a token that the relay knows. */
  enrolled: boolean;
  room: Whereabouts;
  /** Told to go, its socket not yet gone; whatever it still sends is dropped. */
  closed: boolean;
  /** Its room opened for it. */
  host: boolean;
}
