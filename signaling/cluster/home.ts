import type { Effect } from '../relay/effect.ts';
import type { Relay } from '../relay/relay.ts';
import type { Peer } from './peers.ts';

/** Whose socket it is: another process's, or (undefined) this one's own. */
type From = Peer | undefined;

/** An effect on a connection as its front knows it. */
export interface LineEffect {
  readonly to: From;
  /** `connection` is the front's number for it. */
  readonly effect: Effect;
}

interface Introduced {
  readonly connection: number;
  readonly stretch: number;
}

interface Owner {
  readonly from: From;
  readonly line: number;
}

/**
 * The rooms whose home is this process: the relay itself, and from which process and line each of its
 * connections comes. `now` is milliseconds of a clock that never goes back.
 */
export class Home {
  readonly #relay: Relay;
  readonly #owners = new Map<number, Owner>();
  /** The relay's numbers, by front and line, and the stretch in which the front introduced each. */
  readonly #connections = new Map<From, Map<number, Introduced>>();

  constructor(relay: Relay) {
    this.#relay = relay;
  }

  /** Fronts with a connection here. */
  get fronts(): Peer[] {
    return [...this.#connections.keys()].filter((from) => from !== undefined);
  }

  /** Whether anything is held under this room id. */
  has(roomId: Uint8Array): boolean {
    return this.#relay.has(roomId);
  }

  /** A connection that was challenged with `nonce` and answers with its first frame. */
  introduced(
    { from, line }: Owner,
    address: string,
    nonce: Uint8Array,
    frame: Uint8Array,
    now: number,
  ): LineEffect[] {
    const lines = this.#connections.get(from) ?? new Map<number, Introduced>();
    if (lines.has(line)) return [];
    this.#connections.set(from, lines);
    // Its front has sent the challenge, which is the only effect.
    const { connection } = this.#relay.connected(address, nonce, now);
    lines.set(line, { connection, stretch: from?.stretch ?? 0 });
    this.#owners.set(connection, { from, line });
    return this.#told(this.#relay.received(connection, frame, now));
  }

  /** Undefined when there is no such connection. */
  received(from: From, line: number, frame: Uint8Array, now: number): LineEffect[] | undefined {
    const connection = this.#connections.get(from)?.get(line)?.connection;
    if (connection === undefined) return undefined;
    return this.#told(this.#relay.received(connection, frame, now));
  }

  pinged(from: From, line: number, now: number): LineEffect[] | undefined {
    const connection = this.#connections.get(from)?.get(line)?.connection;
    if (connection === undefined) return undefined;
    return this.#told(this.#relay.pinged(connection, now));
  }

  left(from: From, line: number, now: number): LineEffect[] {
    const lines = this.#connections.get(from);
    const connection = lines?.get(line)?.connection;
    if (!lines || connection === undefined) return [];
    lines.delete(line);
    if (lines.size === 0) this.#connections.delete(from);
    this.#owners.delete(connection);
    return this.#told(this.#relay.disconnected(connection, now));
  }

  /** Connections of this front are gone, all or those introduced before a stretch of its. */
  lost(from: Peer, now: number, before = Infinity): LineEffect[] {
    const lines = [...(this.#connections.get(from) ?? [])];
    return lines.flatMap(([line, { stretch }]) =>
      stretch < before ? this.left(from, line, now) : [],
    );
  }

  /** Another process is home to this room now. */
  abandon(roomId: Uint8Array): LineEffect[] {
    return this.#told(this.#relay.abandon(roomId));
  }

  tick(now: number): LineEffect[] {
    return this.#told(this.#relay.tick(now));
  }

  #told(effects: readonly Effect[]): LineEffect[] {
    return effects.flatMap((effect) => {
      const owner = this.#owners.get(effect.connection);
      return owner ? [{ to: owner.from, effect: { ...effect, connection: owner.line } }] : [];
    });
  }
}
