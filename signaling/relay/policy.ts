/** How much may come how fast: `burst` at once, then `refill` a second. */
export interface Rate {
  readonly burst: number;
  readonly refill: number;
}

/**
 * What one relay tunes for itself, apart from the protocol's own limits. Costs are counted in small
 * frames: a large frame costs as many as its bytes, a signed command what its verification costs.
 */
export interface Policy {
  readonly largeFrameCost: number;
  readonly commandCost: number;
  readonly connectionRate: Rate;
  /** All guests of one room together. The host is left out, or guests could silence it. */
  readonly roomRate: Rate;
  /** All connections of one address together. */
  readonly addressRate: Rate;
  /** New connections of one address. */
  readonly arrivalRate: Rate;
  readonly connectionsAnAddress: number;
  readonly connectionsInAll: number;
  readonly roomsAnAddress: number;
  readonly roomsInAll: number;
  /** Ended rooms remembered for one address; beyond them the oldest is forgotten. */
  readonly tombstonesAnAddress: number;
  readonly waitingAnAddress: number;
  readonly waitingARoom: number;
  /** An address without connections and rooms is forgotten after this; milliseconds. */
  readonly idleAddressMs: number;
}

/**
 * Generous for a clinic behind one address, small for a flood. A session needs some 40 frames; one
 * connection may send 1 MiB at once, which is 16 descriptions of the largest size.
 */
export const POLICY: Policy = {
  largeFrameCost: 8,
  commandCost: 8,
  connectionRate: { burst: 512, refill: 64 },
  roomRate: { burst: 4096, refill: 512 },
  addressRate: { burst: 8192, refill: 1024 },
  arrivalRate: { burst: 120, refill: 10 },
  connectionsAnAddress: 256,
  connectionsInAll: 30_000,
  roomsAnAddress: 64,
  roomsInAll: 100_000,
  tombstonesAnAddress: 256,
  waitingAnAddress: 64,
  waitingARoom: 16,
  idleAddressMs: 120_000,
};
