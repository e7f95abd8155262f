import type { Hash, RoomId, Signature, SigningPublicKey } from './brand.ts';
import { uint } from './encoding.ts';
import { hash } from './kdf.ts';
import { LABEL } from './labels.ts';

/** What a host says before anybody comes in; texts are plain. */
export interface ConsentTerms {
  readonly version: string;
  readonly handling: string;
  readonly limits: string;
  readonly licence: string;
  readonly phone: string;
  readonly guardian: boolean;
  /** What the host attests of its own side: one bit a point, the first in the lowest. */
  readonly attested: number;
  /** Milliseconds since the epoch, by the host's clock. */
  readonly expiresAt: number;
}

/** What a guest answers; every text may be empty. */
export interface ConsentAnswers {
  /** One number a point, in their order: 0 skipped, 1 yes, 2 no, 3 later. */
  readonly points: readonly number[];
  readonly where: string;
  readonly contact: string;
  readonly word: string;
  readonly guardian: string;
}

/** All that an acceptance is bound to: this room, seat and handshake, these words and answers. */
export interface Consent {
  readonly roomId: RoomId;
  /** Names the seat; a guest knows no other name of it. */
  readonly joinKey: SigningPublicKey;
  /** Of the handshake's resume secret. */
  readonly generation: number;
  readonly guest: SigningPublicKey;
  readonly host: SigningPublicKey;
  readonly terms: Hash;
  readonly answers: Hash;
  /** Milliseconds since the epoch, by the guest's clock. */
  readonly at: number;
}

export function termsHash(terms: ConsentTerms): Hash {
  return hash(
    LABEL.terms,
    terms.version,
    terms.handling,
    terms.limits,
    terms.licence,
    terms.phone,
    uint(terms.guardian ? 1 : 0, 1),
    uint(terms.attested, 1),
    uint(terms.expiresAt, 8),
  );
}

export function answersHash(answers: ConsentAnswers): Hash {
  const { points, where, contact, word, guardian } = answers;
  return hash(LABEL.answers, Uint8Array.from(points), where, contact, word, guardian);
}

/** What the guest signs. */
export function consentHash(consent: Consent): Hash {
  return hash(
    LABEL.consent,
    consent.roomId,
    consent.joinKey,
    uint(consent.generation, 4),
    consent.guest,
    consent.host,
    consent.terms,
    consent.answers,
    uint(consent.at, 8),
  );
}

/** What the host signs: the same, and that the guest has signed it. */
export function receiptHash(consent: Hash, guestSignature: Signature): Hash {
  return hash(LABEL.receipt, consent, guestSignature);
}
