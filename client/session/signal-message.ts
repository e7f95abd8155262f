import * as v from 'valibot';
import { hashBytes, signature } from '../../crypto/brand.ts';
import { toHex } from '../../crypto/hex.ts';
import { Answers, Terms } from './consent.ts';
import { SessionError } from './errors.ts';
import { bytesField, momentField } from './record-fields.ts';

/** A link id names one direct connection; the guest draws it at random. */
const LinkId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));

/** No browser sends a candidate line near this long. */
const MAX_CANDIDATE_LENGTH = 512;
const MAX_CANDIDATES_A_MESSAGE = 64;
const MAX_SDP_LENGTH = 64 * 1024;

const Candidate = v.pipe(
  v.strictObject({
    candidate: v.pipe(v.string(), v.maxLength(MAX_CANDIDATE_LENGTH)),
    sdpMid: v.nullable(v.pipe(v.string(), v.maxLength(32))),
    sdpMLineIndex: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(15))),
  }),
  // Browsers throw for a candidate that names no section.
  v.check(({ sdpMid, sdpMLineIndex }) => sdpMid !== null || sdpMLineIndex !== null),
);

export const ByeReason = v.picklist(['left', 'codes-differ', 'at-once']);

/**
 * Everything that crosses the relay after the handshake, sealed. JSON in UTF-8, exactly these
 * members. simple-peer's `renegotiate` and `transceiverRequest` have no place here: the media
 * sections are fixed from the first offer, so that switching camera, microphone or screen never
 * needs signaling.
 */
const SignalMessage = v.variant('type', [
  v.strictObject({ type: v.literal('terms'), terms: Terms }),
  v.strictObject({
    type: v.literal('accepted'),
    terms: bytesField(32, hashBytes),
    answers: Answers,
    at: momentField,
    signature: bytesField(64, signature),
  }),
  v.strictObject({ type: v.literal('receipt'), signature: bytesField(64, signature) }),
  v.strictObject({
    type: v.literal('welcome'),
    generation: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffffffff)),
    link: v.nullable(LinkId),
  }),
  v.strictObject({
    type: v.literal('description'),
    link: LinkId,
    kind: v.picklist(['offer', 'answer']),
    sdp: v.pipe(v.string(), v.maxLength(MAX_SDP_LENGTH)),
  }),
  v.strictObject({
    type: v.literal('candidates'),
    link: LinkId,
    candidates: v.pipe(v.array(Candidate), v.minLength(1), v.maxLength(MAX_CANDIDATES_A_MESSAGE)),
  }),
  v.strictObject({ type: v.literal('bye'), reason: ByeReason }),
]);

export type SignalMessage = v.InferOutput<typeof SignalMessage>;
export type DescriptionMessage = Extract<SignalMessage, { type: 'description' }>;
export type CandidatesMessage = Extract<SignalMessage, { type: 'candidates' }>;
/** What is left for the room once the session machines have taken their part. */
export type RoomMessage =
  DescriptionMessage | CandidatesMessage | Extract<SignalMessage, { type: 'bye' }>;
export type IceCandidate = v.InferOutput<typeof Candidate>;
export type ByeReason = v.InferOutput<typeof ByeReason>;

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

export function encodeSignalMessage(message: SignalMessage): Uint8Array {
  const hexadecimal = (_: string, value: unknown) =>
    value instanceof Uint8Array ? toHex(value) : value;
  return utf8.encode(JSON.stringify(message, hexadecimal));
}

/** Throws SessionError SIGNAL_SHAPE for anything but the shapes above. */
export function decodeSignalMessage(bytes: Uint8Array): SignalMessage {
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(bytes));
  } catch {
    throw new SessionError('SIGNAL_SHAPE');
  }
  const parsed = v.safeParse(SignalMessage, json);
  if (!parsed.success) throw new SessionError('SIGNAL_SHAPE');
  return parsed.output;
}
