import type { Address } from './addresses.ts';
import { Deadlines } from './deadlines.ts';
import type { KeyName } from './key-name.ts';
import type { Place } from './place.ts';
import type { Policy } from './policy.ts';
import type { Room } from './room.ts';

/** Every room id that the relay has something under, and what each address has of them. */
export class Places {
  readonly #policy: Policy;
  readonly #places = new Map<KeyName, Place>();
  readonly #deadlines = new Deadlines<Place>();
  #rooms = 0;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  get size(): number {
    return this.#places.size;
  }

  has(id: KeyName): boolean {
    return this.#places.has(id);
  }

  /** The place of this id, made if there is none; `release` it when nothing was put there. */
  at(id: KeyName): Place {
    const known = this.#places.get(id);
    if (known) return known;
    const place: Place = { id, guests: new Map(), state: { kind: 'unopened' } };
    this.#places.set(id, place);
    return place;
  }

  /**
   * Makes way for one more room of this address, or says why not. Where it has as many as it may,
   * its oldest room that nobody is in gives way: a host who comes back opens it anew, as after a
   * restart of the relay, and tabs that were closed without a word lock nobody out.
   */
  makeWay(owner: Address): 'TOO_MANY' | 'OVERLOADED' | undefined {
    if (owner.rooms.size >= this.#policy.roomsAnAddress) {
      const empty = [...owner.rooms].find(isEmpty);
      if (!empty) return 'TOO_MANY';
      this.expire(empty, owner);
    }
    return this.#rooms >= this.#policy.roomsInAll ? 'OVERLOADED' : undefined;
  }

  open(place: Place, room: Room): void {
    place.state = { kind: 'open', room };
    room.owner.rooms.add(place);
    this.#rooms += 1;
  }

  /** After the room's time to live was set anew. */
  extend(place: Place, until: number): void {
    this.#deadlines.set(place, until);
  }

  /** Leaves a tombstone until the room would have expired. */
  end(place: Place, { owner }: Room): void {
    this.#shut(place, owner);
    place.state = { kind: 'ended', owner };
    owner.tombstones.add(place);
    if (owner.tombstones.size > this.#policy.tombstonesAnAddress) {
      const [oldest] = owner.tombstones;
      if (oldest) this.#forget(oldest, owner);
    }
  }

  expire(place: Place, owner: Address): void {
    this.#shut(place, owner);
    place.state = { kind: 'unopened' };
    this.release(place);
  }

  /** Whatever this place was, nothing is known of it any more; guests are sent away before. */
  forget(place: Place): void {
    if (place.state.kind === 'open') this.expire(place, place.state.room.owner);
    else if (place.state.kind === 'ended') this.#forget(place, place.state.owner);
    else this.release(place);
  }

  /** Forgets a place that nothing is at. */
  release(place: Place): void {
    if (place.state.kind === 'unopened' && place.guests.size === 0) {
      this.#deadlines.clear(place);
      this.#places.delete(place.id);
    }
  }

  /** Rooms whose time is over, to be expired by the caller; tombstones vanish by themselves. */
  due(now: number): { place: Place; room: Room }[] {
    const rooms: { place: Place; room: Room }[] = [];
    for (const place of this.#deadlines.due(now)) {
      if (place.state.kind === 'open') rooms.push({ place, room: place.state.room });
      if (place.state.kind === 'ended') this.#forget(place, place.state.owner);
    }
    return rooms;
  }

  #shut(place: Place, owner: Address): void {
    owner.rooms.delete(place);
    this.#rooms -= 1;
  }

  #forget(tombstone: Place, owner: Address): void {
    owner.tombstones.delete(tombstone);
    tombstone.state = { kind: 'unopened' };
    this.release(tombstone);
  }
}

function isEmpty({ state, guests }: Place): boolean {
  return state.kind === 'open' && !state.room.host && guests.size === 0;
}
