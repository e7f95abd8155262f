import { SessionError } from '../session/errors.ts';
import { decodeHostRecord, wipeHostRecord } from '../session/host-record.ts';
import {
  decodeFinished,
  encodeFinished,
  type SessionLog,
  type Threat,
  type Warning,
} from '../session/session-log.ts';
import type { SessionStore } from '../session/session-store.ts';
import type { RecordKept } from '../state/host-view.ts';

/** What is asked of the open vault; either throws while it cannot be written. */
export interface Records {
  saveSession(log: SessionLog): Promise<void>;
  addWarnings(warnings: readonly Warning[]): Promise<void>;
}

export interface KeeperOptions {
  /** The open vault, or undefined. */
  readonly records: () => Records | undefined;
  /** Whether an error means that the vault takes nothing now: locked, full, or damaged. */
  readonly cannot: (error: unknown) => boolean;
  readonly changed: () => void;
}

/**
 * Brings what is known of sessions into the vault, as soon and as long as it is open. What it does not
 * take now waits here, for this tab; what a session knows that ends while the vault is locked waits in
 * the session's own place, sealed.
 */
export class SessionKeeper {
  readonly #options: KeeperOptions;
  readonly #logs = new Map<string, SessionLog>();
  #warnings: readonly Warning[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(options: KeeperOptions) {
    this.#options = options;
  }

  /** The running session has gone on. */
  update(log: SessionLog): void {
    this.#logs.set(log.id, log);
    void this.flush();
  }

  warn(what: Threat): void {
    // The same damage is told again with every look at it.
    if (this.#warnings.some((warning) => warning.what === what)) return;
    this.#warnings = [...this.#warnings, { what, at: Date.now() }];
    void this.flush();
  }

  /** Everything that waits goes into the vault, if it is open; resolves when nothing more can. */
  flush(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#save()).catch((error: unknown) => reportError(error));
    return this.#turn;
  }

  /** The session is over: what `store` keeps of it goes, and what is to be kept of it is kept. */
  async finish(
    log: SessionLog,
    store: SessionStore,
  ): Promise<{ readonly removed: number; readonly kept: RecordKept }> {
    if (log.startedAt === undefined && log.warnings.length === 0) {
      this.#logs.delete(log.id);
      return { removed: await store.remove(), kept: 'none' };
    }
    this.#logs.set(log.id, log);
    await this.flush();
    if (!this.#logs.has(log.id)) return { removed: await store.remove(), kept: 'vault' };
    if (!store.sealed) return { removed: await store.remove(), kept: 'tab' };
    // In place of link and keys; after the next unlocking it goes to the others.
    await store.write(encodeFinished(log));
    store.leaveToOther();
    return { removed: 1, kept: 'sealed' };
  }

  /**
   * Takes what a session has left that ended while the vault was locked, or that nobody can go on with
   * any more. False for one that may go on, and is to be left alone.
   */
  async collect(store: SessionStore): Promise<boolean> {
    const text = await store.read();
    const log = text === null ? undefined : leftBy(text);
    if (!log) return false;
    this.#logs.set(log.id, log);
    await this.flush();
    if (this.#logs.has(log.id)) store.leaveToOther();
    else await store.remove();
    return true;
  }

  async #save(): Promise<void> {
    const records = this.#options.records();
    if (!records) return;
    try {
      for (const [id, log] of [...this.#logs]) {
        await records.saveSession(log);
        // Gone on meanwhile: its turn comes again.
        if (this.#logs.get(id) === log) this.#logs.delete(id);
      }
      const warnings = this.#warnings;
      if (warnings.length > 0) await records.addWarnings(warnings);
      this.#warnings = this.#warnings.slice(warnings.length);
    } catch (error) {
      if (!this.#options.cannot(error)) throw error;
    }
    this.#options.changed();
  }
}

/** The log of a session that is over; undefined for one that may go on. */
function leftBy(text: string): SessionLog | undefined {
  try {
    return decodeFinished(text);
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
  }
  try {
    const record = decodeHostRecord(text);
    wipeHostRecord(record);
    return record.expiresAt > Date.now() ? undefined : record.log;
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return undefined;
  }
}
