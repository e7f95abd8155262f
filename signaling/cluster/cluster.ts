import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CloseCodeName } from '../protocol/close-codes.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { INTRODUCTION_MS } from '../protocol/limits.ts';
import {
  decodeRelayMessage,
  encodeRelayMessage,
  type EnrolMessage,
  type RelayMessage,
} from '../protocol/messages.ts';
import { FRAME_SMALL } from '../protocol/sizes.ts';
import type { Authority } from '../relay/authority.ts';
import { Deadlines } from '../relay/deadlines.ts';
import type { Desk } from '../relay/desk.ts';
import type { Effect } from '../relay/effect.ts';
import { enrolRefusal, type Enrolment } from '../relay/enrolment.ts';
import { POLICY } from '../relay/policy.ts';
import type { Relay } from '../relay/relay.ts';
import { TokenBucket } from '../relay/token-bucket.ts';
import type { CarriedMessage } from './carried-message.ts';
import { ClusterKeys, PROCESS_ID_BYTES } from './cluster-keys.ts';
import { Home, type LineEffect } from './home.ts';
import { isSigned, readIntroduction } from './introduction.ts';
import { Leases } from './leases.ts';
import type { Line } from './line.ts';
import { Peers, type Peer } from './peers.ts';
import { Redis, type RedisPlace } from './redis.ts';
import { SharedLimits } from './shared-limits.ts';

/** What a client may send while Redis is asked where its room is; frames. */
const EARLY_MAX = 8;
/** A home answers each introduction; milliseconds. */
const ANSWER_MS = 4000;
/** Leases are renewed every so many ticks. */
const RENEW_TICKS = 5;
/** After Redis came back every process first says again which rooms it has; milliseconds. */
const SETTLE_MS = 1000;
/** A Redis that answers later is not waited for at the end; milliseconds. */
const LEAVE_MS = 1000;
const LAST_ID = 0xffff_ffff;

export interface ClusterOptions extends RedisPlace {
  /** The processes share it, and Redis never sees it. */
  readonly secret: string;
  readonly origin: string;
  readonly authority: Authority;
  /** Of this process alone; it knows nothing of others. */
  readonly relay: Relay;
  /** Looked at by fronts alone: a home takes the word of another process. */
  readonly enrolment: Enrolment | undefined;
  /** Carries out effects that follow from no event of a socket. */
  readonly deliver: (effects: readonly Effect[]) => void;
  /** Told of a failure of this process's own. */
  readonly failed: (error: unknown) => void;
  /** Told whenever Redis comes or goes. */
  readonly reached: (isUp: boolean) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * One of several processes that act as one relay. A room has one home, the process whose relay holds
 * it; the process that has a client's socket is its front. Where both are one, nothing passes through
 * Redis; else the front carries what comes from the client to the home, and its effects back.
 *
 * Whatever goes wrong in between (a process killed, Redis away, a message lost) ends the connections
 * that were carried with GOING_AWAY, never one that was not. The clients come back, each to any process,
 * and the host brings with its OPEN all that a home must know: nothing is handed over between homes.
 */
export class Cluster implements Desk {
  readonly #options: ClusterOptions;
  readonly #id = randomBytes(PROCESS_ID_BYTES).toString('hex');
  readonly #keys: ClusterKeys;
  readonly #redis: Redis;
  readonly #leases: Leases;
  readonly #peers: Peers;
  readonly #home: Home;
  readonly #limits = new SharedLimits(POLICY);
  readonly #lines = new Map<number, Line>();
  readonly #introductions = new Deadlines<Line>();
  /** Homes elsewhere, and what is carried to each. */
  readonly #carried = new Map<Peer, Set<Line>>();
  #lastId = 0;
  #ticks = 0;
  /** From when on Redis may be asked for rooms. */
  #settledAt = 0;
  #wasAway = false;
  #leaving = false;

  constructor(options: ClusterOptions) {
    this.#options = options;
    this.#keys = new ClusterKeys(options.secret, options.origin);
    this.#home = new Home(options.relay);
    this.#redis = new Redis(options, Peers.channels(this.#id), {
      up: () => this.#guarded(() => this.#up()),
      away: () => this.#guarded(() => this.#away()),
      message: (channel, bytes) => this.#guarded(() => this.#peers.receive(channel, bytes)),
    });
    this.#leases = new Leases(this.#redis, this.#keys, this.#id);
    this.#peers = new Peers({
      id: this.#id,
      keys: this.#keys,
      redis: this.#redis,
      now: options.now,
      message: (peer, message) => this.#carryOn(peer, message),
      told: (by, tally) => this.#limits.told(by, tally, options.now()),
      lost: (peer) => this.#lost(peer),
      renewed: (peer) => this.#lost(peer, peer.stretch),
      deaf: (peer) => {
        this.#leases.sayDead(peer.id).catch(ignored);
      },
    });
  }

  /** Settles after the first try to reach Redis, whatever came of it. Throws RedisRefusal. */
  start(): Promise<void> {
    return this.#redis.start();
  }

  /** Gives the rooms of this process back, and sends all away that others carry here. */
  async leave(): Promise<void> {
    this.#leaving = true;
    const given = [this.#leases.release(() => false), this.#leases.sayDead(this.#id)];
    // First: whoever comes back at once is to find another home.
    await Promise.race([Promise.allSettled(given), delay(LEAVE_MS, undefined, { ref: false })]);
    for (const front of this.#home.fronts) this.#peers.lose(front);
  }

  /** After the last socket is gone. */
  stop(): void {
    this.#redis.stop();
  }

  /** Connections of this process, places whose home it is, and addresses that limits are counted for. */
  get size(): { connections: number; places: number; addresses: number } {
    const { places } = this.#options.relay.size;
    return { connections: this.#lines.size, places, addresses: this.#limits.size };
  }

  nameOf(network: string): string {
    return this.#keys.addressTag(network);
  }

  refusal(address: string, now: number): CloseCodeName | undefined {
    if (this.#leaving) return 'OVERLOADED';
    return this.#limits.refusal(address, now);
  }

  connected(
    address: string,
    nonce: Uint8Array,
    now: number,
  ): { connection: number; effects: Effect[] } {
    const id = this.#nextId();
    const frames = new TokenBucket(POLICY.connectionRate, now);
    const room = { kind: 'new' } as const;
    const line: Line = {
      id,
      address,
      nonce,
      frames,
      enrolled: false,
      room,
      closed: false,
      host: false,
    };
    this.#lines.set(id, line);
    this.#limits.connected(address, now);
    this.#introductions.set(line, now + INTRODUCTION_MS);
    const message = { type: 'challenge', nonce } as const;
    return { connection: id, effects: [{ kind: 'send', connection: id, message }] };
  }

  received(id: number, frame: Uint8Array, now: number): Effect[] {
    const line = this.#live(id);
    if (!line) return [];
    const cost = frame.length > FRAME_SMALL ? POLICY.largeFrameCost : 1;
    if (!this.#limits.pay(line.address, cost, now)) return this.#close(line, 'TOO_FAST');
    const { room } = line;
    switch (room.kind) {
      case 'new':
        if (!this.#payHere(line, cost, now)) return this.#close(line, 'TOO_FAST');
        return this.#introduce(line, frame, now);
      case 'seeking':
        if (!this.#payHere(line, cost, now) || room.frames.length === EARLY_MAX) {
          return this.#close(line, 'TOO_FAST');
        }
        // A copy: it is kept until Redis answers.
        room.frames.push(new Uint8Array(frame));
        return [];
      case 'here':
        return this.#own(this.#home.received(undefined, id, frame, now) ?? []);
      case 'there':
        return this.#carry(line, room.home, { type: 'frame', line: id, frame });
    }
  }

  pinged(id: number, now: number): Effect[] {
    const line = this.#live(id);
    if (!line) return [];
    if (!this.#limits.pay(line.address, 1, now)) return this.#close(line, 'TOO_FAST');
    const { room } = line;
    if (room.kind === 'here') return this.#own(this.#home.pinged(undefined, id, now) ?? []);
    if (room.kind === 'there') return this.#carry(line, room.home, { type: 'pinged', line: id });
    return this.#payHere(line, 1, now) ? [] : this.#close(line, 'TOO_FAST');
  }

  refused(id: number, code: CloseCodeName): Effect[] {
    const line = this.#live(id);
    return line ? this.#close(line, code) : [];
  }

  disconnected(id: number, now: number): Effect[] {
    const line = this.#lines.get(id);
    if (!line) return [];
    const effects = line.closed ? [] : this.#close(line, 'GOING_AWAY');
    this.#lines.delete(id);
    this.#limits.disconnected(line.address, line.host, now);
    return effects;
  }

  /** A token is no longer good: hosts of this process come back and enrol anew. */
  enrolAnew(): Effect[] {
    const hosts = [...this.#lines.values()].filter(
      ({ closed, enrolled, host }) => !closed && (enrolled || host),
    );
    return hosts.flatMap((line) => this.#close(line, 'GOING_AWAY'));
  }

  tick(now: number): Effect[] {
    this.#ticks += 1;
    this.#redis.watch();
    this.#limits.tick(now);
    if (this.#redis.isUp && !this.#leaving) this.#say();
    const late = this.#introductions.due(now).flatMap((line) =>
      // A Redis, or a home, that takes so long is of no use.
      this.#close(line, line.room.kind === 'new' ? 'TIMEOUT' : 'OVERLOADED'),
    );
    return [...late, ...this.#own(this.#home.tick(now))];
  }

  /** Once a second. */
  #say(): void {
    this.#leases.sayAlive().catch(ignored);
    if (this.#ticks % RENEW_TICKS === 0) this.#renew();
    this.#peers.beat(new Set([...this.#carried.keys(), ...this.#home.fronts]));
    const tally = this.#limits.report();
    if (tally.size > 0) this.#peers.tell(tally);
  }

  #renew(): void {
    this.#leases
      .release((roomId) => this.#home.has(roomId))
      .then(() => this.#leases.renew())
      .then((lost) => {
        this.#guarded(() => {
          for (const roomId of lost) this.#carryOut(this.#home.abandon(roomId));
        });
      }, ignored);
  }

  #up(): void {
    if (this.#wasAway) {
      this.#settledAt = this.#options.now() + SETTLE_MS;
      this.#options.reached(true);
    }
    this.#leases.sayAlive().catch(ignored);
    this.#renew();
  }

  #away(): void {
    for (const peer of new Set([...this.#carried.keys(), ...this.#home.fronts]))
      this.#peers.lose(peer);
    this.#wasAway = true;
    this.#options.reached(false);
  }

  #introduce(line: Line, frame: Uint8Array, now: number): Effect[] {
    const { commandCost } = POLICY;
    const paid =
      this.#payHere(line, commandCost, now) && this.#limits.pay(line.address, commandCost, now);
    if (!paid) return this.#close(line, 'TOO_FAST');
    const { origin, authority } = this.#options;
    const introduction = readIntroduction(frame, authority);
    if (typeof introduction === 'string') return this.#close(line, introduction);
    if ('type' in introduction) return this.#enrol(line, introduction);
    if (!isSigned(introduction, { nonce: line.nonce, origin, authority })) {
      return this.#close(line, 'BAD_SIGNATURE');
    }
    const { message, roomId } = introduction;
    if (message.type === 'open' && this.#options.enrolment && !line.enrolled) {
      return this.#close(line, 'NOT_ENROLLED');
    }
    if (message.type === 'open' && !this.#limits.mayOpen(line.address, now)) {
      return this.#close(line, 'TOO_MANY');
    }
    if (this.#leases.holds(roomId)) return this.#stay(line, [frame], now);
    if (!this.#redis.isUp || now < this.#settledAt) return this.#close(line, 'OVERLOADED');
    const frames = [new Uint8Array(frame)];
    line.room = { kind: 'seeking', frames };
    this.#leases.take(roomId).then(
      (home) => {
        if (line.closed) return;
        this.#guarded(() => {
          this.#options.deliver(this.#found(line, home, frames));
        });
      },
      () => {
        if (!line.closed) this.#options.deliver(this.#close(line, 'OVERLOADED'));
      },
    );
    return [];
  }

  #enrol(line: Line, message: EnrolMessage): Effect[] {
    if (line.enrolled) return this.#close(line, 'BAD_STATE');
    const refusal = enrolRefusal(message, { ...this.#options, nonce: line.nonce });
    if (refusal) return this.#close(line, refusal);
    line.enrolled = true;
    return [];
  }

  #found(line: Line, home: string, frames: readonly Uint8Array[]): Effect[] {
    const now = this.#options.now();
    if (home === this.#id) return this.#stay(line, frames, now);
    const peer = this.#peers.at(home);
    const [first, ...more] = frames;
    if (!peer || !first) return this.#close(line, 'OVERLOADED');
    this.#introductions.set(line, now + ANSWER_MS);
    line.room = { kind: 'there', home: peer, stretch: undefined };
    const carried = this.#carried.get(peer) ?? new Set();
    if (carried.size === 0) this.#peers.expect(peer);
    this.#carried.set(peer, carried.add(line));
    const { id, address, nonce } = line;
    const messages: CarriedMessage[] = [
      { type: 'introduced', line: id, address, nonce, frame: first },
      ...more.map((frame) => ({ type: 'frame', line: id, frame }) as const),
    ];
    return messages.flatMap((message) => (line.closed ? [] : this.#carry(line, peer, message)));
  }

  #stay(line: Line, frames: readonly Uint8Array[], now: number): Effect[] {
    const { id, address, nonce } = line;
    this.#introductions.clear(line);
    line.room = { kind: 'here' };
    const owner = { from: undefined, line: id };
    const [first, ...more] = frames;
    if (!first) return [];
    return [
      ...this.#own(this.#home.introduced(owner, address, nonce, first, now)),
      ...more.flatMap((frame) => this.#own(this.#home.received(undefined, id, frame, now) ?? [])),
    ];
  }

  /** What is not taken is not kept: a connection with a gap is worth nothing. */
  #carry(line: Line, home: Peer, message: CarriedMessage): Effect[] {
    return this.#peers.send(home, message) ? [] : this.#close(line, 'OVERLOADED');
  }

  /** Another process says something. */
  #carryOn(peer: Peer, message: CarriedMessage): void {
    const now = this.#options.now();
    switch (message.type) {
      case 'beat':
        return;
      case 'introduced':
        return this.#welcome(peer, message, now);
      case 'frame':
        return this.#answer(
          peer,
          message.line,
          this.#home.received(peer, message.line, message.frame, now),
        );
      case 'pinged':
        return this.#answer(peer, message.line, this.#home.pinged(peer, message.line, now));
      case 'gone':
        return this.#carryOut(this.#home.left(peer, message.line, now));
      case 'send':
      case 'close':
        return this.#bring(peer, message);
    }
  }

  #welcome(peer: Peer, message: CarriedMessage & { type: 'introduced' }, now: number): void {
    const { line, address, nonce, frame } = message;
    const introduction = readIntroduction(frame, this.#options.authority);
    // The room may have found another home in between.
    if (
      typeof introduction === 'string' ||
      !('roomId' in introduction) ||
      !this.#leases.holds(introduction.roomId)
    ) {
      this.#peers.send(peer, { type: 'close', line, code: 'GOING_AWAY' });
      return;
    }
    this.#carryOut(this.#home.introduced({ from: peer, line }, address, nonce, frame, now));
  }

  /** A front that takes a connection for carried here is told when it is not. */
  #answer(peer: Peer, line: number, effects: readonly LineEffect[] | undefined): void {
    if (effects) this.#carryOut(effects);
    else this.#peers.send(peer, { type: 'close', line, code: 'GOING_AWAY' });
  }

  /** A home's effect on a socket of this process. */
  #bring(peer: Peer, message: CarriedMessage & { type: 'send' | 'close' }): void {
    const line = this.#live(message.line);
    if (line?.room.kind !== 'there' || line.room.home !== peer) return;
    if (line.room.stretch === undefined) this.#introductions.clear(line);
    line.room.stretch = peer.stretch;
    if (message.type === 'close') {
      return this.#options.deliver(this.#close(line, message.code));
    }
    let relayed: RelayMessage;
    try {
      relayed = decodeRelayMessage(message.frame);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#peers.lose(peer);
    }
    const effect = { kind: 'send', connection: line.id, message: relayed } as const;
    this.#noticeHost(line, effect);
    this.#options.deliver([effect]);
  }

  /** What was carried between the two is lost, in both directions, or what was `before` a stretch. */
  #lost(peer: Peer, before = Infinity): void {
    const lines = [...(this.#carried.get(peer) ?? [])].filter(
      // What the other has not answered yet is none of its older words.
      ({ room }) =>
        room.kind === 'there' && (before === Infinity || (room.stretch ?? before) < before),
    );
    this.#options.deliver(lines.flatMap((line) => this.#close(line, 'GOING_AWAY')));
    this.#carryOut(this.#home.lost(peer, this.#options.now(), before));
    // By whatever is said next the other hears of a new stretch.
    if (before === Infinity) this.#peers.send(peer, { type: 'beat' });
  }

  /** Brings effects to whose they are, those for this process's own sockets too. */
  #carryOut(effects: readonly LineEffect[]): void {
    const own = this.#own(effects);
    if (own.length > 0) this.#options.deliver(own);
  }

  /** Sends effects to other processes, and gives back those for this process's own sockets. */
  #own(effects: readonly LineEffect[]): Effect[] {
    return effects.flatMap(({ to, effect }) => {
      if (to === undefined) return this.#here(effect);
      const { connection: line } = effect;
      if (effect.kind === 'close') {
        this.#peers.send(to, { type: 'close', line, code: effect.code });
        return [];
      }
      const frame = encodeRelayMessage(effect.message);
      if (this.#peers.send(to, { type: 'send', line, frame })) return [];
      // Redis is too slow for this one: what cannot be sent is not kept.
      this.#peers.send(to, { type: 'close', line, code: 'OVERLOADED' });
      return this.#own(this.#home.left(to, line, this.#options.now()));
    });
  }

  #here(effect: Effect): Effect[] {
    const line = this.#live(effect.connection);
    if (!line) return [];
    if (effect.kind === 'close') return this.#close(line, effect.code);
    this.#noticeHost(line, effect);
    return [effect];
  }

  #noticeHost(line: Line, effect: Effect): void {
    if (line.host || effect.kind !== 'send' || effect.message.type !== 'opened') return;
    line.host = true;
    this.#limits.opened(line.address, this.#options.now());
  }

  /** Ends a connection of this process, and tells its room's home. */
  #close(line: Line, code: CloseCodeName): Effect[] {
    const { id, room } = line;
    line.closed = true;
    this.#introductions.clear(line);
    const close = { kind: 'close', connection: id, code } as const;
    if (room.kind === 'there') {
      this.#peers.send(room.home, { type: 'gone', line: id });
      const carried = this.#carried.get(room.home);
      carried?.delete(line);
      if (carried?.size === 0) this.#carried.delete(room.home);
    }
    if (room.kind !== 'here') return [close];
    return [close, ...this.#own(this.#home.left(undefined, id, this.#options.now()))];
  }

  #payHere(line: Line, cost: number, now: number): boolean {
    return line.frames.take(POLICY.connectionRate, cost, now);
  }

  #live(id: number): Line | undefined {
    const line = this.#lines.get(id);
    return line?.closed === false ? line : undefined;
  }

  #guarded(event: () => void): void {
    try {
      event();
    } catch (error) {
      this.#options.failed(error);
    }
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    while (this.#lines.has(this.#lastId));
    return this.#lastId;
  }
}

function ignored(): void {
  // Redis is away or going: its connection says so by itself.
}
