import type { CloseCodeName } from '../protocol/close-codes.ts';
import type { RelayMessage } from '../protocol/messages.ts';
import type { Connection } from './connection.ts';
import type { Effect } from './effect.ts';

/** Collects the effects of one event, in order. */
export class Outbox {
  #effects: Effect[] = [];

  send({ id }: Connection, message: RelayMessage): void {
    this.#effects.push({ kind: 'send', connection: id, message });
  }

  close({ id }: Connection, code: CloseCodeName): void {
    this.#effects.push({ kind: 'close', connection: id, code });
  }

  take(): Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }
}
