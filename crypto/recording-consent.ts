import type { Hash, RoomId, Signature, SigningPublicKey, SigningSecretKey } from './brand.ts';
import { concat } from './bytes.ts';
import { uint } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { hash } from './kdf.ts';
import { LABEL } from './labels.ts';
import { sign, verify } from './signing.ts';

/** What is recorded, as it is signed. */
export const SCOPE = { sound: 1, pictures: 2 } as const;
export type Scope = keyof typeof SCOPE;

/** The host is no guest and has no seat of a link. */
export const HOST_SEAT = 255;

/** Somebody in the conversation, by the identity that the present handshake gave them. */
export interface Participant {
  /** The guest's seat, from 0, or HOST_SEAT. */
  readonly seat: number;
  readonly identity: SigningPublicKey;
}

/** What all agree to, each by a signature of their own. */
export interface ConsentTerms {
  readonly roomId: RoomId;
  /** Generation of the handshake. */
  readonly epoch: number;
  /** Everybody, in the order of their seats. */
  readonly roster: readonly Participant[];
  readonly scope: Scope;
  /** Milliseconds since the epoch by the host's clock: from when, and until before when. */
  readonly start: number;
  readonly expiry: number;
  /** 16 random bytes, drawn for each time that it is asked. */
  readonly nonce: Uint8Array;
}

/** Signatures by seat. */
export type Consents = ReadonlyMap<number, Signature>;

/** Throws RECORDING_SIGNATURE for a seat that nobody has. */
export function signConsent(
  terms: ConsentTerms,
  seat: number,
  secretKey: SigningSecretKey,
): Signature {
  return sign(secretKey, consentHash(terms, seat));
}

/** Throws RECORDING_SIGNATURE unless this participant signed just these terms. */
export function verifyConsent(terms: ConsentTerms, seat: number, signed: Uint8Array): void {
  const { identity } = participant(terms, seat);
  if (!verify(identity, signed, consentHash(terms, seat))) throw signatureError();
}

/**
 * Everybody has agreed to just this, and it is the time for it. Throws RECORDING_MISSING,
 * RECORDING_SIGNATURE or RECORDING_EXPIRED.
 */
export function verifyConsents(terms: ConsentTerms, consents: Consents, now: number): void {
  for (const { seat } of terms.roster) {
    const signed = consents.get(seat);
    if (!signed) throw new CryptoError('RECORDING_MISSING');
    verifyConsent(terms, seat, signed);
  }
  if (consents.size !== terms.roster.length) throw signatureError();
  if (now < terms.start || now >= terms.expiry) throw new CryptoError('RECORDING_EXPIRED');
}

/** `at`: when, by the signer's clock. */
export function signRevocation(
  terms: ConsentTerms,
  seat: number,
  at: number,
  secretKey: SigningSecretKey,
): Signature {
  return sign(secretKey, revocationHash(terms, seat, at));
}

/** Throws RECORDING_SIGNATURE unless this participant took back their consent to just these terms. */
export function verifyRevocation(
  terms: ConsentTerms,
  seat: number,
  at: number,
  signed: Uint8Array,
): void {
  const { identity } = participant(terms, seat);
  if (!verify(identity, signed, revocationHash(terms, seat, at))) throw signatureError();
}

/** What one participant signs. */
export function consentHash(terms: ConsentTerms, seat: number): Hash {
  const { identity } = participant(terms, seat);
  return hash(
    LABEL.recording,
    terms.roomId,
    uint(terms.epoch, 4),
    rosterHash(terms.roster),
    uint(seat, 1),
    identity,
    uint(SCOPE[terms.scope], 1),
    uint(terms.start, 8),
    uint(terms.expiry, 8),
    terms.nonce,
  );
}

const rosterHash = (roster: readonly Participant[]): Hash =>
  hash(
    LABEL.recordingRoster,
    ...roster.map(({ seat, identity }) => concat(uint(seat, 1), identity)),
  );

const revocationHash = (terms: ConsentTerms, seat: number, at: number): Hash =>
  hash(LABEL.recordingRevoke, consentHash(terms, seat), uint(at, 8));

function participant({ roster }: ConsentTerms, seat: number): Participant {
  const found = roster.find((one) => one.seat === seat);
  if (!found) throw signatureError();
  return found;
}

const signatureError = (): CryptoError => new CryptoError('RECORDING_SIGNATURE');
