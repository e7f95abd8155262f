import type { RoomId, SigningSecretKey } from '../../crypto/brand.ts';
import { sign, type SigningKeyPair } from '../../crypto/signing.ts';
import {
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
