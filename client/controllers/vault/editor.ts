import { changes } from '../../practice/history.ts';
import {
  contentOf,
  type Note,
  type NoteContent,
  type NoteKind,
  type NoteSummary,
} from '../../practice/note.ts';
import { carryOver } from '../../practice/templates.ts';
import type { EditorView, HistoryEntry, SaveState } from '../../state/vault-view.ts';
import { VaultError, type VaultErrorCode } from '../../vault/errors.ts';
import type { OpenNote, VaultApi } from '../../vault/vault-api.ts';
import { Autosave } from './autosave.ts';
import type { Unsaved } from './unsaved.ts';

export interface EditorOptions {
  readonly api: VaultApi;
  readonly clientName: (id: string | null) => string;
  readonly hints: (template: string) => Readonly<Record<string, string>>;
  readonly changed: () => void;
  /** The note's line in the list is not what it was. */
  readonly saved: () => void;
}

/** One open note: what is on screen, what is on the disk, and how the one becomes the other. */
export class Editor {
  readonly #options: EditorOptions;
  readonly #autosave = new Autosave(() => this.#save());
  #summary: NoteSummary;
  #note: Note;
  #base: number;
  #state: SaveState = 'saved';
  #error: VaultErrorCode | undefined;
  #theirs: OpenNote | undefined;
  #history: readonly HistoryEntry[] | undefined;
  #canCarryOver = false;
  #amendment = '';

  constructor({ summary, note }: OpenNote, options: EditorOptions) {
    this.#options = options;
    this.#summary = summary;
    this.#note = note;
    this.#base = summary.revision;
    void this.#lookBack();
  }

  get id(): string {
    return this.#summary.id;
  }

  get view(): EditorView {
    return {
      summary: this.#summary,
      note: this.#note,
      save: this.#state,
      error: this.#error,
      clientName: this.#options.clientName(this.#note.clientId),
      conflict: this.#theirs && { theirs: this.#theirs.note },
      canCarryOver: this.#canCarryOver,
      history: this.#history,
      amendment: this.#amendment,
      hints: this.#options.hints(this.#note.template),
    };
  }

  edit(content: NoteContent): void {
    if (this.#note.signedAt !== undefined || this.#theirs) return;
    const before = this.#note.clientId;
    this.#note = { ...this.#note, ...content };
    this.#state = 'unsaved';
    this.#autosave.edited();
    if (content.clientId !== before) void this.#lookBack();
    this.#options.changed();
  }

  /** Resolves with whether every word is on the disk. */
  flush(): Promise<boolean> {
    if (this.#state === 'failed' && !this.#theirs) this.#autosave.edited();
    return this.#autosave.now().then((saved) => saved && !this.#theirs);
  }

  /** For a lock: saves, and gives back what cannot be saved. */
  async secure(): Promise<Unsaved> {
    const { id } = this;
    const saved = await this.flush();
    const { kind } = this.#summary;
    return {
      ...(!saved && { note: { id, kind, base: this.#base, content: contentOf(this.#note) } }),
      ...(this.#amendment.trim() !== '' && { amendment: { id, kind, text: this.#amendment } }),
    };
  }

  /** An amendment as it is typed; it is saved only when it is added. */
  draftAmendment(text: string): void {
    this.#amendment = text;
    this.#options.changed();
  }

  async carryOver(): Promise<void> {
    const previous = await this.#previous();
    if (previous) this.edit(carryOver(previous.note, contentOf(this.#note)));
  }

  async sign(): Promise<void> {
    if (!(await this.flush())) return;
    await this.#attempt(async () => {
      this.#summary = await this.#options.api.signNote(this.id, this.#base);
      await this.reload();
    });
  }

  async amend(text: string): Promise<void> {
    await this.#attempt(async () => {
      this.#summary = await this.#options.api.amendNote(this.id, this.#base, text);
      this.#amendment = '';
      await this.reload();
    });
  }

  async move(kind: NoteKind): Promise<void> {
    if (!(await this.flush())) return;
    await this.#attempt(async () => {
      this.#summary = await this.#options.api.moveNote(this.id, kind);
      await this.reload();
    });
  }

  async showHistory(open: boolean): Promise<void> {
    if (!open) {
      this.#history = undefined;
    } else if (await this.flush()) {
      await this.#attempt(async () => {
        const versions = await this.#options.api.history(this.id);
        this.#history = versions.map((version, index) => ({
          version,
          changes: changes(version, versions[index - 1] ?? this.#note),
        }));
      });
    }
    this.#options.changed();
  }

  takeVersion(savedAt: number): void {
    const chosen = this.#history?.find(({ version }) => version.savedAt === savedAt);
    if (!chosen) return;
    this.#history = undefined;
    this.edit(contentOf(chosen.version));
  }

  /** Another tab has saved something; if it was this note and nothing is unsaved here, shows it. */
  async refresh(): Promise<void> {
    if (this.#state !== 'saved') return;
    await this.#attempt(() => this.reload());
  }

  async reload(): Promise<void> {
    const stored = await this.#options.api.openNote(this.id);
    if (this.#state === 'unsaved' || this.#state === 'saving') return;
    this.#take(stored);
    this.#options.changed();
    this.#options.saved();
  }

  /**
   * `mine` and `theirs` keep the one text and pin the other in the history; `both` makes a note of its
   * own of what is written here, and so does `theirs` where theirs was signed and has its last word.
   */
  async resolve(keep: 'mine' | 'theirs' | 'both'): Promise<void> {
    const theirs = this.#theirs;
    if (!theirs) return;
    const mine = contentOf(this.#note);
    await this.#attempt(async () => {
      const { api } = this.#options;
      if (keep === 'mine') {
        const { revision } = theirs.summary;
        this.#summary = await api.saveNote(this.id, revision, mine, true);
        this.#base = this.#summary.revision;
        this.#theirs = undefined;
        this.#state = 'saved';
      } else if (keep === 'both' || theirs.note.signedAt !== undefined) {
        await api.createNote(this.#summary.kind, mine);
        this.#take(theirs);
      } else {
        // Saved for a moment, so that the history has it.
        const { revision } = await api.saveNote(this.id, theirs.summary.revision, mine, true);
        await api.saveNote(this.id, revision, contentOf(theirs.note), true);
        this.#take(await api.openNote(this.id));
      }
      this.#options.saved();
    });
    // Saved there once more while the question was open: it is asked anew, over what is stored now.
    if (this.#theirs && this.#error === 'CONFLICT') await this.#askAnew();
  }

  async #askAnew(): Promise<void> {
    await this.#attempt(async () => {
      this.#theirs = await this.#options.api.openNote(this.id);
    });
  }

  /** Nothing more is saved from here. */
  close(): void {
    this.#autosave.stop();
  }

  /**
   * Takes words that outlasted a lock back into the editor, on the revision they were written on.
   * False for a note that takes no more words.
   */
  restore(content: NoteContent, base: number): boolean {
    if (this.#note.signedAt !== undefined || this.#summary.deletedAt !== undefined) return false;
    this.#base = base;
    this.edit(content);
    return true;
  }

  #take({ summary, note }: OpenNote): void {
    this.#summary = summary;
    this.#note = note;
    this.#base = summary.revision;
    this.#state = 'saved';
    this.#error = undefined;
    this.#theirs = undefined;
  }

  async #save(): Promise<boolean> {
    const note = this.#note;
    this.#state = 'saving';
    this.#options.changed();
    try {
      this.#summary = await this.#options.api.saveNote(this.id, this.#base, contentOf(note));
      this.#base = this.#summary.revision;
      this.#error = undefined;
      this.#state = this.#note === note ? 'saved' : 'unsaved';
      this.#options.changed();
      this.#options.saved();
      return true;
    } catch (error) {
      this.#state = 'failed';
      this.#error = codeOf(error);
      if (this.#error === 'CONFLICT' || this.#error === 'SIGNED') await this.#askAnew();
      this.#options.changed();
      return false;
    }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#error = codeOf(error);
    }
    this.#options.changed();
  }

  #previous(): Promise<OpenNote | null> {
    const { clientId, template } = this.#note;
    if (clientId === null) return Promise.resolve(null);
    return this.#options.api.lastNote(clientId, this.#summary.kind, template, this.id);
  }

  async #lookBack(): Promise<void> {
    await this.#attempt(async () => {
      this.#canCarryOver = this.#note.signedAt === undefined && (await this.#previous()) !== null;
    });
  }
}

/** Anything else than the vault's own errors is a fault of the program: thrown on, not shown. */
export function codeOf(error: unknown): VaultErrorCode {
  if (error instanceof VaultError) return error.code;
  throw error;
}
