import { signature, type Signature } from '../../crypto/brand.ts';
import { CryptoError } from '../../crypto/errors.ts';
import type { Random } from '../../crypto/random.ts';
import {
  signConsent,
  verifyConsents,
  verifyRevocation,
  type ConsentTerms,
  type Scope,
} from '../../crypto/recording-consent.ts';
import {
  decodeAnswer,
  decodeBeat,
  decodeRevoke,
  encodeAsk,
  type RevokeMessage,
} from './recording-message.ts';
import {
  CONSENT_MS,
  GUEST_SEAT,
  isFor,
  SILENCE_MS,
  termsOf,
  type Parties,
} from './recording-terms.ts';

/** What everybody signed, to be kept with what was recorded. */
export interface ConsentReceipts {
  readonly terms: ConsentTerms;
  readonly signatures: ReadonlyMap<number, Signature>;
}

/**
 * The host's side of consent under the identities of one handshake: asks, checks every signature, and
 * says at each moment whether recording is allowed. Another handshake needs another of these.
 */
export class HostConsent {
  readonly #parties: Parties;
  readonly #random: Random;
  #terms: ConsentTerms | undefined;
  #own: Signature | undefined;
  #receipts: ConsentReceipts | undefined;
  #heardAt = 0;

  constructor(parties: Parties, random: Random) {
    this.#parties = parties;
    this.#random = random;
  }

  /** The nonce of what is asked or agreed to now. */
  get nonce(): Uint8Array | undefined {
    return this.#terms?.nonce;
  }

  get receipts(): ConsentReceipts | undefined {
    return this.#receipts;
  }

  /** The body of the question. Whatever was agreed to before is over. */
  ask(scope: Scope, now: number): Uint8Array {
    this.end();
    const { seat, identity } = this.#parties;
    const fields = { scope, start: now, expiry: now + CONSENT_MS, nonce: this.#random(16) };
    const terms = termsOf(this.#parties, fields);
    this.#terms = terms;
    this.#own = signConsent(terms, seat, identity.secretKey);
    return encodeAsk({ ...fields, signature: this.#own });
  }

  /**
   * False for a no. Throws RECORDING_STATE for an answer to anything but the question that stands,
   * and what `verifyConsents` throws.
   */
  answered(body: Uint8Array, now: number): boolean {
    const { nonce, signature: theirs } = decodeAnswer(body);
    const terms = this.#expect(nonce);
    if (this.#receipts || !this.#own) throw new CryptoError('RECORDING_STATE');
    if (!theirs) {
      this.end();
      return false;
    }
    const signatures = new Map([
      [this.#parties.seat, this.#own],
      [GUEST_SEAT, signature(theirs)],
    ]);
    verifyConsents(terms, signatures, now);
    this.#receipts = { terms, signatures };
    this.#heardAt = now;
    return true;
  }

  /** The other side still agrees. Throws RECORDING_STATE when there is nothing to agree to. */
  beat(body: Uint8Array, now: number): void {
    this.#expect(decodeBeat(body));
    this.#heardAt = now;
  }

  /**
   * The consent is taken back, and over whether or not that is signed well. Throws RECORDING_STATE for
   * one that does not stand, RECORDING_SIGNATURE for a wrong signature.
   */
  revoked(body: Uint8Array): RevokeMessage {
    const message = decodeRevoke(body);
    const terms = this.#expect(message.nonce);
    this.end();
    verifyRevocation(terms, GUEST_SEAT, message.at, message.signature);
    return message;
  }

  /** Whether recording is allowed at this moment; what was not heard of for six seconds is over. */
  holds(now: number): boolean {
    const terms = this.#receipts?.terms;
    if (!terms) return false;
    return now < terms.expiry && now >= terms.start && now - this.#heardAt <= SILENCE_MS;
  }

  end(): void {
    this.#terms = this.#own = this.#receipts = undefined;
  }

  #expect(nonce: Uint8Array): ConsentTerms {
    if (!isFor(this.#terms, nonce)) throw new CryptoError('RECORDING_STATE');
    return this.#terms;
  }
}
