import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { KickReason } from '../../signaling/protocol/commands.ts';
import { enrolInput, signingInput, type ClientMessage } from '../../signaling/protocol/messages.ts';
import { nodeAuthority } from '../../signaling/relay/authority.ts';

/** An Ed25519 key pair made by Node alone: the relay's tests need nothing of `crypto/`. */
export class TestKey {
  readonly publicKey: Uint8Array;
  readonly #secretKey: KeyObject;

  constructor(secretKey = generateKeyPairSync('ed25519').privateKey) {
    const publicKey = createPublicKey(secretKey).export({ format: 'der', type: 'spki' });
    this.publicKey = new Uint8Array(publicKey.subarray(-32));
    this.#secretKey = secretKey;
  }

  /** Of the room that this key is the host of. */
  get roomId(): Uint8Array {
    return nodeAuthority.roomId(this.publicKey);
  }

  /** An ENROL of this token on one connection. */
  enrol(place: SigningPlace): ClientMessage {
    const key = this.publicKey;
    return { type: 'enrol', key, signature: this.sign(enrolInput(key, place)) };
  }

  sign(input: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, input, this.#secretKey));
  }
}

/** One connection as signatures see it. */
export interface SigningPlace {
  readonly origin: string;
  readonly nonce: Uint8Array;
}

export interface OpenOptions {
  readonly seats: readonly (TestKey | { readonly key: TestKey; readonly sealed: boolean })[];
  readonly spent?: readonly { readonly key: TestKey; readonly seat: number }[];
  readonly ttl?: number;
  /** The key claimed to be the host's, where it is not the signer's. */
  readonly hostKey?: Uint8Array;
}

type Unsigned =
  | Omit<Extract<ClientMessage, { type: 'open' }>, 'signature'>
  | Omit<Extract<ClientMessage, { type: 'seal' }>, 'signature'>
  | Omit<Extract<ClientMessage, { type: 'kick' }>, 'signature'>
  | Omit<Extract<ClientMessage, { type: 'close' }>, 'signature'>;

/** Signs a host's commands of one connection, counting them. */
export class HostHand {
  readonly key: TestKey;
  readonly #place: SigningPlace;
  readonly #roomId: Uint8Array;
  #counter: number;

  constructor(key: TestKey, place: SigningPlace, counter = 0, roomId = key.roomId) {
    this.key = key;
    this.#place = place;
    this.#counter = counter;
    this.#roomId = roomId;
  }

  open({
    seats,
    spent = [],
    ttl = 3600,
    hostKey = this.key.publicKey,
  }: OpenOptions): ClientMessage {
    return this.#sign({
      type: 'open',
      hostKey,
      ttl,
      seats: seats.map((seat) =>
        seat instanceof TestKey
          ? { key: seat.publicKey, sealed: false }
          : { key: seat.key.publicKey, sealed: seat.sealed },
      ),
      spent: spent.map(({ key, seat }) => ({ key: key.publicKey, seat })),
    });
  }

  seal(seat: number, connection: number, key: TestKey): ClientMessage {
    return this.#sign({ type: 'seal', seat, connection, key: key.publicKey });
  }

  kick(connection: number, reason: KickReason): ClientMessage {
    return this.#sign({ type: 'kick', connection, reason });
  }

  close(): ClientMessage {
    return this.#sign({ type: 'close' });
  }

  #sign(command: Unsigned): ClientMessage {
    const context = { ...this.#place, roomId: this.#roomId, counter: this.#counter };
    this.#counter += 1;
    return { ...command, signature: this.key.sign(signingInput(command, context)) };
  }
}

/** A JOIN that proves these keys on this connection. */
export function signedJoin(
  keys: readonly TestKey[],
  { roomId, ...place }: SigningPlace & { readonly roomId: Uint8Array },
): Extract<ClientMessage, { type: 'join' }> {
  return {
    type: 'join',
    roomId,
    keys: keys.map((key, counter) => {
      const input = signingInput(
        { type: 'join', key: key.publicKey },
        { ...place, roomId, counter },
      );
      return { key: key.publicKey, signature: key.sign(input) };
    }),
  };
}
