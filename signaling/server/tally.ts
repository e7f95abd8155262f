import type { CloseCodeName } from '../protocol/close-codes.ts';

/** How often what happened: numbers alone, and plain ones, since they are counted for every frame. */
export class Tally {
  connections = 0;
  framesIn = 0;
  framesOut = 0;
  failures = 0;
  /** Connections ended unread: their network had too many. */
  crowded = 0;
  /** Upgrades by the HTTP status they were refused with. */
  readonly refused = new Map<number, number>();
  /** Connections that the relay closed, by the name of the close code. */
  readonly closed = new Map<CloseCodeName, number>();

  static count<K>(counts: Map<K, number>, key: K): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
}
