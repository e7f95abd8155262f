import type { Connection } from './connection.ts';
import { Deadlines } from './deadlines.ts';
import type { Outbox } from './outbox.ts';
import type { Turn } from './turn.ts';

/** Hands TURN credentials to hosts and admitted guests, and new ones before those are over. */
export class TurnDesk {
  readonly #turn: Turn | undefined;
  readonly #outbox: Outbox;
  readonly #renewals = new Deadlines<Connection>();

  /** Without a TURN server there is nothing to hand out. */
  constructor(turn: Turn | undefined, outbox: Outbox) {
    this.#turn = turn;
    this.#outbox = outbox;
  }

  /** To one who has a right to them; nothing to one who holds some. */
  hand(connection: Connection, now: number): void {
    if (!this.#renewals.has(connection)) this.#mint(connection, now);
  }

  /** The connection is no more, or has no right to any. */
  forget(connection: Connection): void {
    this.#renewals.clear(connection);
  }

  tick(now: number): void {
    for (const connection of this.#renewals.due(now)) this.#mint(connection, now);
  }

  #mint(connection: Connection, now: number): void {
    if (!this.#turn) return;
    this.#outbox.send(connection, this.#turn.mint());
    this.#renewals.set(connection, now + this.#turn.renewal);
  }
}
