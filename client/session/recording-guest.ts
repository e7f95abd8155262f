import { toHex } from '../../crypto/hex.ts';
import { CryptoError } from '../../crypto/errors.ts';
import {
  HOST_SEAT,
  signConsent,
  signRevocation,
  verifyConsent,
  type ConsentTerms,
  type Scope,
} from '../../crypto/recording-consent.ts';
import {
  decodeAsk,
  decodeState,
  encodeAnswer,
  encodeRevoke,
  type RecordingState,
} from './recording-message.ts';
import { CONSENT_MS, isFor, termsOf, type Parties } from './recording-terms.ts';

/** The guest's side of consent, under the identities of one handshake. */
export class GuestConsent {
  readonly #parties: Parties;
  readonly #seen = new Set<string>();
  #terms: ConsentTerms | undefined;
  #allowed = false;

  constructor(parties: Parties) {
    this.#parties = parties;
  }

  /**
   * What is asked; in place of an earlier question, and of what was agreed to. Throws RECORDING_STATE
   * for a question that came before, RECORDING_EXPIRED for one without end, RECORDING_SIGNATURE for one
   * that is not the host's.
   */
  asked(body: Uint8Array): Scope {
    const message = decodeAsk(body);
    const nonce = toHex(message.nonce);
    if (this.#seen.has(nonce)) throw new CryptoError('RECORDING_STATE');
    const lasts = message.expiry - message.start;
    if (lasts <= 0 || lasts > CONSENT_MS) throw new CryptoError('RECORDING_EXPIRED');
    const terms = termsOf(this.#parties, message);
    verifyConsent(terms, HOST_SEAT, message.signature);
    this.#seen.add(nonce);
    this.#terms = terms;
    this.#allowed = false;
    return terms.scope;
  }

  /** The body of the answer; undefined when nothing is asked any more. */
  answer(allow: boolean): Uint8Array | undefined {
    const terms = this.#terms;
    if (!terms || this.#allowed) return undefined;
    this.#allowed = allow;
    if (!allow) this.#terms = undefined;
    const { seat, identity } = this.#parties;
    const signature = allow ? signConsent(terms, seat, identity.secretKey) : undefined;
    return encodeAnswer({ nonce: terms.nonce, signature });
  }

  /** The body that says that the consent still stands; undefined when there is none. */
  get beat(): Uint8Array | undefined {
    return this.#allowed ? this.#terms?.nonce : undefined;
  }

  /** Takes it back: nothing is said for it any more. Undefined when there is none. */
  revoke(now: number): Uint8Array | undefined {
    const nonce = this.beat;
    const terms = this.#terms;
    this.end();
    if (!terms || !nonce) return undefined;
    const { seat, identity } = this.#parties;
    const signature = signRevocation(terms, seat, now, identity.secretKey);
    return encodeRevoke({ nonce, at: now, signature });
  }

  /** Undefined for what is said of another question than the last. */
  said(body: Uint8Array): RecordingState | undefined {
    const { nonce, state } = decodeState(body);
    if (!isFor(this.#terms, nonce)) return undefined;
    if (state === 'over') this.end();
    return state;
  }

  end(): void {
    this.#terms = undefined;
    this.#allowed = false;
  }
}
