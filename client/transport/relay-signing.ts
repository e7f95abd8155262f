import type { RoomId, SigningSecretKey } from '../../crypto/brand.ts';
import { sign, signingKeyPair, type SigningKeyPair } from '../../crypto/signing.ts';
import {
  enrolInput,
  signingInput,
  type ClientMessage,
  type KickReason,
} from '../../signaling/protocol/messages.ts';

const UNSIGNED = new Uint8Array(64);

/** JOIN with every key that may open the seat; wipes the secret keys. */
export function signedJoin(options: {
  keys: readonly SigningKeyPair[];
  roomId: RoomId;
  origin: string;
  nonce: Uint8Array;
}): ClientMessage {
  const { keys, ...signed } = options;
  return {
    type: 'join',
    roomId: options.roomId,
    keys: keys.map(({ publicKey, secretKey }, counter) => {
      const input = signingInput({ type: 'join', key: publicKey }, { ...signed, counter });
      const signature = sign(secretKey, input);
      secretKey.fill(0);
      return { key: publicKey, signature };
    }),
  };
}

/** ENROL by a token's seed, which stays the caller's. */
export function signedEnrol(
  seed: Uint8Array,
  place: { origin: string; nonce: Uint8Array },
): ClientMessage {
  const { publicKey: key, secretKey } = signingKeyPair(seed);
  const signature = sign(secretKey, enrolInput(key, place));
  secretKey.fill(0);
  return { type: 'enrol', key, signature };
}

/** A host's commands before they are signed. */
export type HostCommand =
  | Omit<Extract<ClientMessage, { type: 'open' }>, 'signature'>
  | Omit<Extract<ClientMessage, { type: 'seal' }>, 'signature'>
  | { type: 'kick'; connection: number; reason: KickReason }
  | { type: 'close' };

/**
 * Signs the host's commands of one relay connection, each under the next counter. The secret key
 * stays the caller's to wipe.
 */
export class HostSigner {
  readonly #secretKey: SigningSecretKey;
  readonly #context: { roomId: RoomId; origin: string; nonce: Uint8Array };
  #counter = 0;

  constructor(
    secretKey: SigningSecretKey,
    context: { roomId: RoomId; origin: string; nonce: Uint8Array },
  ) {
    this.#secretKey = secretKey;
    this.#context = context;
  }

  sign(command: HostCommand): ClientMessage {
    const unsigned = { ...command, signature: UNSIGNED };
    const input = signingInput(unsigned, { ...this.#context, counter: this.#counter });
    this.#counter += 1;
    return { ...unsigned, signature: sign(this.#secretKey, input) };
  }
}
