import { ByteReader, concat } from '../../crypto/bytes.ts';
import { uint } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { SCOPE, type Scope } from '../../crypto/recording-consent.ts';
import { SessionError } from './errors.ts';

/** Frame types of recording: bodies of fixed fields, described in crypto/PROTOCOL.md. */
export const RECORDING = { ask: 24, answer: 25, state: 26, beat: 27, revoke: 28 } as const;

const NONCE = 16;
const SIGNATURE = 64;

/** What the host says of a recording that was asked for. */
const STATES = ['over', 'on', 'paused'] as const;
export type RecordingState = (typeof STATES)[number];

export interface AskMessage {
  readonly scope: Scope;
  readonly start: number;
  readonly expiry: number;
  readonly nonce: Uint8Array;
  readonly signature: Uint8Array;
}

export interface AnswerMessage {
  readonly nonce: Uint8Array;
  /** Undefined for a no. */
  readonly signature: Uint8Array | undefined;
}

export interface RevokeMessage {
  readonly nonce: Uint8Array;
  readonly at: number;
  readonly signature: Uint8Array;
}

export const encodeAsk = ({ scope, start, expiry, nonce, signature }: AskMessage): Uint8Array =>
  concat(uint(SCOPE[scope], 1), uint(start, 8), uint(expiry, 8), nonce, signature);

export const decodeAsk = (body: Uint8Array): AskMessage =>
  read(body, (reader) => {
    const number = reader.uint(1);
    const scope = (['sound', 'pictures'] as const).find((known) => SCOPE[known] === number);
    if (!scope) throw new SessionError('PEER_MESSAGE_SHAPE');
    const [start, expiry] = [reader.uint(8), reader.uint(8)];
    return { scope, start, expiry, nonce: reader.take(NONCE), signature: reader.take(SIGNATURE) };
  });

export const encodeAnswer = ({ nonce, signature }: AnswerMessage): Uint8Array =>
  signature ? concat(nonce, signature) : nonce;

export const decodeAnswer = (body: Uint8Array): AnswerMessage =>
  read(body, (reader) => ({
    nonce: reader.take(NONCE),
    signature: body.length === NONCE ? undefined : reader.take(SIGNATURE),
  }));

export const encodeState = (nonce: Uint8Array, state: RecordingState): Uint8Array =>
  concat(nonce, uint(STATES.indexOf(state), 1));

export const decodeState = (body: Uint8Array): { nonce: Uint8Array; state: RecordingState } =>
  read(body, (reader) => {
    const nonce = reader.take(NONCE);
    const state = STATES[reader.uint(1)];
    if (!state) throw new SessionError('PEER_MESSAGE_SHAPE');
    return { nonce, state };
  });

export const decodeBeat = (body: Uint8Array): Uint8Array =>
  read(body, (reader) => reader.take(NONCE));

export const encodeRevoke = ({ nonce, at, signature }: RevokeMessage): Uint8Array =>
  concat(nonce, uint(at, 8), signature);

export const decodeRevoke = (body: Uint8Array): RevokeMessage =>
  read(body, (reader) => ({
    nonce: reader.take(NONCE),
    at: reader.uint(8),
    signature: reader.take(SIGNATURE),
  }));

/** Throws PEER_MESSAGE_SHAPE for a body that is shorter, longer, or holds another number. */
function read<T>(body: Uint8Array, fields: (reader: ByteReader) => T): T {
  const reader = new ByteReader(body);
  try {
    const message = fields(reader);
    reader.end();
    return message;
  } catch (error) {
    if (!(error instanceof CryptoError)) throw error;
    throw new SessionError('PEER_MESSAGE_SHAPE');
  }
}
