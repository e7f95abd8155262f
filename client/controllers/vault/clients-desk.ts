import type { ClientContent, ClientRecord } from '../../practice/client.ts';
import type { NoteKind } from '../../practice/note.ts';
import { exportFileName } from '../../practice/client-export.ts';
import type { ClientsView } from '../../state/vault-view.ts';
import type { VaultErrorCode } from '../../vault/errors.ts';
import type { NoteHit, VaultApi } from '../../vault/vault-api.ts';
import { codeOf } from './editor.ts';
import { EVERYTHING, type NotesDesk } from './notes-desk.ts';
import type { Unsaved } from './unsaved.ts';

const SHOWN_NOTES = 50;

export interface ClientsDeskOptions {
  readonly api: VaultApi;
  readonly notes: NotesDesk;
  readonly changed: () => void;
  /** Hands a file to the browser's downloads. */
  readonly download: (file: Blob, name: string) => void;
}

/** The people whom the notes are about. */
export class ClientsDesk {
  readonly #options: ClientsDeskOptions;
  #open: ClientRecord | 'new' | undefined;
  /** The fields as they stand, where they are not what is stored. */
  #draft: ClientContent | undefined;
  #notes: readonly NoteHit[] = [];
  #error: VaultErrorCode | undefined;

  constructor(options: ClientsDeskOptions) {
    this.#options = options;
  }

  get view(): ClientsView {
    return {
      clients: this.#options.notes.clients,
      open: this.#open,
      draft: this.#draft,
      notes: this.#notes,
      error: this.#error,
    };
  }

  async open(id: string | undefined): Promise<void> {
    if (!(await this.#leave())) return;
    this.#notes = [];
    // 'new' opens an empty one.
    if (id === undefined || id === 'new') {
      this.#open = id;
      this.#error = undefined;
      this.#options.changed();
      return;
    }
    await this.#attempt(async () => {
      this.#open = await this.#options.api.openClient(id);
      await this.#list(id);
    });
  }

  /** Whoever goes on to somebody else is done here: what was typed counts. False when it cannot be saved. */
  async #leave(): Promise<boolean> {
    const draft = this.#draft;
    if (draft && draft.name.trim() !== '') {
      await this.save({ ...draft, name: draft.name.trim() });
      if (this.#error !== undefined) return false;
    }
    this.#draft = undefined;
    return true;
  }

  async save(content: ClientContent): Promise<void> {
    await this.#attempt(async () => {
      const { api, notes } = this.#options;
      const known = this.#open === 'new' || this.#open === undefined ? null : this.#open.id;
      const { id } = await api.saveClient(known, content);
      this.#draft = undefined;
      this.#open = await api.openClient(id);
      await this.#list(id);
      await notes.refresh();
    });
  }

  async remove(id: string): Promise<void> {
    await this.#attempt(async () => {
      await this.#options.api.removeClient(id);
      this.#draft = undefined;
      this.#open = undefined;
      await this.#options.notes.refresh();
    });
  }

  /** The fields as they are typed; saved only when that is asked for. */
  draft(content: ClientContent): void {
    this.#draft = content;
    this.#options.changed();
  }

  /** Before a lock: what is on no disk. */
  get unsaved(): Unsaved {
    const id = this.#open === 'new' ? 'new' : this.#open?.id;
    return this.#draft && id !== undefined ? { client: { id, content: this.#draft } } : {};
  }

  async restore({ client }: Unsaved): Promise<void> {
    if (!client) return;
    await this.open(client.id);
    this.draft(client.content);
  }

  /** The record of one kind alone: there is no way to ask for both in one. */
  async export(id: string, kind: NoteKind): Promise<void> {
    await this.#attempt(async () => {
      const { html, json } = await this.#options.api.exportClient(id, kind);
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const made = { at: Date.now(), timeZone };
      this.#options.download(html, exportFileName(made, 'html'));
      this.#options.download(json, exportFileName(made, 'json'));
    });
  }

  async #list(clientId: string): Promise<void> {
    const { hits } = await this.#options.api.notes({ ...EVERYTHING, clientId, limit: SHOWN_NOTES });
    this.#notes = hits;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    try {
      await work();
    } catch (error) {
      this.#error = codeOf(error);
    }
    this.#options.changed();
  }
}
