import type { CloseCodeName } from '../protocol/close-codes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import {
  decodeClientMessage,
  signingInput,
  type ClientMessage,
  type EnrolMessage,
} from '../protocol/messages.ts';
import type { Authority } from '../relay/authority.ts';

/** By which a connection says which room it wants, as its host or as a guest. */
export interface Introduction {
  readonly roomId: Uint8Array;
  readonly message: Extract<ClientMessage, { type: 'open' | 'join' }>;
}

/** Which room the first frame of a connection is for, its token, or why the connection must end. */
export function readIntroduction(
  frame: Uint8Array,
  authority: Authority,
): Introduction | EnrolMessage | CloseCodeName {
  let message: ClientMessage;
  try {
    message = decodeClientMessage(frame);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return 'BAD_FRAME';
  }
  if (message.type === 'enrol') return message;
  if (message.type === 'open') return { roomId: authority.roomId(message.hostKey), message };
  return message.type === 'join' ? { roomId: message.roomId, message } : 'BAD_STATE';
}

/**
 * Whether all its signatures are good: looked at before anything is looked up or kept for it, although
 * the room's home will look at them again.
 */
export function isSigned(
  { roomId, message }: Introduction,
  place: { readonly nonce: Uint8Array; readonly origin: string; readonly authority: Authority },
): boolean {
  const { nonce, origin, authority } = place;
  if (message.type === 'open') {
    const input = signingInput(message, { roomId, origin, nonce, counter: 0 });
    return authority.verify(message.hostKey, message.signature, input);
  }
  return message.keys.every(({ key, signature }, counter) => {
    const input = signingInput({ type: 'join', key }, { roomId, origin, nonce, counter });
    return authority.verify(key, signature, input);
  });
}
