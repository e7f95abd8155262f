import { bodyAttempt, bodyKind } from '../../crypto/body.ts';
import { resumeSecret, type Fingerprint, type Psk } from '../../crypto/brand.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { CryptoError, type CryptoErrorCode } from '../../crypto/errors.ts';
import { Initiator } from '../../crypto/handshake/initiator.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { accessKeyPairFromSeed, accessSeed, joinKeyPair, roomId } from '../../crypto/link.ts';
import type { Random } from '../../crypto/random.ts';
import type { SigningKeyPair } from '../../crypto/signing.ts';
import { SessionError, type SessionErrorCode } from './errors.ts';
import {
  encodeGuestRecord,
  wipeGuestRecord,
  type GuestRecord,
  type ResumeSlot,
} from './guest-record.ts';
import { toHex } from '../../crypto/hex.ts';
import { ATTEMPTS_A_LINK } from './host-record.ts';
import { decodeSignalMessage, encodeSignalMessage, type SignalMessage } from './signal-message.ts';

export type GuestEffect =
  | { readonly kind: 'send'; readonly body: Uint8Array }
  /** Must be on the device before the next effect is carried out. */
  | { readonly kind: 'store'; readonly record: string }
  /** The first handshake is done: the host sees the request, and a connection can be prepared. */
  | { readonly kind: 'asked'; readonly session: Session }
  /** In the room (again). `link`: the direct connection that the host still holds, if any. */
  | { readonly kind: 'admitted'; readonly session: Session; readonly link: string | null }
  | { readonly kind: 'signal'; readonly message: SignalMessage }
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

  constructor(options: { record: GuestRecord; random: Random }) {
    this.#record = options.record;
    this.#random = options.random;
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

  /** Seals a message for the host; empty when no sealed channel stands. */
  seal(message: SignalMessage): GuestEffect[] {
    if (!this.#channel || !this.#welcomed) return [];
    return this.#channel
      .seal(encodeSignalMessage(message))
      .map((body) => ({ kind: 'send', body }) as const);
  }

  /** Keeps what is not secret but must survive a reload. */
  update(
    patch: Partial<
      Pick<
        GuestRecord,
        'verified' | 'media' | 'hold' | 'startedAt' | 'attempts' | 'informed' | 'asked'
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
    if (message.type !== 'welcome') {
      if (!this.#welcomed) throw new SessionError('SIGNAL_STATE');
      return [{ kind: 'signal', message }];
    }
    if (this.#welcomed || message.generation !== session.generation) {
      throw new SessionError('SIGNAL_STATE');
    }
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
      throw error;
    }
  }

  #store(record: GuestRecord): GuestEffect {
    this.#record = record;
    return { kind: 'store', record: encodeGuestRecord(record) };
  }
}
