import type { GuestConnection } from './connection.ts';
import type { KeyName } from './key-name.ts';
import type { Room } from './room.ts';
import type { Address } from './addresses.ts';

/** Whatever the relay has under one room id, open or not: guests may be there before the host. */
export interface Place {
  readonly id: KeyName;
  /** By connection id, in the order in which they came, the seated and the waiting. */
  readonly guests: Map<number, GuestConnection>;
  state:
    | { readonly kind: 'unopened' }
    | { readonly kind: 'open'; readonly room: Room }
    /** Closed by its host: a tombstone, until the time to live is over. */
    | { readonly kind: 'ended'; readonly owner: Address };
}

export function seated(place: Place, seat: number): GuestConnection[] {
  return [...place.guests.values()].filter(
    ({ role: { standing } }) => standing.kind === 'seated' && standing.seat === seat,
  );
}

export function waiting(place: Place): GuestConnection[] {
  return [...place.guests.values()].filter(({ role }) => role.standing.kind === 'waiting');
}
