import type { SessionLog, Threat } from '../session/session-log.ts';
import type { ByeReason } from '../session/signal-message.ts';
import type { HostSideView } from '../state/host-view.ts';
import type { RoomView } from '../state/room-view.ts';
import { newLog, observed, receipted, warned } from './session-log.ts';

/** What is written down of one session, and what was refused in it and is not yet put away. */
export class HostLog {
  readonly #keep: (log: SessionLog) => void;
  #log: SessionLog;
  #alarms: readonly Threat[] = [];
  #ended = false;

  /** `keep` is told of every change until the end. */
  constructor(log: SessionLog | undefined, keep: (log: SessionLog) => void) {
    this.#log = log ?? newLog();
    this.#keep = keep;
  }

  get log(): SessionLog {
    return this.#log;
  }

  get view(): HostSideView {
    const { id, minutes, agreed, warnings } = this.#log;
    const what = [...new Set(warnings.map((warning) => warning.what))];
    return { id, minutes, agreed, alarms: this.#alarms, warnings: what };
  }

  setLength(minutes: SessionLog['minutes']): void {
    this.#change({ ...this.#log, minutes });
  }

  /** The room looks like this now. */
  observe(room: RoomView): void {
    this.#change(observed(this.#log, room, Date.now()));
  }

  /** In its one spelling, which can be kept and checked by itself. */
  receipt(receipt: string): void {
    this.#change(receipted(this.#log, receipt));
  }

  warn(threat: Threat): void {
    this.#change(warned(this.#log, threat, Date.now()));
  }

  /** As a warning, and on the screen until it is put away. */
  alarm(threat: Threat): void {
    if (!this.#alarms.includes(threat)) this.#alarms = [...this.#alarms, threat];
    this.warn(threat);
  }

  putAway(alarm: Threat): void {
    this.#alarms = this.#alarms.filter((other) => other !== alarm);
  }

  /** The last word; from here on nothing changes and nobody is told. */
  end(reason: ByeReason | undefined): SessionLog {
    const now = Date.now();
    const { startedAt } = this.#log;
    const ended = startedAt === undefined ? this.#log : { ...this.#log, endedAt: now };
    this.#log = reason === 'codes-differ' ? warned(ended, 'codes-differ', now) : ended;
    this.#ended = true;
    return this.#log;
  }

  #change(log: SessionLog): void {
    if (log === this.#log || this.#ended) return;
    this.#log = log;
    this.#keep(log);
  }
}
