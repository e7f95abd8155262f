import { bodyAttempt, bodyKind } from '../../crypto/body.ts';
import {
  resumeSecret,
  type Claim,
  type Fingerprint,
  type SigningPublicKey,
} from '../../crypto/brand.ts';
import { RelayChannel } from '../../crypto/channel/relay-channel.ts';
import { CryptoError, type CryptoErrorCode } from '../../crypto/errors.ts';
import type { HandshakeContext } from '../../crypto/handshake/context.ts';
import { openFirstMessage, Responder } from '../../crypto/handshake/responder.ts';
import type { FirstMessage } from '../../crypto/handshake/responder.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { accessKeyPairFromSeed, accessSeed, hostKeyPair, roomId } from '../../crypto/link.ts';
import type { Random } from '../../crypto/random.ts';
import type { KickReason } from '../../signaling/protocol/messages.ts';
import { countersign, type Parties, type Receipt, type Terms } from './consent.ts';
import { SessionError, type SessionErrorCode } from './errors.ts';
import type { ResumeSlot } from './guest-record.ts';
import { toHex } from '../../crypto/hex.ts';
import {
  ATTEMPTS_A_LINK,
  encodeHostRecord,
  wipeHostRecord,
  type HostRecord,
  type SeatRecord,
} from './host-record.ts';
import {
  decodeSignalMessage,
  encodeSignalMessage,
  type RoomMessage,
  type SignalMessage,
} from './signal-message.ts';

export type HostEffect =
  | { readonly kind: 'send'; readonly connection: number; readonly body: Uint8Array }
  /** Must be on the device before the next effect is carried out. */
  | { readonly kind: 'store'; readonly record: string }
  | {
      readonly kind: 'seal';
      readonly seat: number;
      readonly connection: number;
      readonly key: SigningPublicKey;
    }
  | { readonly kind: 'kick'; readonly connection: number; readonly reason: KickReason }
  /** The list of waiting guests, or what is known of them, changed. */
  | { readonly kind: 'waiting' }
  /** Someone is in the room (again); a welcome must be sealed to them first of all. */
  | {
      readonly kind: 'joined';
      readonly connection: number;
      readonly seat: number;
      readonly session: Session;
    }
  | { readonly kind: 'left'; readonly connection: number; readonly seat: number }
  | {
      readonly kind: 'signal';
      readonly connection: number;
      readonly seat: number;
      readonly message: RoomMessage;
    }
  /** The sealed channel to someone is gone: they must shake hands anew. */
  | { readonly kind: 'severed' }
  | {
      readonly kind: 'failed';
      readonly connection: number;
      readonly code: CryptoErrorCode | SessionErrorCode;
    };

/** One relay connection that holds a seat's key. */
interface Claimant {
  readonly seat: number;
  readonly since: number;
  /** The relay let it in by the access key. */
  sealed: boolean;
  responder?: Responder | undefined;
  /** Proven with the third message. */
  claim?: Claim | undefined;
  session?: Session | undefined;
  channel?: RelayChannel | undefined;
  /** What this one was told, and what both have signed of it. */
  terms?: Terms | undefined;
  receipt?: Receipt | undefined;
  inRoom: boolean;
}

export interface Waiting {
  readonly connection: number;
  readonly seat: number;
  readonly since: number;
  /** checking: keys are being agreed on; reading: has not accepted yet; ready: can be admitted. */
  readonly state: 'checking' | 'reading' | 'ready';
}

/** First messages remembered a seat; a repeated one is a replay and costs nothing. */
const REMEMBERED_COMMITMENTS = 256;

/**
 * The host's side of one session with any number of seats: bytes and events in, effects out, in
 * the order in which they must be carried out. It enforces every rule itself (one person a link,
 * attempts, rivals, what resumes): the relay's word is only a hint.
 */
export class HostSession {
  readonly #random: Random;
  readonly #takeFingerprint: () => Fingerprint;
  readonly #claimants = new Map<number, Claimant>();
  readonly #commitments = new Map<number, Set<string>>();
  readonly #now: () => number;
  #record: HostRecord;

  /** `takeFingerprint` gives the fingerprint of a fresh certificate at every call. */
  constructor(options: {
    record: HostRecord;
    random: Random;
    now: () => number;
    takeFingerprint: () => Fingerprint;
  }) {
    this.#record = options.record;
    this.#random = options.random;
    this.#now = options.now;
    this.#takeFingerprint = options.takeFingerprint;
  }

  get record(): HostRecord {
    return this.#record;
  }

  /** Who waits to be admitted; nobody on a contested link. */
  get waiting(): Waiting[] {
    return [...this.#claimants]
      .filter(([, { seat: index, inRoom }]) => {
        const seat = this.#seat(index);
        return !inRoom && seat.linkSecret !== undefined && !seat.contested;
      })
      .map(([connection, { seat, since, session, receipt }]) => ({
        connection,
        seat,
        since,
        state: receipt ? 'ready' : session ? 'reading' : 'checking',
      }));
  }

  /** The seats as the relay must know them, with the keys that are burnt. */
  relaySeats(): {
    seats: { key: SigningPublicKey; sealed: boolean }[];
    spent: { key: SigningPublicKey; seat: number }[];
  } {
    return {
      seats: this.#record.seats.map(({ joinKey, accessSeed: seed }) =>
        seed ? { key: accessKey(seed), sealed: true } : { key: joinKey, sealed: false },
      ),
      spent: this.#record.seats.flatMap(({ joinKey, accessSeed: seed }, seat) =>
        seed ? [{ key: joinKey, seat }] : [],
      ),
    };
  }

  claimed(connection: number, seat: number, sealed: boolean, now: number): HostEffect[] {
    if (seat >= this.#record.seats.length) return [];
    this.#drop(connection);
    this.#claimants.set(connection, { seat, since: now, sealed, inRoom: false });
    return [{ kind: 'waiting' }];
  }

  gone(connection: number): HostEffect[] {
    const claimant = this.#claimants.get(connection);
    if (!claimant) return [];
    this.#drop(connection);
    return claimant.inRoom
      ? [{ kind: 'left', connection, seat: claimant.seat }]
      : [{ kind: 'waiting' }];
  }

  /**
   * The relay connection is lost, or the relay begins anew to name who is there: everything that
   * hung on the numbers it gave is void.
   */
  detached(): HostEffect[] {
    return [...this.#claimants.keys()].flatMap((connection) => this.gone(connection));
  }

  /** A body from a guest. Never throws for what it holds. */
  received(connection: number, body: Uint8Array): HostEffect[] {
    const claimant = this.#claimants.get(connection);
    if (!claimant) return [];
    try {
      switch (bodyKind(body)) {
        case 1:
          return this.#first(connection, claimant, body);
        case 6:
          return this.#sealed(connection, claimant, body);
        default:
          return this.#handshake(connection, claimant, body);
      }
    } catch (error) {
      if (error instanceof CryptoError || error instanceof SessionError) {
        return [{ kind: 'failed', connection, code: error.code }];
      }
      throw error;
    }
  }

  /** Lets a waiting guest in: burns the link, here first and then at the relay. */
  admit(connection: number): HostEffect[] {
    const claimant = this.#claimants.get(connection);
    const session = claimant?.session;
    if (!claimant || !session || !claimant.receipt || claimant.inRoom) return [];
    const seat = this.#seat(claimant.seat);
    if (!seat.linkSecret || seat.contested) return [];
    const seed = accessSeed(session.resumeSecret);
    seat.linkSecret.fill(0);
    const stored = this.#storeSeat(claimant.seat, {
      linkSecret: undefined,
      resume: slotOf(session),
      accessSeed: seed,
      code: session.spokenCode,
      receipt: claimant.receipt,
    });
    return [stored, ...this.#enter(connection, claimant, session), { kind: 'waiting' }];
  }

  decline(connection: number): HostEffect[] {
    const claimant = this.#claimants.get(connection);
    if (!claimant || claimant.inRoom) return [];
    return [this.#kick(connection, 'declined'), { kind: 'waiting' }];
  }

  /** The host answered that the link may be tried 16 times more. */
  allowMore(seat: number): HostEffect[] {
    const { attempts } = this.#seat(seat);
    return [this.#storeSeat(seat, { allowance: attempts + ATTEMPTS_A_LINK }), { kind: 'waiting' }];
  }

  /** Seals a message for someone in the room; empty when no sealed channel stands. */
  seal(connection: number, message: SignalMessage): HostEffect[] {
    const claimant = this.#claimants.get(connection);
    return claimant?.inRoom ? this.#sealFor(connection, claimant, message) : [];
  }

  verified(seat: number, verified: SeatRecord['verified']): HostEffect[] {
    return [this.#storeSeat(seat, { verified })];
  }

  update(
    patch: Partial<
      Pick<HostRecord, 'media' | 'hold' | 'hidden' | 'startedAt' | 'terms' | 'attested' | 'log'>
    >,
  ): HostEffect[] {
    return [this.#store({ ...this.#record, ...patch })];
  }

  /** Zeroes every secret; returns how many there were. */
  wipe(): number {
    let live = 0;
    for (const [connection, claimant] of this.#claimants) {
      live += [claimant.responder, claimant.session, claimant.channel].filter(Boolean).length;
      this.#drop(connection);
    }
    return live + wipeHostRecord(this.#record);
  }

  #first(connection: number, claimant: Claimant, body: Uint8Array): HostEffect[] {
    const seat = this.#seat(claimant.seat);
    if (seat.contested) return [this.#kick(connection, 'contested'), { kind: 'waiting' }];
    const psk = seat.resume?.secret ?? seat.linkSecret;
    if (!psk) return [];
    const context = this.#context(seat);
    let first: FirstMessage;
    try {
      first = openFirstMessage(body, context, psk);
    } catch (error) {
      // Under a secret that this seat does not hold (any more): costs nothing, says nothing.
      if (error instanceof CryptoError) return [];
      throw error;
    }
    if (this.#isReplay(claimant.seat, toHex(first.commitment))) return [];
    const effects: HostEffect[] = [];
    if (context.mode === 'join') {
      if (seat.attempts >= seat.allowance) {
        return [this.#kick(connection, 'exhausted'), { kind: 'waiting' }];
      }
      effects.push(this.#storeSeat(claimant.seat, { attempts: seat.attempts + 1 }));
    } else {
      // One pending handshake a seat, the newest: an older tab must not finish later and win.
      for (const other of this.#onSeat(claimant.seat)) this.#forget(other);
    }
    this.#forget(claimant);
    claimant.inRoom = false;
    const hostKeys = hostKeyPair(this.#record.hostSeed);
    claimant.responder = new Responder({
      first,
      context,
      psk,
      hostSecretKey: hostKeys.secretKey,
      fingerprint: this.#takeFingerprint(),
      random: this.#random,
      knownIdentity: (id) => this.#isKnown(claimant, id),
    });
    hostKeys.secretKey.fill(0);
    effects.push(this.#answer(connection, claimant, claimant.responder));
    return [...effects, { kind: 'waiting' }];
  }

  /** The attempt counts whether or not the guest's key can be agreed on. */
  #answer(connection: number, claimant: Claimant, responder: Responder): HostEffect {
    try {
      return { kind: 'send', connection, body: responder.start() };
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      claimant.responder = undefined;
      return { kind: 'failed', connection, code: error.code };
    }
  }

  #handshake(connection: number, claimant: Claimant, body: Uint8Array): HostEffect[] {
    const { responder } = claimant;
    if (!responder || toHex(responder.attempt) !== toHex(bodyAttempt(body))) return [];
    const step = this.#stepOrForget(claimant, responder, body);
    if (step.kind === 'reply') {
      claimant.claim = step.claim;
      const replaced = this.#settleClaims(connection, claimant);
      if (replaced === 'contested') return this.#contest(claimant.seat);
      return [...replaced, { kind: 'send', connection, body: step.body }];
    }
    claimant.responder = undefined;
    claimant.session = step.session;
    claimant.channel = new RelayChannel({ session: step.session, role: 'responder' });
    const seat = this.#seat(claimant.seat);
    if (!seat.resume) return [...this.#tell(connection, claimant), { kind: 'waiting' }];
    seat.resume.secret.fill(0);
    const stored = this.#storeSeat(claimant.seat, { resume: slotOf(step.session) });
    return [stored, ...this.#enter(connection, claimant, step.session)];
  }

  /** The words of now; what is changed later is for whoever comes later. */
  #tell(connection: number, claimant: Claimant): HostEffect[] {
    const { terms: text, attested, expiresAt } = this.#record;
    claimant.terms = { text, attested, expiresAt };
    return this.#sealFor(connection, claimant, { type: 'terms', terms: claimant.terms });
  }

  #sealFor(connection: number, { channel }: Claimant, message: SignalMessage): HostEffect[] {
    const bodies = channel?.seal(encodeSignalMessage(message)) ?? [];
    return bodies.map((body) => ({ kind: 'send', connection, body }));
  }

  #stepOrForget(claimant: Claimant, responder: Responder, body: Uint8Array) {
    try {
      return responder.receive(body);
    } catch (error) {
      claimant.responder = undefined;
      throw error;
    }
  }

  /** One person who came again replaces the older connection; two people are a contest. */
  #settleClaims(connection: number, { seat, claim }: Claimant): HostEffect[] | 'contested' {
    // Who resumes has proven a secret that only the admitted tab holds; copies of that tab are
    // settled when one of them finishes.
    if (this.#seat(seat).resume || !claim) return [];
    const others = [...this.#claimants].filter(
      ([other, theirs]) => other !== connection && theirs.seat === seat && theirs.claim,
    );
    const mine = toHex(claim);
    if (others.some(([, theirs]) => theirs.claim && toHex(theirs.claim) !== mine)) {
      return 'contested';
    }
    return others.map(([other]) => this.#kick(other, 'replaced'));
  }

  #contest(seat: number): HostEffect[] {
    const stored = this.#storeSeat(seat, { contested: true });
    const everybody = [...this.#claimants]
      .filter(([, theirs]) => theirs.seat === seat)
      .map(([other]) => this.#kick(other, 'contested'));
    return [stored, ...everybody, { kind: 'waiting' }];
  }

  /** The seat is this connection's: burn it at the relay if need be, and send others away. */
  #enter(connection: number, claimant: Claimant, session: Session): HostEffect[] {
    const effects: HostEffect[] = [];
    for (const [other, { seat }] of [...this.#claimants]) {
      if (other === connection || seat !== claimant.seat) continue;
      effects.push(this.#kick(other, 'replaced'));
    }
    const seed = this.#seat(claimant.seat).accessSeed;
    if (!claimant.sealed && seed) {
      claimant.sealed = true;
      effects.push({ kind: 'seal', seat: claimant.seat, connection, key: accessKey(seed) });
    }
    claimant.inRoom = true;
    effects.push({ kind: 'joined', connection, seat: claimant.seat, session });
    return effects;
  }

  #sealed(connection: number, claimant: Claimant, body: Uint8Array): HostEffect[] {
    const { channel, session, inRoom, seat } = claimant;
    if (!channel || !session || toHex(bodyAttempt(body)) !== toHex(session.attempt)) return [];
    const message = this.#opened(connection, claimant, channel, body);
    if (!message || Array.isArray(message)) return message ?? [];
    if (message.type === 'accepted' && !inRoom) {
      return this.#accepted(connection, claimant, session, message);
    }
    // A waiting guest has nothing else to say yet.
    if (!inRoom) throw new SessionError('SIGNAL_STATE');
    switch (message.type) {
      case 'description':
      case 'candidates':
      case 'bye':
        return [{ kind: 'signal', connection, seat, message }];
      default:
        throw new SessionError('SIGNAL_STATE');
    }
  }

  /** What the body completes, or why nothing more can be said over this channel. */
  #opened(
    connection: number,
    claimant: Claimant,
    channel: RelayChannel,
    body: Uint8Array,
  ): SignalMessage | HostEffect[] | undefined {
    try {
      const bytes = channel.open(body);
      return bytes && decodeSignalMessage(bytes);
    } catch (error) {
      if (!(error instanceof CryptoError) && !(error instanceof SessionError)) throw error;
      // Whatever is still to be said must not be stopped by what somebody on the way sent.
      channel.wipe();
      claimant.channel = undefined;
      return [{ kind: 'failed', connection, code: error.code }, { kind: 'severed' }];
    }
  }

  #accepted(
    connection: number,
    claimant: Claimant,
    session: Session,
    acceptance: Extract<SignalMessage, { type: 'accepted' }>,
  ): HostEffect[] {
    const { terms } = claimant;
    if (!terms || claimant.receipt) throw new SessionError('SIGNAL_STATE');
    const receipt = countersign({
      parties: this.#parties(claimant.seat, session),
      own: session.ownIdentity,
      terms,
      acceptance,
      now: this.#now(),
    });
    claimant.receipt = receipt;
    const answer = { type: 'receipt', signature: receipt.hostSignature } as const;
    return [...this.#sealFor(connection, claimant, answer), { kind: 'waiting' }];
  }

  #parties(seat: number, { generation, ownIdentity, peerIdentity }: Session): Parties {
    const { roomId: room, joinKey } = this.#context(this.#seat(seat));
    const host = ownIdentity.publicKey;
    return { roomId: room, joinKey, generation, guest: peerIdentity, host };
  }

  #context(seat: SeatRecord): HandshakeContext {
    const { publicKey, secretKey } = hostKeyPair(this.#record.hostSeed);
    secretKey.fill(0);
    return {
      roomId: roomId(publicKey),
      hostKey: publicKey,
      joinKey: seat.joinKey,
      mode: seat.resume ? 'resume' : 'join',
      generation: seat.resume?.generation ?? 0,
    };
  }

  #isReplay(seat: number, commitment: string): boolean {
    const seen = this.#commitments.get(seat) ?? new Set<string>();
    this.#commitments.set(seat, seen);
    if (seen.has(commitment)) return true;
    if (seen.size >= REMEMBERED_COMMITMENTS) {
      const oldest = seen.values().next().value;
      if (oldest !== undefined) seen.delete(oldest);
    }
    seen.add(commitment);
    return false;
  }

  #isKnown(self: Claimant, id: SigningPublicKey): boolean {
    const text = toHex(id);
    return [...this.#claimants.values()].some(
      (other) => other !== self && other.session && toHex(other.session.peerIdentity) === text,
    );
  }

  #onSeat(seat: number): Claimant[] {
    return [...this.#claimants.values()].filter((claimant) => claimant.seat === seat);
  }

  #seat(index: number): SeatRecord {
    const seat = this.#record.seats[index];
    if (!seat) throw new RangeError('no such seat');
    return seat;
  }

  #kick(connection: number, reason: KickReason): HostEffect {
    this.#drop(connection);
    return { kind: 'kick', connection, reason };
  }

  #drop(connection: number): void {
    const claimant = this.#claimants.get(connection);
    if (!claimant) return;
    this.#forget(claimant);
    claimant.claim?.fill(0);
    this.#claimants.delete(connection);
  }

  /** Ends every key of a claimant's present handshake. */
  #forget(claimant: Claimant): void {
    claimant.responder?.wipe();
    claimant.responder = undefined;
    claimant.channel?.wipe();
    claimant.channel = undefined;
    claimant.session?.wipe();
    claimant.session = undefined;
    claimant.terms = undefined;
    claimant.receipt = undefined;
  }

  #storeSeat(index: number, patch: Partial<SeatRecord>): HostEffect {
    const seats = this.#record.seats.map((seat, i) => (i === index ? { ...seat, ...patch } : seat));
    return this.#store({ ...this.#record, seats });
  }

  #store(record: HostRecord): HostEffect {
    this.#record = record;
    return { kind: 'store', record: encodeHostRecord(record) };
  }
}

/** The record's own copy, which outlives the handshake's. */
function slotOf(session: Session): ResumeSlot {
  return { secret: resumeSecret(session.resumeSecret.slice()), generation: session.generation };
}

function accessKey(seed: Uint8Array): SigningPublicKey {
  const { publicKey, secretKey } = accessKeyPairFromSeed(seed);
  secretKey.fill(0);
  return publicKey;
}
