import * as v from 'valibot';
import {
  linkSecret,
  resumeSecret,
  signingPublicKey,
  type LinkSecret,
  type SigningPublicKey,
} from '../../crypto/brand.ts';
import { isWebOrigin } from '../../signaling/protocol/about.ts';
import { spokenCode, type SpokenCode } from '../../crypto/spoken-code.ts';
import { Attested, encodeReceipt, receiptField, TermsText, type Receipt } from './consent.ts';
import { SessionError } from './errors.ts';
import type { ResumeSlot } from './guest-record.ts';
import { toHex } from '../../crypto/hex.ts';
import { HOLDS, type Hold } from './peer-message.ts';
import {
  bytesField,
  counterField,
  mediaField,
  momentField,
  type KeptMedia,
} from './record-fields.ts';
import { LogSchema, type SessionLog } from './session-log.ts';

/** Tries at one link before the host is asked; 16 x 2^-30 bounds a guesser of the code. */
export const ATTEMPTS_A_LINK = 16;

/** One seat: one link, one person. Its index in the record is the seat's number at the relay. */
export interface SeatRecord {
  /** Until admission; never accepted after it. */
  readonly linkSecret?: LinkSecret | undefined;
  readonly joinKey: SigningPublicKey;
  /** From admission on: the one secret that resumes. */
  readonly resume?: ResumeSlot | undefined;
  readonly accessSeed?: Uint8Array | undefined;
  readonly code?: SpokenCode | undefined;
  /** What the person in this seat and the host have signed. */
  readonly receipt?: Receipt | undefined;
  /** Second messages sent under the link secret. */
  readonly attempts: number;
  /** How many are allowed; rises when the host says so. */
  readonly allowance: number;
  /** Two people held the one link at once: it admits nobody any more. */
  readonly contested: boolean;
  readonly verified: { readonly mine: boolean; readonly theirs: boolean };
}

/** All that a host's tab keeps of a session without a vault, in sessionStorage until Leave. */
export interface HostRecord {
  /** Ed25519 seed of the session's host key; 32 bytes. */
  readonly hostSeed: Uint8Array;
  /** Milliseconds since the epoch at which the link stops working. */
  readonly expiresAt: number;
  /** What whoever asks to join from now on is told first. */
  readonly terms: TermsText;
  readonly attested: Attested;
  readonly seats: readonly SeatRecord[];
  /** Web origin of the relay, where its link leads; absent where that is the page's own. */
  readonly relay?: string | undefined;
  readonly media: KeptMedia;
  /** Set while this side holds the conversation: a reload then brings back nothing by itself. */
  readonly hold?: Hold | undefined;
  /** Whether this side hides its network address; undefined until there was a choice. */
  readonly hidden?: boolean | undefined;
  readonly startedAt?: number | undefined;
  /** What the record of this session will say; absent in what an earlier build wrote. */
  readonly log?: SessionLog | undefined;
}

const Seat = v.strictObject({
  linkSecret: v.optional(bytesField(32, linkSecret)),
  joinKey: bytesField(32, signingPublicKey),
  resume: v.optional(
    v.strictObject({ secret: bytesField(32, resumeSecret), generation: counterField }),
  ),
  accessSeed: v.optional(bytesField(32, (bytes) => bytes)),
  code: v.optional(v.pipe(v.number(), v.transform(spokenCode))),
  receipt: receiptField,
  attempts: counterField,
  allowance: counterField,
  contested: v.boolean(),
  verified: v.strictObject({ mine: v.boolean(), theirs: v.boolean() }),
});

const Schema = v.strictObject({
  version: v.literal(1),
  hostSeed: bytesField(32, (bytes) => bytes),
  expiresAt: momentField,
  terms: TermsText,
  attested: Attested,
  seats: v.pipe(v.array(Seat), v.minLength(1), v.maxLength(5)),
  relay: v.optional(v.pipe(v.string(), v.check(isWebOrigin))),
  media: mediaField,
  hold: v.optional(v.picklist(HOLDS)),
  hidden: v.optional(v.boolean()),
  startedAt: v.optional(momentField),
  log: v.optional(LogSchema),
});

export function encodeHostRecord(record: HostRecord): string {
  return JSON.stringify({
    version: 1,
    hostSeed: toHex(record.hostSeed),
    expiresAt: record.expiresAt,
    terms: record.terms,
    attested: record.attested,
    seats: record.seats.map((seat) => ({
      ...seat,
      linkSecret: seat.linkSecret && toHex(seat.linkSecret),
      joinKey: toHex(seat.joinKey),
      resume: seat.resume && {
        secret: toHex(seat.resume.secret),
        generation: seat.resume.generation,
      },
      accessSeed: seat.accessSeed && toHex(seat.accessSeed),
      receipt: seat.receipt && encodeReceipt(seat.receipt),
    })),
    relay: record.relay,
    media: record.media,
    hold: record.hold,
    hidden: record.hidden,
    startedAt: record.startedAt,
    log: record.log,
  });
}

/** Throws SessionError RECORD_SHAPE. */
export function decodeHostRecord(text: string): HostRecord {
  try {
    const { version, ...record } = v.parse(Schema, JSON.parse(text));
    return record;
  } catch {
    throw new SessionError('RECORD_SHAPE');
  }
}

/** Every secret in the record, zeroed in place; returns how many. */
export function wipeHostRecord(record: HostRecord): number {
  const secrets = [
    record.hostSeed,
    ...record.seats.flatMap((seat) => [seat.linkSecret, seat.resume?.secret, seat.accessSeed]),
  ].filter((value) => value !== undefined);
  for (const value of secrets) value.fill(0);
  return secrets.length;
}
