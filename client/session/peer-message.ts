import * as v from 'valibot';
import { SessionError } from './errors.ts';
import { ByeReason } from './signal-message.ts';

/** Longest chat message, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 4000;

/**
 * A pause of the conversation: nothing of either person is seen or heard. `someone`: somebody has come
 * in where the sender is, whose own screen shows nothing of a conversation.
 */
export const HOLDS = ['pause', 'someone'] as const;
export type Hold = (typeof HOLDS)[number];

/**
 * Everything that crosses the direct data channel, sealed once more inside DTLS. One type byte a
 * shape; the body is JSON in UTF-8 with exactly these members.
 */
export type PeerMessage =
  | { readonly type: 'chat'; readonly id: string; readonly text: string; readonly at: number }
  | { readonly type: 'received'; readonly id: string }
  | {
      readonly type: 'media';
      readonly camera: boolean;
      readonly microphone: boolean;
      readonly screen: boolean;
    }
  | { readonly type: 'verified' }
  | { readonly type: 'bye'; readonly reason: ByeReason }
  /** The sender's own hold; null when it ends. */
  | { readonly type: 'hold'; readonly hold: Hold | null };

const ChatId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

const shapes = {
  chat: v.strictObject({
    id: ChatId,
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_MESSAGE_LENGTH)),
    at: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  received: v.strictObject({ id: ChatId }),
  media: v.strictObject({ camera: v.boolean(), microphone: v.boolean(), screen: v.boolean() }),
  verified: v.strictObject({}),
  bye: v.strictObject({ reason: ByeReason }),
  hold: v.strictObject({ hold: v.nullable(v.picklist(HOLDS)) }),
};

const numbers = { chat: 1, received: 2, media: 3, verified: 4, bye: 5, hold: 6 } as const;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function encodePeerMessage(message: PeerMessage): { type: number; body: Uint8Array } {
  const { type, ...members } = message;
  return { type: numbers[type], body: utf8.encode(JSON.stringify(members)) };
}

/** Throws SessionError PEER_MESSAGE_SHAPE for an unknown type or any other body. */
export function decodePeerMessage(type: number, body: Uint8Array): PeerMessage {
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(body));
  } catch {
    throw new SessionError('PEER_MESSAGE_SHAPE');
  }
  // An empty list would pass for an object without members.
  if (Array.isArray(json)) throw new SessionError('PEER_MESSAGE_SHAPE');
  switch (type) {
    case numbers.chat:
      return { type: 'chat', ...parse(shapes.chat, json) };
    case numbers.received:
      return { type: 'received', ...parse(shapes.received, json) };
    case numbers.media:
      return { type: 'media', ...parse(shapes.media, json) };
    case numbers.verified:
      parse(shapes.verified, json);
      return { type: 'verified' };
    case numbers.bye:
      return { type: 'bye', ...parse(shapes.bye, json) };
    case numbers.hold:
      return { type: 'hold', ...parse(shapes.hold, json) };
    default:
      throw new SessionError('PEER_MESSAGE_SHAPE');
  }
}

function parse<S extends v.GenericSchema>(schema: S, json: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, json);
  if (!parsed.success) throw new SessionError('PEER_MESSAGE_SHAPE');
  return parsed.output;
}
