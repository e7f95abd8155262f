// The one door to the relay's messages: types, codecs, and what is signed. PROTOCOL.md shows every
// message on one screen.
export type { KickReason } from './commands.ts';
export {
  decodeClientMessage,
  encodeClientMessage,
  type ClientMessage,
  type EnrolMessage,
} from './client-messages.ts';
export { decodeRelayMessage, encodeRelayMessage, type RelayMessage } from './relay-messages.ts';
export { enrolInput, signingInput } from './signing-input.ts';
