import type { NoteKind } from '../../practice/note.ts';
import type { SessionSummary, Warning } from '../../practice/session-record.ts';
import { decodeReceipt } from '../../session/consent.ts';
import { SessionError } from '../../session/errors.ts';
import type { AgreementView } from '../../state/consent-view.ts';
import type { SessionsView, SessionView } from '../../state/vault-view.ts';
import type { VaultApi } from '../../vault/vault-api.ts';
import { agreementOf } from '../agreement.ts';
import type { NotesDesk } from './notes-desk.ts';

/** Sessions shown at once; each time more are asked for, as many more. */
const SHOWN = 8;

export interface SessionsDeskOptions {
  readonly api: VaultApi;
  readonly notes: NotesDesk;
  /** The day of a moment, in the calendar of whoever writes: YYYY-MM-DD. */
  readonly day: (at: number) => string;
  readonly changed: () => void;
}

/** The sessions that were held, the notes about them, and what was refused in them. */
export class SessionsDesk {
  readonly #options: SessionsDeskOptions;
  #shown = SHOWN;
  #list: readonly SessionView[] = [];
  #more = false;
  #warnings: readonly Warning[] = [];

  constructor(options: SessionsDeskOptions) {
    this.#options = options;
  }

  get view(): SessionsView {
    return { list: this.#list, more: this.#more, warnings: this.#warnings };
  }

  async refresh(): Promise<void> {
    const { api, notes, changed } = this.#options;
    await notes.attempt(async () => {
      const [list, warnings] = await Promise.all([api.sessions(this.#shown + 1), api.warnings()]);
      this.#list = list.slice(0, this.#shown).map(withAgreements);
      this.#more = list.length > this.#shown;
      this.#warnings = warnings;
      changed();
    });
  }

  async showMore(): Promise<void> {
    this.#shown += SHOWN;
    await this.refresh();
  }

  /** A note about a session, of the session's day. */
  async write(
    id: string,
    kind: NoteKind,
    clientId: string | null,
    template: string,
  ): Promise<void> {
    const { api, notes, day } = this.#options;
    const at = this.#list.find((session) => session.id === id)?.startedAt ?? Date.now();
    await notes.create(kind, clientId, template, {
      date: day(at),
      make: (content) => api.createSessionNote(id, kind, content),
    });
    await this.refresh();
  }

  /** The session's own note, if there is one. */
  async open(id: string): Promise<void> {
    await this.refresh();
    const noteId = this.#list.find((session) => session.id === id)?.noteId;
    if (noteId) await this.#options.notes.open(noteId);
  }

  assign(id: string, clientId: string | null): Promise<void> {
    return this.#do((api) => api.assignSession(id, clientId));
  }

  remove(id: string): Promise<void> {
    return this.#do((api) => api.removeSession(id));
  }

  clearWarnings(): Promise<void> {
    return this.#do((api) => api.clearWarnings());
  }

  async #do(work: (api: VaultApi) => Promise<void>): Promise<void> {
    const { api, notes } = this.#options;
    await notes.attempt(() => work(api));
    await this.refresh();
  }
}

const withAgreements = (session: SessionSummary): SessionView => ({
  ...session,
  agreements: session.receipts.flatMap(readable),
});

/** Of another version it stays in the record, and can no longer be drawn here. */
function readable(receipt: string): AgreementView[] {
  try {
    const agreement = agreementOf(decodeReceipt(receipt));
    return agreement ? [agreement] : [];
  } catch (error) {
    if (!(error instanceof SessionError)) throw error;
    return [];
  }
}
