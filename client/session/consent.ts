import * as v from 'valibot';
import {
  roomIdBytes,
  signature as signatureOf,
  signingPublicKey,
  type Hash,
  type RoomId,
  type Signature,
  type SigningPublicKey,
} from '../../crypto/brand.ts';
import {
  answersHash,
  consentHash,
  receiptHash,
  termsHash,
  type Consent,
} from '../../crypto/consent.ts';
import { sign, verify, type SigningKeyPair } from '../../crypto/signing.ts';
import { toHex } from '../../crypto/hex.ts';
import { SessionError } from './errors.ts';
import { bytesField, counterField, momentField } from './record-fields.ts';

/** What both sides look to around them, in the order in which it is hashed. */
export const POINTS = ['place', 'headphones', 'network', 'closed', 'view'] as const;
/** The order of the numbers that stand for them; an absent answer is 0. */
const ANSWERS = ['yes', 'no', 'later'] as const;

/** Signed by both sides: it is hashed as it is, and a lone surrogate has no bytes of its own. */
const text = (longest: number, shortest = 0) =>
  v.pipe(
    v.string(),
    v.minLength(shortest),
    v.maxLength(longest),
    v.check((value) => !/\p{Cs}/u.test(value)),
  );

/** In the host's words, and under its own name for this version of them. */
export const TermsText = v.strictObject({
  version: text(40, 1),
  handling: text(4000, 1),
  limits: text(4000, 1),
  licence: text(300),
  phone: text(60),
  guardian: v.boolean(),
});
export type TermsText = v.InferOutput<typeof TermsText>;

/** Which of the points the host attests of its own side. */
export const Attested = v.strictObject({
  place: v.boolean(),
  headphones: v.boolean(),
  network: v.boolean(),
  closed: v.boolean(),
  view: v.boolean(),
});
export type Attested = v.InferOutput<typeof Attested>;

export const Terms = v.strictObject({
  text: TermsText,
  attested: Attested,
  expiresAt: momentField,
});
export type Terms = v.InferOutput<typeof Terms>;

const answer = v.optional(v.picklist(ANSWERS));

export const Answers = v.strictObject({
  points: v.strictObject({
    place: answer,
    headphones: answer,
    network: answer,
    closed: answer,
    view: answer,
  }),
  /** Where the guest is, whom to call, the word that hides, and who agrees for a minor. */
  where: text(200),
  contact: text(200),
  word: text(60),
  guardian: text(200),
});
export type Answers = v.InferOutput<typeof Answers>;

const key = bytesField(32, signingPublicKey);
const signed = bytesField(64, signatureOf);

/** The agreement, with all that it takes to check it. */
const ReceiptSchema = v.strictObject({
  version: v.literal(1),
  roomId: bytesField(16, roomIdBytes),
  joinKey: key,
  generation: counterField,
  guest: key,
  host: key,
  terms: Terms,
  answers: Answers,
  at: momentField,
  guestSignature: signed,
  hostSignature: signed,
});
export type Receipt = Omit<v.InferOutput<typeof ReceiptSchema>, 'version'>;

/** A handshake, as an agreement is bound to it. */
export interface Parties {
  readonly roomId: RoomId;
  readonly joinKey: SigningPublicKey;
  readonly generation: number;
  readonly guest: SigningPublicKey;
  readonly host: SigningPublicKey;
}

/** What the guest sends. */
export interface Acceptance {
  /** Of the terms that were accepted. */
  readonly terms: Hash;
  readonly answers: Answers;
  readonly at: number;
  readonly signature: Signature;
}

export function hashOfTerms({ text: words, attested, expiresAt }: Terms): Hash {
  const bits = POINTS.reduce((sum, point, i) => sum + (attested[point] ? 2 ** i : 0), 0);
  return termsHash({ ...words, attested: bits, expiresAt });
}

export function accept(
  parties: Parties,
  own: SigningKeyPair,
  said: Omit<Acceptance, 'signature'>,
): Acceptance {
  return { ...said, signature: sign(own.secretKey, consentHash(consentOf(parties, said))) };
}

/**
 * The host's side: throws CONSENT_TERMS for other terms than it sent, CONSENT_EXPIRED after their time,
 * CONSENT_SIGNATURE for whatever this guest's key of this handshake has not signed.
 */
export function countersign(options: {
  parties: Parties;
  own: SigningKeyPair;
  terms: Terms;
  acceptance: Acceptance;
  now: number;
}): Receipt {
  const { parties, own, terms, acceptance, now } = options;
  if (toHex(acceptance.terms) !== toHex(hashOfTerms(terms))) {
    throw new SessionError('CONSENT_TERMS');
  }
  if (now >= terms.expiresAt) throw new SessionError('CONSENT_EXPIRED');
  const { answers, at, signature } = acceptance;
  const consent = consentHash(consentOf(parties, acceptance));
  if (!verify(parties.guest, signature, consent)) throw new SessionError('CONSENT_SIGNATURE');
  const hostSignature = sign(own.secretKey, receiptHash(consent, signature));
  return { ...parties, terms, answers, at, guestSignature: signature, hostSignature };
}

/** Throws CONSENT_SIGNATURE unless both have signed just this. */
export function checkReceipt(receipt: Receipt): void {
  const { terms, guest, host, guestSignature, hostSignature } = receipt;
  const consent = consentHash(consentOf(receipt, { ...receipt, terms: hashOfTerms(terms) }));
  const both =
    verify(guest, guestSignature, consent) &&
    verify(host, hostSignature, receiptHash(consent, guestSignature));
  if (!both) throw new SessionError('CONSENT_SIGNATURE');
}

/** One spelling: these members in this order, without spaces. */
export function encodeReceipt(receipt: Receipt): string {
  const { text: words, attested, expiresAt } = receipt.terms;
  const { version, handling, limits, licence, phone, guardian } = words;
  const { points, where, contact, word } = receipt.answers;
  return JSON.stringify({
    version: 1,
    roomId: toHex(receipt.roomId),
    joinKey: toHex(receipt.joinKey),
    generation: receipt.generation,
    guest: toHex(receipt.guest),
    host: toHex(receipt.host),
    terms: {
      text: { version, handling, limits, licence, phone, guardian },
      attested: inOrder(attested),
      expiresAt,
    },
    answers: {
      points: inOrder(points),
      where,
      contact,
      word,
      guardian: receipt.answers.guardian,
    },
    at: receipt.at,
    guestSignature: toHex(receipt.guestSignature),
    hostSignature: toHex(receipt.hostSignature),
  });
}

/** Throws SessionError RECORD_SHAPE for what is no receipt. It may still be one that nobody has signed. */
export function decodeReceipt(json: string): Receipt {
  try {
    const { version, ...receipt } = v.parse(ReceiptSchema, JSON.parse(json));
    return receipt;
  } catch {
    throw new SessionError('RECORD_SHAPE');
  }
}

/** In a record, as its text. */
export const receiptField = v.optional(v.pipe(v.string(), v.transform(decodeReceipt)));

function inOrder(points: Attested | Answers['points']): Record<string, unknown> {
  return Object.fromEntries(POINTS.map((point) => [point, points[point]]));
}

function consentOf(parties: Parties, said: Omit<Acceptance, 'signature'>): Consent {
  const { roomId, joinKey, generation, guest, host } = parties;
  const { points, where, contact, word, guardian } = said.answers;
  const numbers = POINTS.map((point) => {
    const given = points[point];
    return given === undefined ? 0 : ANSWERS.indexOf(given) + 1;
  });
  return {
    roomId,
    joinKey,
    generation,
    guest,
    host,
    terms: said.terms,
    answers: answersHash({ points: numbers, where, contact, word, guardian }),
    at: said.at,
  };
}
