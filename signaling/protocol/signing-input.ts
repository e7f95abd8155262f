import { FrameWriter } from './bytes.ts';
import { writeCommand, type Command } from './commands.ts';
import { ROOM_LABEL, SIGNING_LABEL, TOKEN_LABEL } from './labels.ts';
import { FRAME_SMALL, KEY_LENGTH } from './sizes.ts';

/** Binds a signature to one room, one relay, one connection and one place in its order. */
export interface SigningContext {
  readonly roomId: Uint8Array;
  /** Of the relay as configured, e.g. `https://alcove.example`; `location.origin` in a page. */
  readonly origin: string;
  /** From the connection's CHALLENGE. */
  readonly nonce: Uint8Array;
  /** The host's signed commands on this connection from 0; for JOIN the key's place. */
  readonly counter: number;
}

/** What a signature is made over: a host's command, or the one key of a JOIN or ENROL. */
export type Signable =
  | Command
  | { readonly type: 'join'; readonly key: Uint8Array }
  | { readonly type: 'enrol'; readonly key: Uint8Array };

/**
 * The bytes to sign: lp(label) ‖ lp(role) ‖ lp(roomId) ‖ lp(origin) ‖ lp(nonce) ‖ lp(counter u32) ‖
 * lp(payload), where lp(x) is u32be length ‖ x and the payload is the message's own fields.
 * Throws FRAME_FIELD for a field that has no encoding.
 */
export function signingInput(message: Signable, context: SigningContext): Uint8Array {
  const role = message.type === 'join' ? 'guest' : 'host';
  return lengthPrefixed([
    utf8(SIGNING_LABEL[message.type]),
    utf8(role),
    context.roomId,
    utf8(context.origin),
    context.nonce,
    new FrameWriter(4).u32(context.counter).frame,
    payload(message),
  ]);
}

/** What an ENROL signs: it is for no room, and the only one of its connection. */
export function enrolInput(
  key: Uint8Array,
  { origin, nonce }: Pick<SigningContext, 'origin' | 'nonce'>,
): Uint8Array {
  const context = { roomId: new Uint8Array(), origin, nonce, counter: 0 };
  return signingInput({ type: 'enrol', key }, context);
}

/** What the check of a token is the SHA-512 of, cut to 4 bytes: lp(label) ‖ lp(seed). */
export function tokenCheckInput(seed: Uint8Array): Uint8Array {
  return lengthPrefixed([utf8(TOKEN_LABEL), seed]);
}

/** What the room id is the SHA-512 of, cut to 16 bytes: lp(label) ‖ lp(host key). */
export function roomIdInput(hostKey: Uint8Array): Uint8Array {
  return lengthPrefixed([utf8(ROOM_LABEL), hostKey]);
}

function payload(message: Signable): Uint8Array {
  const writer = new FrameWriter(FRAME_SMALL);
  if (message.type === 'join' || message.type === 'enrol') writer.bytes(message.key, KEY_LENGTH);
  else writeCommand(writer, message);
  return writer.frame.subarray(0, writer.offset);
}

function lengthPrefixed(parts: readonly Uint8Array[]): Uint8Array {
  const writer = new FrameWriter(parts.reduce((sum, part) => sum + 4 + part.length, 0));
  for (const part of parts) writer.u32(part.length).bytes(part, part.length);
  return writer.frame;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
