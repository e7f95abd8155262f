import * as v from 'valibot';
import {
  claim,
  hashBytes,
  hostPublicKey,
  linkSecret,
  resumeSecret,
  signingPublicKey,
  type Claim,
  type Hash,
  type HostPublicKey,
  type LinkSecret,
  type ResumeSecret,
  type SigningPublicKey,
} from '../../crypto/brand.ts';
import { spokenCode, type SpokenCode } from '../../crypto/spoken-code.ts';
import { Answers, encodeReceipt, receiptField, type Receipt } from './consent.ts';
import { SessionError } from './errors.ts';
import { toHex } from '../../crypto/hex.ts';
import { HOLDS, type Hold } from './peer-message.ts';
import {
  bytesField,
  counterField,
  mediaField,
  momentField,
  type KeptMedia,
} from './record-fields.ts';

/** A resume secret and the generation it begins. */
export interface ResumeSlot {
  readonly secret: ResumeSecret;
  readonly generation: number;
}

/**
 * All that a guest's tab keeps, in sessionStorage only. Before admission it holds the link secret;
 * admission replaces that by the resume secret. `next` beside `current` (or beside the link
 * secret) is the two-slot rule: whichever of the last two handshakes the host finished, one of the
 * two secrets fits.
 */
export interface GuestRecord {
  readonly hostKey: HostPublicKey;
  /** Public join key: it names the seat for the whole session. */
  readonly joinKey: SigningPublicKey;
  /** Stays the same over reloads of this tab, so that a reload is no rival. */
  readonly claim: Claim;
  /** Until admission. */
  readonly linkSecret?: LinkSecret | undefined;
  /** From admission on. */
  readonly current?: ResumeSlot | undefined;
  readonly next?: ResumeSlot | undefined;
  /** Seed of the relay access key, from the first resume secret; 32 bytes. */
  readonly accessSeed?: Uint8Array | undefined;
  /** Of the first handshake, the only one whose code counts. */
  readonly code?: SpokenCode | undefined;
  /** The pages about privacy were read to the end: a reload need not show them again. */
  readonly informed: boolean;
  /** Has asked to join and waits: a reload goes on waiting. */
  readonly asked: boolean;
  /**
   * What was accepted, and with which answers: a new handshake has new keys to sign with, and nobody is
   * asked the same twice.
   */
  readonly accepted?: { readonly terms: Hash; readonly answers: Answers } | undefined;
  /** Of the handshake that was admitted, to be read again in the room. */
  readonly receipt?: Receipt | undefined;
  /** Third messages sent under the link secret. */
  readonly attempts: number;
  readonly verified: { readonly mine: boolean; readonly theirs: boolean };
  /** What was on, so that a reload in the session brings it back. */
  readonly media: KeptMedia;
  /** Set while this side holds the conversation: a reload then brings back nothing by itself. */
  readonly hold?: Hold | undefined;
  /** Whether this side hides its network address; undefined until there was a choice. */
  readonly hidden?: boolean | undefined;
  /** Milliseconds since the epoch of the first direct connection. */
  readonly startedAt?: number | undefined;
  /** Milliseconds since the epoch from which on nothing here is of use: no room lives longer. */
  readonly expiresAt?: number | undefined;
}

const secret = bytesField(32, resumeSecret);
const slot = v.strictObject({ secret, generation: counterField });

const Schema = v.strictObject({
  version: v.literal(1),
  hostKey: bytesField(32, hostPublicKey),
  joinKey: bytesField(32, signingPublicKey),
  claim: bytesField(16, claim),
  linkSecret: v.optional(bytesField(32, linkSecret)),
  current: v.optional(slot),
  next: v.optional(slot),
  accessSeed: v.optional(bytesField(32, (bytes) => bytes)),
  code: v.optional(v.pipe(v.number(), v.transform(spokenCode))),
  informed: v.boolean(),
  asked: v.boolean(),
  accepted: v.optional(v.strictObject({ terms: bytesField(32, hashBytes), answers: Answers })),
  receipt: receiptField,
  attempts: counterField,
  verified: v.strictObject({ mine: v.boolean(), theirs: v.boolean() }),
  media: mediaField,
  hold: v.optional(v.picklist(HOLDS)),
  hidden: v.optional(v.boolean()),
  startedAt: v.optional(momentField),
  expiresAt: v.optional(momentField),
});

export function encodeGuestRecord(record: GuestRecord): string {
  const slotJson = (value: ResumeSlot | undefined) =>
    value && { secret: toHex(value.secret), generation: value.generation };
  return JSON.stringify({
    version: 1,
    hostKey: toHex(record.hostKey),
    joinKey: toHex(record.joinKey),
    claim: toHex(record.claim),
    linkSecret: record.linkSecret && toHex(record.linkSecret),
    current: slotJson(record.current),
    next: slotJson(record.next),
    accessSeed: record.accessSeed && toHex(record.accessSeed),
    code: record.code,
    informed: record.informed,
    asked: record.asked,
    accepted: record.accepted && {
      terms: toHex(record.accepted.terms),
      answers: record.accepted.answers,
    },
    receipt: record.receipt && encodeReceipt(record.receipt),
    attempts: record.attempts,
    verified: record.verified,
    media: record.media,
    hold: record.hold,
    hidden: record.hidden,
    startedAt: record.startedAt,
    expiresAt: record.expiresAt,
  });
}

/** Throws SessionError RECORD_SHAPE. */
export function decodeGuestRecord(text: string): GuestRecord {
  try {
    const { version, ...record } = v.parse(Schema, JSON.parse(text));
    if (record.linkSecret === undefined && record.current === undefined) {
      throw new SessionError('RECORD_SHAPE');
    }
    return record;
  } catch {
    throw new SessionError('RECORD_SHAPE');
  }
}

/** Every secret in the record, zeroed in place; returns how many. */
export function wipeGuestRecord(record: GuestRecord): number {
  const secrets = [
    record.linkSecret,
    record.current?.secret,
    record.next?.secret,
    record.accessSeed,
  ].filter((value) => value !== undefined);
  for (const value of secrets) value.fill(0);
  return secrets.length;
}
