import type { Effect } from '../../signaling/relay/effect.ts';

/** What a connection of the model is, as far as anybody outside the relay can know. */
export interface Seen {
  readonly id: number;
  role: 'new' | 'host' | 'guest';
  room: number;
  attached: boolean;
  closed: boolean;
  /** Of a host: whom the relay has named to it. */
  readonly claimed: Map<number, number>;
}

/** Watches the effects of a relay and throws at the first that breaks a promise. */
export class RelayWitness {
  readonly seen = new Map<number, Seen>();

  connected(id: number): Seen {
    if (id === 0 || this.seen.has(id)) throw new Error('an id is 0 or given twice');
    const seen: Seen = {
      id,
      role: 'new',
      room: -1,
      attached: false,
      closed: false,
      claimed: new Map(),
    };
    this.seen.set(id, seen);
    return seen;
  }

  watch(effects: readonly Effect[]): void {
    for (const effect of effects) {
      const to = this.seen.get(effect.connection);
      if (!to) throw new Error('something is sent to nobody');
      if (to.closed) throw new Error('something is sent after a close');
      if (effect.kind === 'close') {
        if (effect.code === 'REMOVED' && !to.attached) throw new Error('one who waits was kicked');
        to.closed = true;
        to.attached = false;
      } else {
        this.#message(to, effect.message);
      }
    }
  }

  /** Between events: whoever a host believes to be there is there, at most four on a seat. */
  settle(): void {
    for (const host of this.seen.values()) {
      if (host.role !== 'host' || host.closed) continue;
      for (const id of host.claimed.keys()) {
        const guest = this.seen.get(id);
        if (!guest || guest.closed) throw new Error('a host was not told that a guest is gone');
        if (!guest.attached) throw new Error('a host knows a guest who does not know it');
        if (guest.room !== host.room) throw new Error('a guest was named to another host');
      }
      for (let seat = 0; seat < 5; seat += 1) {
        const holders = [...host.claimed.values()].filter((one) => one === seat);
        if (holders.length > 4) throw new Error('more than four hold one seat');
      }
    }
  }

  #message(to: Seen, message: Extract<Effect, { kind: 'send' }>['message']): void {
    switch (message.type) {
      case 'challenge':
        return only(to, 'new');
      case 'opened':
        only(to, 'host');
        return to.claimed.clear();
      case 'claimed':
        only(to, 'host');
        if (to.claimed.has(message.connection)) throw new Error('a guest was named twice');
        to.claimed.set(message.connection, message.seat);
        return;
      case 'gone':
        only(to, 'host');
        if (!to.claimed.delete(message.connection)) throw new Error('a stranger is gone');
        return;
      case 'sealed':
      case 'seal-refused':
      case 'spent-claim':
        return only(to, 'host');
      case 'attached':
        only(to, 'guest');
        to.attached = true;
        return;
      case 'turn':
        if (to.role === 'new') throw new Error('credentials went to somebody unknown');
        return;
      case 'waiting':
      case 'host-gone':
        only(to, 'guest');
        to.attached = false;
        return;
      case 'data':
        return this.#data(to, message.connection, message.body);
    }
  }

  /** The test's senders write their own id and room into what they send. */
  #data(to: Seen, from: number, body: Uint8Array): void {
    const [room = -1, sender = -1] = body;
    if (room !== to.room) throw new Error('a body crossed into another room');
    if (to.role === 'host') {
      if (from !== sender) throw new Error('a body came under another name');
      if (!to.claimed.has(from)) throw new Error('a body came from someone never named');
    } else {
      if (from !== 0 || !to.attached) throw new Error('a body reached a guest out of turn');
      if (this.seen.get(sender)?.role !== 'host') throw new Error('a guest wrote to a guest');
    }
  }
}

function only(to: Seen, role: Seen['role']): void {
  if (to.role !== role) throw new Error('a message went to the wrong role');
}
