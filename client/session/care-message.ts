import * as v from 'valibot';
import { SessionError } from './errors.ts';

/** Longest text of a frame below, in UTF-16 code units. */
export const MAX_CARE_TEXT = 500;
/** Minutes that a closing may be announced for. */
export const MAX_CLOSING_MINUTES = 30;

/** What somebody says of whether they can talk where they are. */
const TALK_ANSWERS = ['yes', 'no', 'not-alone'] as const;
export type TalkAnswer = (typeof TALK_ANSWERS)[number];

/**
 * How the two look after each other around what is said. Frames of the direct data channel like
 * those of peer-message.ts: one type byte a shape, JSON in UTF-8 with exactly these members.
 */
export type CareMessage =
  /** The host begins to close, or says anew how long there is. */
  | { readonly type: 'closing'; readonly minutes: number; readonly words: string }
  /** The host goes on after all. */
  | { readonly type: 'open-again' }
  /** The host asks whether the guest can talk. */
  | { readonly type: 'ask' }
  /** The guest's answer, asked or unasked. */
  | { readonly type: 'answer'; readonly answer: TalkAnswer }
  /** What the two have agreed for a sudden end; the higher edition counts, of two the host's. */
  | { readonly type: 'agreed'; readonly edition: number; readonly text: string };

type CareType = CareMessage['type'];

const numbers = { closing: 32, 'open-again': 33, ask: 34, answer: 35, agreed: 36 } as const;
export const CARE_TYPES: readonly number[] = Object.values(numbers);

/** Frames that one of the two never sends. */
const SENT_BY: Partial<Record<CareType, 'host' | 'guest'>> = {
  closing: 'host',
  'open-again': 'host',
  ask: 'host',
  answer: 'guest',
};

const text = v.pipe(v.string(), v.maxLength(MAX_CARE_TEXT));
const shapes = {
  closing: v.strictObject({
    minutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_CLOSING_MINUTES)),
    words: text,
  }),
  'open-again': v.strictObject({}),
  ask: v.strictObject({}),
  answer: v.strictObject({ answer: v.picklist(TALK_ANSWERS) }),
  agreed: v.strictObject({
    edition: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    text,
  }),
} satisfies Record<CareType, v.GenericSchema>;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function encodeCareMessage(message: CareMessage): { type: number; body: Uint8Array } {
  const { type, ...members } = message;
  return { type: numbers[type], body: utf8.encode(JSON.stringify(members)) };
}

/** Throws SessionError PEER_MESSAGE_SHAPE for anything that `from` does not send. */
export function decodeCareMessage(
  number: number,
  body: Uint8Array,
  from: 'host' | 'guest',
): CareMessage {
  const type = (Object.keys(numbers) as CareType[]).find((name) => numbers[name] === number);
  if (!type || (SENT_BY[type] ?? from) !== from) throw new SessionError('PEER_MESSAGE_SHAPE');
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(body));
  } catch {
    throw new SessionError('PEER_MESSAGE_SHAPE');
  }
  const parsed = v.safeParse(shapes[type], json);
  // An empty list would pass for an object without members.
  if (!parsed.success || Array.isArray(json)) throw new SessionError('PEER_MESSAGE_SHAPE');
  return { type, ...parsed.output } as CareMessage;
}
