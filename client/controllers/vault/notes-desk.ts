import type { ClientSummary } from '../../practice/client.ts';
import type { NoteContent, NoteKind, NoteSummary } from '../../practice/note.ts';
import type { Snippet, Template } from '../../practice/template.ts';
import { builtInTemplates, emptyContent } from '../../practice/templates.ts';
import type { NotesView, TodayView } from '../../state/vault-view.ts';
import { VaultError } from '../../vault/errors.ts';
import type {
  NoteHit,
  NotePage,
  NoteQuery,
  OpenNote,
  ShredReceipt,
  VaultApi,
} from '../../vault/vault-api.ts';
import { Editor } from './editor.ts';
import type { Unsaved } from './unsaved.ts';

/** Lines asked for at once; the list asks for more as it is scrolled. */
const WINDOW = 120;
const RECENT = 6;
/** Notes opened at once for the words around a match. */
const EXCERPTS = 24;

export const EVERYTHING: NoteQuery = { text: '', bin: false, offset: 0, limit: WINDOW };

export interface NotesDeskOptions {
  readonly api: VaultApi;
  /** Today, in the calendar of whoever writes: YYYY-MM-DD. */
  readonly today: () => string;
  readonly changed: () => void;
  /** A failure that belongs to no field on screen. */
  readonly failed: (error: unknown) => void;
}

/** The list of notes, the search over them, and the one that is open. */
export class NotesDesk {
  readonly #options: NotesDeskOptions;
  #query = EVERYTHING;
  #page: NotePage = { total: 0, hits: [], tags: [] };
  #asked = 0;
  #clients: readonly ClientSummary[] = [];
  #own: readonly Template[] = [];
  #snippets: readonly Snippet[] = [];
  #searchReady = false;
  #editor: Editor | undefined;
  #choosing = false;
  #undo: NotesView['undo'];
  #receipt: ShredReceipt | undefined;
  #recent: readonly NoteHit[] = [];
  #unsigned = 0;
  #total = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: NotesDeskOptions) {
    this.#options = options;
  }

  get view(): NotesView {
    return {
      query: this.#query,
      total: this.#page.total,
      hits: this.#page.hits,
      tags: this.#page.tags,
      clients: this.#clients,
      templates: this.templates,
      snippets: this.#snippets,
      searchReady: this.#searchReady,
      editor: this.#editor?.view,
      choosing: this.#choosing,
      undo: this.#undo,
      receipt: this.#receipt,
    };
  }

  today(lastBackupAt: number | undefined): TodayView {
    return { recent: this.#recent, unsigned: this.#unsigned, notes: this.#total, lastBackupAt };
  }

  get clients(): readonly ClientSummary[] {
    return this.#clients;
  }

  get templates(): readonly Template[] {
    return [...builtInTemplates, ...this.#own];
  }

  get own(): { readonly templates: readonly Template[]; readonly snippets: readonly Snippet[] } {
    return { templates: this.#own, snippets: this.#snippets };
  }

  get editor(): Editor | undefined {
    return this.#editor;
  }

  searchReady(): void {
    this.#searchReady = true;
    void this.refresh();
  }

  /** Everything that the screens list, anew. */
  async refresh(): Promise<void> {
    const { api } = this.#options;
    await this.attempt(async () => {
      [this.#clients, this.#own, this.#snippets] = await Promise.all([
        api.clients(),
        api.templates(),
        api.snippets(),
      ]);
      const [recent, unsigned] = await Promise.all([
        api.notes({ ...EVERYTHING, limit: RECENT }),
        api.notes({ ...EVERYTHING, state: 'unsigned', limit: 0 }),
        this.#ask({ ...this.#query, offset: 0, limit: this.#shownLimit() }),
      ]);
      this.#recent = recent.hits;
      this.#total = recent.total;
      this.#unsigned = unsigned.total;
      this.#options.changed();
    });
  }

  async search(query: NoteQuery): Promise<void> {
    this.#query = { ...query, offset: 0, limit: WINDOW };
    this.#options.changed();
    await this.attempt(() => this.#ask(this.#query));
  }

  async showMore(): Promise<void> {
    const { hits, total } = this.#page;
    if (hits.length >= total) return;
    await this.attempt(() =>
      // Twice as many each time: whoever jumps to the end of ten thousand waits for few answers.
      this.#ask({ ...this.#query, offset: 0, limit: 2 * this.#shownLimit() }),
    );
  }

  /** Opens a note once what is written in the one before it is safe. */
  open(id: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#editor?.id !== id) await this.#goTo(() => this.#options.api.openNote(id));
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#goTo(() => Promise.resolve(undefined)));
  }

  choose(open: boolean): void {
    this.#choosing = open;
    this.#options.changed();
  }

  /** `about` for a note that is about something of its own day, and is made together with it. */
  create(
    kind: NoteKind,
    clientId: string | null,
    templateId: string,
    about?: {
      readonly date: string;
      readonly make: (content: NoteContent) => Promise<NoteSummary>;
    },
  ): Promise<void> {
    const { api, today } = this.#options;
    const template = this.templates.find(({ id }) => id === templateId);
    const make = about?.make ?? ((content) => api.createNote(kind, content));
    this.#choosing = false;
    return this.#inTurn(async () => {
      if (!template) return;
      const content = emptyContent(template, { clientId, date: about?.date ?? today() });
      await this.#goTo(async () => api.openNote((await make(content)).id));
      await this.refresh();
    });
  }

  bin(id: string): Promise<void> {
    return this.#inTurn(async () => {
      const editor = this.#editor;
      if (editor?.id === id && !(await editor.flush())) return;
      const { title } = await this.#options.api.binNote(id);
      if (editor?.id === id) this.#put(undefined);
      this.#undo = { id, title };
      await this.refresh();
    });
  }

  unbin(id: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#options.api.unbinNote(id);
      this.#undo = undefined;
      if (this.#editor?.id === id) await this.#editor.reload();
      await this.refresh();
    });
  }

  shred(id: string): Promise<void> {
    return this.#inTurn(async () => {
      this.#receipt = await this.#options.api.shredNote(id);
      if (this.#editor?.id === id) this.#put(undefined);
      if (this.#undo?.id === id) this.#undo = undefined;
      await this.refresh();
    });
  }

  putAwayReceipt(): void {
    this.#receipt = undefined;
    this.#options.changed();
  }

  /** Another tab has saved `ids`. */
  async changedElsewhere(ids: readonly string[]): Promise<void> {
    if (this.#editor && ids.includes(this.#editor.id)) await this.#editor.refresh();
    await this.refresh();
  }

  /** Before a lock: what is on no disk. */
  secure(): Promise<Unsaved> {
    return this.#editor?.secure() ?? Promise.resolve({});
  }

  /**
   * Words that outlasted a lock, back where they were written; in a note of their own where that one
   * is gone or was signed meanwhile. False when they could not be brought anywhere.
   */
  async restore({ note, amendment }: Unsaved): Promise<boolean> {
    const id = note?.id ?? amendment?.id;
    if (id === undefined) return true;
    await this.open(id);
    const editor = this.#editor?.id === id ? this.#editor : undefined;
    if (note && !editor?.restore(note.content, note.base)) {
      if (!(await this.#apart(note.kind, note.content))) return false;
    }
    if (!amendment) return true;
    if (!editor) return this.#apart(amendment.kind, asNote(amendment.text, this.#options.today()));
    editor.draftAmendment(amendment.text);
    return true;
  }

  async #apart(kind: NoteKind, content: NoteContent): Promise<boolean> {
    const { api } = this.#options;
    const before = this.#editor;
    await this.#inTurn(async () => {
      await this.#goTo(async () => api.openNote((await api.createNote(kind, content)).id));
      await this.refresh();
    });
    return this.#editor !== before;
  }

  async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // A lock in the middle of a question ends it; there is nobody left to be told.
      if (error instanceof VaultError && error.code === 'LOCKED') return;
      this.#options.failed(error);
    }
  }

  /** One after another: of two presses at once the second finds what the first has left. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(() => this.attempt(work));
    return this.#turn;
  }

  /**
   * From one note to the next, or to none. The first stays as long as words can be typed into it; if
   * they cannot be saved it stays altogether, and says so itself.
   */
  async #goTo(next: () => Promise<OpenNote | undefined>): Promise<void> {
    const before = this.#editor;
    if (before && !(await before.flush())) return;
    const open = await next();
    if (before && !(await before.flush())) return;
    if (open) this.#edit(open);
    else this.#put(undefined);
    this.#options.changed();
    if (before && (await this.#options.api.discardBlank(before.id))) await this.refresh();
  }

  #put(editor: Editor | undefined): void {
    this.#editor?.close();
    this.#editor = editor;
  }

  #edit(open: OpenNote): void {
    const { api, changed } = this.#options;
    this.#put(
      new Editor(open, {
        api,
        changed,
        clientName: (id) => this.#clients.find((client) => client.id === id)?.name ?? '',
        hints: (id) => {
          const template = this.templates.find((candidate) => candidate.id === id);
          return Object.fromEntries(
            template?.sections.map(({ heading, hint }) => [heading, hint]) ?? [],
          );
        },
        saved: () => void this.refresh(),
      }),
    );
  }

  #shownLimit(): number {
    return Math.max(WINDOW, this.#page.hits.length);
  }

  /** The answer to a question that has been overtaken by another is not shown. */
  async #ask(query: NoteQuery): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    const page = await this.#options.api.notes(query);
    if (asked !== this.#asked) return;
    this.#page = page;
    this.#options.changed();
    if (query.text.trim() !== '') void this.attempt(() => this.#excerpt(query.text, asked));
  }

  /** The list stands before the words around the matches, which have to be read from the notes. */
  async #excerpt(text: string, asked: number): Promise<void> {
    const ids = this.#page.hits.map(({ id }) => id);
    for (let from = 0; from < ids.length; from += EXCERPTS) {
      const found = await this.#options.api.excerpts(ids.slice(from, from + EXCERPTS), text);
      if (asked !== this.#asked) return;
      const hits = this.#page.hits.map((hit) => {
        const excerpt = found.get(hit.id);
        return excerpt ? { ...hit, excerpt } : hit;
      });
      this.#page = { ...this.#page, hits };
      this.#options.changed();
    }
  }
}

/** Words that have no note any more, as one. */
function asNote(text: string, date: string): NoteContent {
  return {
    title: '',
    clientId: null,
    date,
    template: 'free',
    tags: [],
    sections: [{ heading: '', text }],
  };
}
