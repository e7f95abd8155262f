import type { CloseCodeName } from '../protocol/close-codes.ts';
import { CLAIMANTS_MAX } from '../protocol/limits.ts';
import type { Address } from './addresses.ts';
import type { Connection, Guest, GuestConnection, HostConnection, Standing } from './connection.ts';
import type { KeyName } from './key-name.ts';
import type { Outbox } from './outbox.ts';
import { seated, waiting, type Place } from './place.ts';
import type { Places } from './places.ts';
import type { Policy } from './policy.ts';
import type { Room } from './room.ts';
import type { TurnDesk } from './turn-desk.ts';

/** Who sits where, who waits, and who must leave; tells each side. */
export class Seating {
  readonly #policy: Policy;
  readonly #places: Places;
  readonly #outbox: Outbox;
  readonly #turnDesk: TurnDesk;

  constructor(policy: Policy, places: Places, outbox: Outbox, turnDesk: TurnDesk) {
    this.#policy = policy;
    this.#places = places;
    this.#outbox = outbox;
    this.#turnDesk = turnDesk;
  }

  /** A guest has proven its keys: to its seat, to the waiting, or away. */
  arrive(guest: GuestConnection, now: number): void {
    const { state } = guest.role.place;
    switch (state.kind) {
      case 'open':
        return this.#settle(guest, state.room, 'arriving', now);
      case 'unopened':
        return this.#wait(guest);
      case 'ended':
        return this.dismiss(guest, 'ENDED');
    }
  }

  /** The host has said anew who may sit: everyone is looked at again, in the order of arrival. */
  resettle(place: Place, room: Room, now: number): void {
    const guests = [...place.guests.values()].map((guest) => {
      const was = guest.role.standing.kind;
      stand(guest.role, guest.address, { kind: 'arriving' });
      return { guest, was };
    });
    for (const { guest, was } of guests) this.#settle(guest, room, was, now);
  }

  /** A newer connection of the host takes over; the guests notice nothing of the change. */
  replaceHost(room: Room, host: HostConnection): void {
    const older = room.host;
    room.host = host;
    if (older && older !== host) this.dismiss(older, 'REPLACED');
  }

  /** Closes a connection and takes it out of everything; who needs to know is told. */
  dismiss(connection: Connection, code: CloseCodeName): void {
    if (connection.role.kind === 'closed') return;
    this.#outbox.close(connection, code);
    this.leave(connection);
  }

  /** The connection is no more. */
  leave(connection: Connection): void {
    const { role } = connection;
    this.#turnDesk.forget(connection);
    connection.role = { kind: 'closed' };
    if (role.kind === 'guest') this.#guestLeaves(connection, role);
    if (role.kind === 'host' && role.room.host === connection) {
      role.room.host = undefined;
      for (const guest of role.place.guests.values()) {
        if (guest.role.standing.kind === 'seated') this.#outbox.send(guest, { type: 'host-gone' });
      }
    }
  }

  #settle(guest: GuestConnection, room: Room, was: Standing['kind'], now: number): void {
    const match = room.match(guest.role.keys);
    switch (match.kind) {
      case 'seat':
        return this.#seat(guest, room, { ...match, kind: 'seated' }, now);
      case 'spent':
        // Who sat here until the host burnt the key is no stranger trying a used link.
        if (room.host && was !== 'seated') {
          this.#outbox.send(room.host, { type: 'spent-claim', seat: match.seat });
        }
        return this.dismiss(guest, 'SPENT');
      case 'unknown':
        return this.#wait(guest);
    }
  }

  #seat(
    guest: GuestConnection,
    room: Room,
    standing: Standing & { kind: 'seated' },
    now: number,
  ): void {
    const { place } = guest.role;
    const { seat, joinKey } = standing;
    const sealed = room.isSealed(seat);
    const others = seated(place, seat);
    if (others.length >= CLAIMANTS_MAX) {
      if (!sealed) return this.dismiss(guest, 'SEAT_FULL');
      // All of them hold the admitted guest's own key: dead connections must not lock it out.
      if (others[0]) this.dismiss(others[0], 'REPLACED');
    }
    place.guests.set(guest.id, guest);
    stand(guest.role, guest.address, standing);
    // Ahead of the news that begins a connection. Who is not admitted gets none.
    if (sealed) this.#turnDesk.hand(guest, now);
    else this.#turnDesk.forget(guest);
    if (room.host) {
      this.#outbox.send(guest, { type: 'attached', key: joinKey });
      this.#outbox.send(room.host, { type: 'claimed', connection: guest.id, seat, sealed });
    } else {
      this.#outbox.send(guest, { type: 'waiting' });
    }
  }

  #wait(guest: GuestConnection): void {
    const { keys, place } = guest.role;
    const others = waiting(place);
    const awaiting = (key: KeyName) => others.filter(({ role }) => role.keys.includes(key)).length;
    if (keys.some((key) => awaiting(key) >= CLAIMANTS_MAX)) return this.dismiss(guest, 'SEAT_FULL');
    if (others.length >= this.#policy.waitingARoom) return this.dismiss(guest, 'ROOM_FULL');
    if (guest.address.waiting >= this.#policy.waitingAnAddress) {
      return this.dismiss(guest, 'TOO_MANY');
    }
    place.guests.set(guest.id, guest);
    stand(guest.role, guest.address, { kind: 'waiting' });
    this.#turnDesk.forget(guest);
    this.#outbox.send(guest, { type: 'waiting' });
  }

  #guestLeaves({ id, address }: Connection, role: Guest): void {
    const { place, standing } = role;
    stand(role, address, { kind: 'arriving' });
    place.guests.delete(id);
    const host = place.state.kind === 'open' ? place.state.room.host : undefined;
    if (host && standing.kind === 'seated')
      this.#outbox.send(host, { type: 'gone', connection: id });
    this.#places.release(place);
  }
}

/** The one place where a guest's standing changes, so that its address is counted right. */
function stand(role: Guest, address: Address, standing: Standing): void {
  if (role.standing.kind === 'waiting') address.waiting -= 1;
  if (standing.kind === 'waiting') address.waiting += 1;
  role.standing = standing;
}
