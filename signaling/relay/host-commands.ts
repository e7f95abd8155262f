import type { CloseCodeName } from '../protocol/close-codes.ts';
import type {
  Command,
  KickCommand,
  KickReason,
  OpenCommand,
  SealCommand,
} from '../protocol/commands.ts';
import type { Connection, HostConnection } from './connection.ts';
import { keyName, type KeyName } from './key-name.ts';
import type { Outbox } from './outbox.ts';
import { seated, type Place } from './place.ts';
import type { Places } from './places.ts';
import type { Policy } from './policy.ts';
import { Room } from './room.ts';
import type { Seating } from './seating.ts';
import { TokenBucket } from './token-bucket.ts';
import type { TurnDesk } from './turn-desk.ts';

const KICK_CODES: Readonly<Record<KickReason, CloseCodeName>> = {
  declined: 'DECLINED',
  replaced: 'REPLACED',
  contested: 'CONTESTED',
  exhausted: 'EXHAUSTED',
  removed: 'REMOVED',
};

/** Carries out what a host says, after its signature was found good. */
export class HostCommands {
  readonly #policy: Policy;
  readonly #places: Places;
  readonly #seating: Seating;
  readonly #outbox: Outbox;

  readonly #turnDesk: TurnDesk;

  constructor(
    policy: Policy,
    places: Places,
    seating: Seating,
    outbox: Outbox,
    turnDesk: TurnDesk,
  ) {
    this.#policy = policy;
    this.#places = places;
    this.#seating = seating;
    this.#outbox = outbox;
    this.#turnDesk = turnDesk;
  }

  /** The first OPEN of a connection makes it a host's. `nonce` is the connection's. */
  openFirst(
    connection: Connection,
    place: Place,
    nonce: KeyName,
    command: OpenCommand,
    now: number,
  ): void {
    const room = this.#roomFor(connection, place, now);
    if (!room) return;
    const host: HostConnection = Object.assign(connection, {
      role: {
        kind: 'host',
        place,
        room,
        hostKey: keyName(command.hostKey),
        nonce,
        counter: 1,
      } as const,
    });
    this.#seating.replaceHost(room, host);
    this.#open(host, command, now);
  }

  carryOut(host: HostConnection, command: Command, now: number): void {
    switch (command.type) {
      case 'open':
        return this.#open(host, command, now);
      case 'seal':
        return this.#seal(host, command, now);
      case 'kick':
        return this.#kick(host, command);
      case 'close':
        return this.end(host.role.place, host.role.room);
    }
  }

  /** Ends a room by its host's word: a tombstone stays. */
  end(place: Place, room: Room): void {
    this.#places.end(place, room);
    this.#sendAllAway(place, room, 'ENDED');
  }

  /** The room's time is over. */
  expire(place: Place, room: Room): void {
    this.#sendAllAway(place, room, 'ENDED');
    this.#places.expire(place, room.owner);
  }

  /** Somebody else has this room now: everyone is to look for it there. */
  abandon(place: Place): void {
    const room = place.state.kind === 'open' ? place.state.room : undefined;
    this.#sendAllAway(place, room, 'GOING_AWAY');
    this.#places.forget(place);
  }

  #roomFor(connection: Connection, place: Place, now: number): Room | undefined {
    if (place.state.kind === 'open') return place.state.room;
    const refusal =
      place.state.kind === 'ended' ? 'ENDED' : this.#places.makeWay(connection.address);
    if (refusal) {
      this.#seating.dismiss(connection, refusal);
      this.#places.release(place);
      return undefined;
    }
    const room = new Room(connection.address, new TokenBucket(this.#policy.roomRate, now));
    this.#places.open(place, room);
    return room;
  }

  #open(host: HostConnection, command: OpenCommand, now: number): void {
    const { place, room } = host.role;
    room.update(command, now);
    this.#places.extend(place, room.expiresAt);
    this.#outbox.send(host, { type: 'opened' });
    this.#turnDesk.hand(host, now);
    this.#seating.resettle(place, room, now);
  }

  #seal(host: HostConnection, { seat, connection, key }: SealCommand, now: number): void {
    const { place, room } = host.role;
    const name = keyName(key);
    if (!room.isSealedBy(seat, name)) {
      const others = seated(place, seat);
      const guest = others.find(({ id }) => id === connection);
      if (!guest || !room.seal(seat, name)) {
        return this.#outbox.send(host, { type: 'seal-refused', seat });
      }
      guest.role.keys = [name];
      this.#turnDesk.hand(guest, now);
      for (const other of others) if (other !== guest) this.#seating.dismiss(other, 'SPENT');
    }
    this.#outbox.send(host, { type: 'sealed', seat });
  }

  #kick(host: HostConnection, { connection, reason }: KickCommand): void {
    const guest = host.role.place.guests.get(connection);
    // One that waits was never named to the host; one that is gone needs no kick.
    if (guest?.role.standing.kind === 'seated') this.#seating.dismiss(guest, KICK_CODES[reason]);
  }

  #sendAllAway(place: Place, room: Room | undefined, code: CloseCodeName): void {
    const host = room?.host;
    // Neither side is told of the other's going: each hears why it must go itself.
    if (room) room.host = undefined;
    if (host) this.#seating.dismiss(host, code);
    for (const guest of [...place.guests.values()]) this.#seating.dismiss(guest, code);
  }
}
