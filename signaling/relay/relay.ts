import type { CloseCodeName } from '../protocol/close-codes.ts';
import type { Command, OpenCommand } from '../protocol/commands.ts';
import { ProtocolError } from '../protocol/errors.ts';
import { INTRODUCTION_MS } from '../protocol/limits.ts';
import {
  decodeClientMessage,
  signingInput,
  type ClientMessage,
  type EnrolMessage,
} from '../protocol/messages.ts';
import { FRAME_SMALL } from '../protocol/sizes.ts';
import { Addresses } from './addresses.ts';
import type { Authority } from './authority.ts';
import type { Connection, GuestConnection, HostConnection } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import type { Effect } from './effect.ts';
import { enrolRefusal, type Enrolment } from './enrolment.ts';
import { HostCommands } from './host-commands.ts';
import { keyBytes, keyName, type KeyName } from './key-name.ts';
import { Outbox } from './outbox.ts';
import { Places } from './places.ts';
import { POLICY, type Policy } from './policy.ts';
import { Seating } from './seating.ts';
import { TokenBucket } from './token-bucket.ts';
import { TurnDesk } from './turn-desk.ts';
import type { Turn } from './turn.ts';

type Join = Extract<ClientMessage, { type: 'join' }>;
type Data = Extract<ClientMessage, { type: 'data' }>;
type Signed = Command & { readonly signature: Uint8Array };

/** The largest connection id; ids start again at 1. */
const LAST_ID = 0xffff_ffff;

/**
 * The relay as a pure machine: events and the time go in, effects come out. It holds rooms in
 * memory, hands bodies on within one room, and neither queues nor logs anything.
 *
 * `now` is milliseconds of a clock that never goes back.
 */
export class Relay {
  readonly #origin: string;
  readonly #authority: Authority;
  readonly #policy: Policy;
  readonly #enrolment: Enrolment | undefined;
  readonly #outbox = new Outbox();
  readonly #addresses: Addresses;
  readonly #places: Places;
  readonly #seating: Seating;
  readonly #hostCommands: HostCommands;
  readonly #turnDesk: TurnDesk;
  readonly #connections = new Map<number, Connection>();
  readonly #introductions = new Deadlines<Connection>();
  #lastId = 0;

  /**
   * `origin` is what clients sign over: the configured one, never a request's. Without `enrolment`
   * rooms are opened for anybody.
   */
  constructor(options: {
    origin: string;
    authority: Authority;
    policy?: Policy;
    turn?: Turn | undefined;
    enrolment?: Enrolment | undefined;
  }) {
    this.#origin = options.origin;
    this.#authority = options.authority;
    this.#policy = options.policy ?? POLICY;
    this.#enrolment = options.enrolment;
    this.#addresses = new Addresses(this.#policy);
    this.#places = new Places(this.#policy);
    this.#turnDesk = new TurnDesk(options.turn, this.#outbox);
    this.#seating = new Seating(this.#policy, this.#places, this.#outbox, this.#turnDesk);
    this.#hostCommands = new HostCommands(
      this.#policy,
      this.#places,
      this.#seating,
      this.#outbox,
      this.#turnDesk,
    );
  }

  /** How much is held at the moment. */
  get size(): { connections: number; places: number; addresses: number } {
    return {
      connections: this.#connections.size,
      places: this.#places.size,
      addresses: this.#addresses.size,
    };
  }

  /** Asked before a connection is accepted: why this address may not connect, or undefined. */
  refusal(address: string, now: number): CloseCodeName | undefined {
    return this.#addresses.refusal(address, now);
  }

  /** The shell has another name for this address from now on. */
  renamed(former: string, name: string): void {
    this.#addresses.renamed(former, name);
  }

  /** A connection stands. `nonce` is 32 fresh random bytes. */
  connected(
    address: string,
    nonce: Uint8Array,
    now: number,
  ): { connection: number; effects: Effect[] } {
    const connection: Connection = {
      id: this.#nextId(),
      address: this.#addresses.connected(address, now),
      frames: new TokenBucket(this.#policy.connectionRate, now),
      role: { kind: 'new', nonce: keyName(nonce), enrolled: false },
    };
    this.#connections.set(connection.id, connection);
    this.#introductions.set(connection, now + INTRODUCTION_MS);
    this.#outbox.send(connection, { type: 'challenge', nonce });
    return { connection: connection.id, effects: this.#outbox.take() };
  }

  /** A binary message. Bodies are handed on as views of `frame`. */
  received(id: number, frame: Uint8Array, now: number): Effect[] {
    const connection = this.#live(id);
    if (connection) this.#receive(connection, frame, now);
    return this.#outbox.take();
  }

  /** A ping costs as much as a small frame. */
  pinged(id: number, now: number): Effect[] {
    const connection = this.#live(id);
    if (connection) this.#mayTake(connection, 1, now);
    return this.#outbox.take();
  }

  /** The shell saw something that is no frame at all. */
  refused(id: number, code: CloseCodeName): Effect[] {
    const connection = this.#live(id);
    if (connection) this.#dismiss(connection, code);
    return this.#outbox.take();
  }

  /** The socket is gone; also follows every close that the relay asked for. */
  disconnected(id: number, now: number): Effect[] {
    const connection = this.#connections.get(id);
    if (connection) {
      this.#connections.delete(id);
      this.#introductions.clear(connection);
      this.#seating.leave(connection);
      this.#addresses.disconnected(connection.address, now);
    }
    return this.#outbox.take();
  }

  /** Whether anything is held under this room id: a room, who waits for it, or a tombstone. */
  has(roomId: Uint8Array): boolean {
    return this.#places.has(keyName(roomId));
  }

  /** Another relay has this room now: whoever is here must go there, and nothing of it is kept. */
  abandon(roomId: Uint8Array): Effect[] {
    if (this.has(roomId)) this.#hostCommands.abandon(this.#places.at(keyName(roomId)));
    return this.#outbox.take();
  }

  /**
   * A token is no longer good. Whose it was is not known here, so every host is sent away, to come back
   * and enrol anew; their rooms stay.
   */
  enrolAnew(): Effect[] {
    for (const connection of this.#connections.values()) {
      const { role } = connection;
      if (role.kind === 'host' || (role.kind === 'new' && role.enrolled)) {
        this.#dismiss(connection, 'GOING_AWAY');
      }
    }
    return this.#outbox.take();
  }

  /** To be called about once a second. */
  tick(now: number): Effect[] {
    for (const connection of this.#introductions.due(now)) this.#dismiss(connection, 'TIMEOUT');
    for (const { place, room } of this.#places.due(now)) this.#hostCommands.expire(place, room);
    this.#turnDesk.tick(now);
    this.#addresses.tick(now);
    return this.#outbox.take();
  }

  #receive(connection: Connection, frame: Uint8Array, now: number): void {
    const cost = frame.length > FRAME_SMALL ? this.#policy.largeFrameCost : 1;
    if (!this.#mayTake(connection, cost, now)) return;
    let message: ClientMessage;
    try {
      message = decodeClientMessage(frame);
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return this.#dismiss(connection, 'BAD_FRAME');
    }
    if (message.type === 'data') return this.#data(connection, message, frame.length, now);
    if (!this.#mayTake(connection, this.#policy.commandCost, now)) return;
    if (message.type === 'join') this.#join(connection, message, now);
    else if (message.type === 'enrol') this.#enrol(connection, message);
    else this.#command(connection, message, now);
  }

  #data(connection: Connection, message: Data, length: number, now: number): void {
    const { role } = connection;
    if (role.kind === 'host') {
      const guest = role.place.guests.get(message.connection);
      if (guest?.role.standing.kind !== 'seated') return;
      return this.#outbox.send(guest, { type: 'data', connection: 0, body: message.body });
    }
    // A guest has one partner and no say in whom its bodies come from.
    if (role.kind !== 'guest' || message.connection !== 0) {
      return this.#dismiss(connection, 'BAD_STATE');
    }
    const { state } = role.place;
    if (state.kind !== 'open' || !state.room.host || role.standing.kind !== 'seated') return;
    const cost = length > FRAME_SMALL ? this.#policy.largeFrameCost : 1;
    if (!state.room.frames.take(this.#policy.roomRate, cost, now)) {
      return this.#dismiss(connection, 'TOO_FAST');
    }
    this.#outbox.send(state.room.host, {
      type: 'data',
      connection: connection.id,
      body: message.body,
    });
  }

  #join(connection: Connection, { roomId, keys }: Join, now: number): void {
    const { role } = connection;
    if (role.kind !== 'new') return this.#dismiss(connection, 'BAD_STATE');
    // Before anything is looked up: who cannot sign learns nothing of what is here.
    const nonce = keyBytes(role.nonce);
    for (const [counter, { key, signature }] of keys.entries()) {
      const context = { roomId, origin: this.#origin, nonce, counter };
      const input = signingInput({ type: 'join', key }, context);
      if (!this.#authority.verify(key, signature, input)) {
        return this.#dismiss(connection, 'BAD_SIGNATURE');
      }
    }
    this.#introductions.clear(connection);
    const guest: GuestConnection = Object.assign(connection, {
      role: {
        kind: 'guest',
        place: this.#places.at(keyName(roomId)),
        keys: keys.map(({ key }) => keyName(key)),
        standing: { kind: 'arriving' },
      } as const,
    });
    this.#seating.arrive(guest, now);
  }

  #enrol(connection: Connection, message: EnrolMessage): void {
    const { role } = connection;
    if (role.kind !== 'new' || role.enrolled) return this.#dismiss(connection, 'BAD_STATE');
    const refusal = enrolRefusal(message, {
      origin: this.#origin,
      nonce: keyBytes(role.nonce),
      authority: this.#authority,
      enrolment: this.#enrolment,
    });
    if (refusal) return this.#dismiss(connection, refusal);
    connection.role = { ...role, enrolled: true };
  }

  #command(connection: Connection, message: Signed, now: number): void {
    const { role } = connection;
    if (role.kind === 'new' && message.type === 'open') {
      return this.#openFirst(connection, role, message, now);
    }
    if (!isHost(connection)) return this.#dismiss(connection, 'BAD_STATE');
    const host = connection.role;
    if (message.type === 'open' && keyName(message.hostKey) !== host.hostKey) {
      return this.#dismiss(connection, 'BAD_STATE');
    }
    const { nonce, counter } = host;
    const by = { hostKey: keyBytes(host.hostKey), roomId: keyBytes(host.place.id) };
    if (!this.#isSigned(message, { ...by, nonce, counter })) {
      return this.#dismiss(connection, 'BAD_SIGNATURE');
    }
    host.counter += 1;
    this.#hostCommands.carryOut(connection, message, now);
  }

  #openFirst(
    connection: Connection,
    { nonce, enrolled }: { readonly nonce: KeyName; readonly enrolled: boolean },
    message: OpenCommand & Signed,
    now: number,
  ): void {
    const { hostKey } = message;
    const roomId = this.#authority.roomId(hostKey);
    if (!this.#isSigned(message, { hostKey, roomId, nonce, counter: 0 })) {
      return this.#dismiss(connection, 'BAD_SIGNATURE');
    }
    if (this.#enrolment && !enrolled) return this.#dismiss(connection, 'NOT_ENROLLED');
    this.#introductions.clear(connection);
    const place = this.#places.at(keyName(roomId));
    this.#hostCommands.openFirst(connection, place, nonce, message, now);
  }

  #isSigned(
    message: Signed,
    {
      hostKey,
      roomId,
      nonce,
      counter,
    }: { hostKey: Uint8Array; roomId: Uint8Array; nonce: KeyName; counter: number },
  ): boolean {
    const context = { roomId, origin: this.#origin, nonce: keyBytes(nonce), counter };
    const input = signingInput(message, context);
    return this.#authority.verify(hostKey, message.signature, input);
  }

  /** Charges the connection and its address; a connection that cannot pay is closed. */
  #mayTake(connection: Connection, cost: number, now: number): boolean {
    const { connectionRate, addressRate } = this.#policy;
    const paid =
      connection.frames.take(connectionRate, cost, now) &&
      connection.address.frames.take(addressRate, cost, now);
    if (!paid) this.#dismiss(connection, 'TOO_FAST');
    return paid;
  }

  #dismiss(connection: Connection, code: CloseCodeName): void {
    this.#introductions.clear(connection);
    this.#seating.dismiss(connection, code);
  }

  #live(id: number): Connection | undefined {
    const connection = this.#connections.get(id);
    return connection?.role.kind === 'closed' ? undefined : connection;
  }

  #nextId(): number {
    do this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    while (this.#connections.has(this.#lastId));
    return this.#lastId;
  }
}

function isHost(connection: Connection): connection is HostConnection {
  return connection.role.kind === 'host';
}
