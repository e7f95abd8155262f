import { bodyAttempt, bodyKind } from '../../crypto/body.ts';
import { resumeSecret, type Fingerprint, type Psk } from '../../crypto/brand.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { CryptoError, type CryptoErrorCode } from '../../crypto/errors.ts';
import { Initiator } from '../../crypto/handshake/initiator.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { accessKeyPairFromSeed, accessSeed, joinKeyPair, roomId } from '../../crypto/link.ts';
import type { Random } from '../../crypto/random.ts';
import type { SigningKeyPair } from '../../crypto/signing.ts';
import {
  accept,
  checkReceipt,
  hashOfTerms,
  type Acceptance,
  type Answers,
  type Parties,
  type Receipt,
  type Terms,
} from './consent.ts';
import { SessionError, type SessionErrorCode } from './errors.ts';
import {
  encodeGuestRecord,
  wipeGuestRecord,
  type GuestRecord,
  type ResumeSlot,
} from './guest-record.ts';
import { toHex } from '../../crypto/hex.ts';
import { ATTEMPTS_A_LINK } from './host-record.ts';
import {
  decodeSignalMessage,
  encodeSignalMessage,
  type RoomMessage,
  type SignalMessage,
} from './signal-message.ts';

export type GuestEffect =
  | { readonly kind: 'send'; readonly body: Uint8Array }
  /** Must be on the device before the next effect is carried out. */
  | { readonly kind: 'store'; readonly record: string }
  /** The first handshake is done: the host sees the request, and a connection can be prepared. */
  | { readonly kind: 'asked'; readonly session: Session }
  /** What the host says first, to be accepted; not given again to who has accepted just this. */
  | { readonly kind: 'terms'; readonly terms: Terms }
  /** Both sides hold the same receipt. */
  | { readonly kind: 'agreed' }
  /** In the room (again). `link`: the direct connection that the host still holds, if any. */
  | { readonly kind: 'admitted'; readonly session: Session; readonly link: string | null }
  | { readonly kind: 'signal'; readonly message: RoomMessage }
  | { readonly kind: 'exhausted' }
  | { readonly kind: 'failed'; readonly code: CryptoErrorCode | SessionErrorCode };

interface Try {
  readonly initiator: Initiator;
  /** Which secret of the record it runs under. */
  readonly slot: 'link' | 'current' | 'next';
}

/**
 * The guest's side of one session, from link to room and back after every drop: bytes and events
 * in, effects out, in the order in which they must be carried out. It owns the record's secrets
 * and every key it derives; `wipe` ends them all.
 */
export class GuestSession {
  readonly #random: Random;
  #record: GuestRecord;
  #tries = new Map<string, Try>();
  #session: Session | undefined;
  #channel: RelayChannel | undefined;
  #welcomed = false;
  readonly #now: () => number;
  /** The newest that came, also of a handshake that is over: they can still be read and accepted. */
  #terms: Terms | undefined;
  /** How far the present join handshake has come in what is agreed on. */
  #agreement: 'none' | 'told' | 'accepted' | 'agreed' = 'none';
  /** What was signed in it. */
  #acceptance: Acceptance | undefined;

  constructor(options: { record: GuestRecord; random: Random; now: () => number }) {
    this.#record = options.record;
    this.#random = options.random;
    this.#now = options.now;
  }

  get record(): GuestRecord {
    return this.#record;
  }

  /** In the room as far as this side knows: the link secret is gone. */
  get admitted(): boolean {
    return this.#record.linkSecret === undefined;
  }

  /** A sealed channel to the host stands, after its welcome. */
  get welcomed(): boolean {
    return this.#welcomed;
  }

  /** The next step is a person's: the guest reads, or the host decides. */
  get rests(): boolean {
    return this.#agreement === 'told' || this.#agreement === 'agreed';
  }

  /**
   * The keys that may open the seat at the relay, the better first: a guest whose admission was
   * lost on the way already holds the access key. The caller wipes the secret keys.
   */
  relayKeys(): SigningKeyPair[] {
    const keys: SigningKeyPair[] = [];
    if (this.#record.accessSeed) keys.push(accessKeyPairFromSeed(this.#record.accessSeed));
    if (this.#record.linkSecret) keys.push(joinKeyPair(this.#record.linkSecret));
    return keys;
  }

  /**
   * The host is (newly) there: one first message under every secret that may fit, since only the
   * host knows which of them the last finished handshake left it with.
   */
  attached(fingerprint: Fingerprint): GuestEffect[] {
    this.detached();
    const effects: GuestEffect[] = [];
    const { linkSecret, current, next } = this.#record;
    if (next) effects.push(this.#begin('next', next.secret, next.generation, fingerprint));
    if (current) {
      effects.push(this.#begin('current', current.secret, current.generation, fingerprint));
    }
    if (linkSecret) effects.push(this.#begin('link', linkSecret, 0, fingerprint));
    return effects;
  }

  /** The relay connection or the host's is gone: what was under way with it is worthless. */
  detached(): void {
    for (const { initiator } of this.#tries.values()) initiator.wipe();
    this.#tries.clear();
    this.#channel?.wipe();
    this.#channel = undefined;
    this.#session?.wipe();
    this.#session = undefined;
    this.#welcomed = false;
    this.#agreement = 'none';
  }

  /** A body from the host. Never throws for what it holds: a bad one ends what it belonged to. */
  received(body: Uint8Array): GuestEffect[] {
    try {
      if (bodyKind(body) === 6) return this.#sealed(body);
      return this.#handshake(body);
    } catch (error) {
      if (error instanceof CryptoError || error instanceof SessionError) {
        return [{ kind: 'failed', code: error.code }];
      }
      throw error;
    }
  }

  /**
   * The person accepts what was shown last. Between two connections it is kept, and signed under the
   * keys of the next.
   */
  accept(answers: Answers): GuestEffect[] {
    if (!this.#terms || this.admitted) return [];
    const accepted = { terms: hashOfTerms(this.#terms), answers };
    const stored = this.#store({ ...this.#record, accepted });
    return [stored, ...(this.#agreement === 'told' ? this.#sign(answers) : [])];
  }

  /** Seals a message for the host; empty when no sealed channel stands. */
  seal(message: SignalMessage): GuestEffect[] {
    return this.#welcomed ? this.#sealNow(message) : [];
  }

  /** Keeps what is not secret but must survive a reload. */
  update(
    patch: Partial<
      Pick<
        GuestRecord,
        'verified' | 'media' | 'hold' | 'hidden' | 'startedAt' | 'attempts' | 'informed' | 'asked'
      >
    >,
  ): GuestEffect[] {
    return [this.#store({ ...this.#record, ...patch })];
  }

  /** Zeroes every secret; returns how many there were. */
  wipe(): number {
    const live = this.#tries.size + (this.#session ? 1 : 0) + (this.#channel ? 1 : 0);
    this.detached();
    return live + wipeGuestRecord(this.#record);
  }

  #begin(slot: Try['slot'], psk: Psk, generation: number, fingerprint: Fingerprint): GuestEffect {
    const initiator = new Initiator({
      context: {
        roomId: roomId(this.#record.hostKey),
        hostKey: this.#record.hostKey,
        joinKey: this.#record.joinKey,
        mode: slot === 'link' ? 'join' : 'resume',
        generation,
      },
      psk,
      fingerprint,
      claim: this.#record.claim,
      random: this.#random,
    });
    this.#tries.set(toHex(initiator.attempt), { initiator, slot });
    return { kind: 'send', body: initiator.start() };
  }

  #handshake(body: Uint8Array): GuestEffect[] {
    const attempt = toHex(bodyAttempt(body));
    const current = this.#tries.get(attempt);
    // Of an attempt that a newer one replaced: on its way when the relay told us of the change.
    if (!current) return [];
    try {
      return this.#step(attempt, current, body);
    } catch (error) {
      this.#tries.delete(attempt);
      throw error;
    }
  }

  #step(attempt: string, { initiator, slot }: Try, body: Uint8Array): GuestEffect[] {
    const step = initiator.receive(body);
    if (step.kind === 'reply') {
      for (const [other, { initiator: unused }] of this.#tries) {
        if (other === attempt) continue;
        unused.wipe();
        this.#tries.delete(other);
      }
      if (slot !== 'link') return [{ kind: 'send', body: step.body }];
      if (this.#record.attempts >= ATTEMPTS_A_LINK) {
        initiator.wipe();
        this.#tries.delete(attempt);
        return [{ kind: 'exhausted' }];
      }
      return [
        this.#store({ ...this.#record, attempts: this.#record.attempts + 1 }),
        { kind: 'send', body: step.body },
      ];
    }
    this.#tries.delete(attempt);
    const { session } = step;
    this.#session = session;
    this.#channel = new RelayChannel({ session, role: 'initiator' });
    // The two-slot rule: what comes next is kept before the host can possibly hold it.
    const stored = this.#store(this.#withNext(slot, session));
    const answer: GuestEffect = { kind: 'send', body: step.body };
    return slot === 'link' ? [stored, answer, { kind: 'asked', session }] : [stored, answer];
  }

  #withNext(slot: Try['slot'], session: Session): GuestRecord {
    const { current, next } = this.#record;
    const slotNext: ResumeSlot = {
      secret: resumeSecret(session.resumeSecret.slice()),
      generation: session.generation,
    };
    if (slot === 'next') {
      // The host proved that it holds `next`, so it has forgotten `current` (or the link secret).
      current?.secret.fill(0);
      this.#record.linkSecret?.fill(0);
      return { ...this.#record, linkSecret: undefined, current: next, next: slotNext };
    }
    next?.secret.fill(0);
    if (slot === 'current') return { ...this.#record, next: slotNext };
    this.#record.accessSeed?.fill(0);
    return {
      ...this.#record,
      next: slotNext,
      // What was signed under the keys of an earlier try is not what this one agrees on.
      receipt: undefined,
      accessSeed: accessSeed(session.resumeSecret),
      code: session.spokenCode,
    };
  }

  #sealed(body: Uint8Array): GuestEffect[] {
    const session = this.#session;
    const channel = this.#channel;
    if (!session || !channel || toHex(bodyAttempt(body)) !== toHex(session.attempt)) return [];
    const message = this.#opened(channel, body);
    if (!message) return [];
    switch (message.type) {
      case 'terms':
        return this.#told(message.terms);
      case 'receipt':
        return this.#countersigned(session, message.signature);
      case 'welcome':
        return this.#enter(session, message);
      case 'accepted':
        throw new SessionError('SIGNAL_STATE');
      default:
        if (!this.#welcomed) throw new SessionError('SIGNAL_STATE');
        return [{ kind: 'signal', message }];
    }
  }

  /** Only who joins is told anything: a resume goes on under what was agreed on then. */
  #told(terms: Terms): GuestEffect[] {
    if (!this.#joining || this.#agreement !== 'none') throw new SessionError('SIGNAL_STATE');
    this.#terms = terms;
    this.#agreement = 'told';
    const { accepted } = this.#record;
    return accepted && toHex(accepted.terms) === toHex(hashOfTerms(terms))
      ? this.#sign(accepted.answers)
      : [{ kind: 'terms', terms }];
  }

  #sign(answers: Answers): GuestEffect[] {
    const session = this.#session;
    if (!session || !this.#terms) return [];
    this.#agreement = 'accepted';
    const said = { terms: hashOfTerms(this.#terms), answers, at: this.#now() };
    this.#acceptance = accept(this.#parties(session), session.ownIdentity, said);
    return this.#sealNow({ type: 'accepted', ...this.#acceptance });
  }

  #countersigned(session: Session, hostSignature: Receipt['hostSignature']): GuestEffect[] {
    const terms = this.#terms;
    const acceptance = this.#acceptance;
    if (this.#agreement !== 'accepted' || !terms || !acceptance) {
      throw new SessionError('SIGNAL_STATE');
    }
    const { answers, at, signature: guestSignature } = acceptance;
    const parties = this.#parties(session);
    const receipt = { ...parties, terms, answers, at, guestSignature, hostSignature };
    checkReceipt(receipt);
    this.#agreement = 'agreed';
    return [this.#store({ ...this.#record, receipt }), { kind: 'agreed' }];
  }

  #parties({ generation, ownIdentity, peerIdentity }: Session): Parties {
    const { hostKey, joinKey } = this.#record;
    const guest = ownIdentity.publicKey;
    return { roomId: roomId(hostKey), joinKey, generation, guest, host: peerIdentity };
  }

  /** The handshake that stands began with the link. */
  get #joining(): boolean {
    return this.#session?.generation === 1;
  }

  #enter(session: Session, message: Extract<SignalMessage, { type: 'welcome' }>): GuestEffect[] {
    if (this.#welcomed || message.generation !== session.generation) {
      throw new SessionError('SIGNAL_STATE');
    }
    // A host that lets somebody in who was told nothing is not taken at its word.
    if (this.#joining && this.#agreement !== 'agreed') throw new SessionError('CONSENT_MISSING');
    this.#welcomed = true;
    const { current, next, linkSecret } = this.#record;
    current?.secret.fill(0);
    linkSecret?.fill(0);
    return [
      this.#store({ ...this.#record, linkSecret: undefined, current: next, next: undefined }),
      { kind: 'admitted', session, link: message.link },
    ];
  }

  /**
   * A body that does not belong ends the channel, and a new handshake must make another: whatever
   * is still to be said must not be stopped by what somebody else on the way sent.
   */
  #opened(channel: RelayChannel, body: Uint8Array): SignalMessage | undefined {
    try {
      const bytes = channel.open(body);
      return bytes && decodeSignalMessage(bytes);
    } catch (error) {
      channel.wipe();
      this.#channel = undefined;
      this.#welcomed = false;
      this.#agreement = 'none';
      throw error;
    }
  }

  #sealNow(message: SignalMessage): GuestEffect[] {
    const bodies = this.#channel?.seal(encodeSignalMessage(message)) ?? [];
    return bodies.map((body) => ({ kind: 'send', body }));
  }

  #store(record: GuestRecord): GuestEffect {
    this.#record = record;
    return { kind: 'store', record: encodeGuestRecord(record) };
  }
}
