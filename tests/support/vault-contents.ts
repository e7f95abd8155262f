import type { Person } from './person.ts';

/** One note as the screens show it. */
export interface FoundNote {
  readonly id: string;
  /** In the list, beside the note. */
  readonly listed: string;
  readonly title: string;
  readonly text: string;
  readonly signed: boolean;
  readonly binned: boolean;
  /** Earlier texts, newest first; title, day and text as the history shows them. */
  readonly versions: readonly string[];
}

export interface FoundClient {
  readonly listed: string;
  readonly name: string;
  readonly contact: string;
  readonly about: string;
}

export interface FoundEvent {
  readonly sequence: number;
  readonly what: string;
}

/** Everything that an open vault shows. */
export interface FoundVault {
  /** Sentences about what is damaged, and whatever else is shown as an error: then nothing else. */
  readonly findings: readonly string[];
  readonly notes: readonly FoundNote[];
  readonly clients: readonly FoundClient[];
  /** The newest hundred, newest first. */
  readonly events: readonly FoundEvent[];
  readonly trailVerified: boolean;
  /** Whether they are in place or left over. */
  readonly databases: number;
}

/** Databases of vaults, in place or not. */
export const vaultsOnDisk = (person: Person): Promise<number> =>
  person.page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.filter(({ name }) => name?.startsWith('alcove-vault-')).length;
  });

/** Reads an open vault by its screens alone, when every note in it has been verified. */
export const readVault = async (person: Person): Promise<FoundVault> => {
  const databases = await vaultsOnDisk(person);
  return { ...(await person.page.evaluate(readAll)), databases };
};

/** Ids of the notes that a search for `text` finds, of an open vault under Notes. */
export const search = (person: Person, text: string): Promise<readonly string[]> =>
  person.page.evaluate(searchFor, text);

/** Opens a note of the list that is shown, under Notes; `binned` shows the bin first. */
export const openNote = (person: Person, id: string, binned = false): Promise<void> =>
  person.page.evaluate(openOne, id, binned);

interface NotesElement extends Element {
  readonly view: {
    readonly searchReady: boolean;
    readonly total: number;
    readonly query: { readonly text: string; readonly bin: boolean };
    readonly hits: readonly { readonly id: string; readonly deletedAt?: number }[];
  };
}

/** Runs in the page. */
async function readAll(): Promise<Omit<FoundVault, 'databases'>> {
  const { witness } = window;
  const first = (selector: string): Element | undefined => witness.all(selector)[0];
  const words = (element: Node | null | undefined): string =>
    (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
  const until = async <T>(
    what: string,
    probe: () => T | undefined | null | false,
  ): Promise<NonNullable<T>> => {
    const end = performance.now() + 20_000;
    for (;;) {
      const value = probe();
      if (value !== undefined && value !== null && value !== false) return value;
      if (performance.now() > end) throw new Error(`no ${what}: ${witness.text()}`);
      await new Promise((turn) => setTimeout(turn, 4));
    }
  };
  const press = async (name: string): Promise<void> => {
    (await until(`“${name}”`, () => witness.find(name)[0])).click();
  };
  const notesView = (): NotesElement['view'] | undefined =>
    (first('alcove-notes') as NotesElement | undefined)?.view;
  const rows = (): HTMLElement[] =>
    [
      ...(first('alcove-note-list')?.shadowRoot?.querySelectorAll('button.line') ?? []),
    ] as HTMLElement[];
  const editorId = (): string | undefined =>
    (first('alcove-editor') as (Element & { view?: { summary: { id: string } } }) | undefined)?.view
      ?.summary.id;

  /** What stood there before: what is the same, and what was taken out since. */
  const earlier = (text: Element): string =>
    [...text.childNodes]
      .filter((node) => node.nodeName !== 'INS' && node.nodeType !== Node.COMMENT_NODE)
      .map((node) => {
        const copy = node.cloneNode(true);
        if (copy instanceof Element)
          for (const said of copy.querySelectorAll('.hidden')) said.remove();
        return copy.textContent ?? '';
      })
      .join('');

  const readNote = async (row: HTMLElement, id: string, binned: boolean): Promise<FoundNote> => {
    const listed = words(row.querySelector('b'));
    row.click();
    await until(`note ${listed}`, () => editorId() === id);
    const root = (first('alcove-editor') as Element).shadowRoot as ShadowRoot;
    await until(`the text of ${listed}`, () => root.querySelector('textarea, .text'));
    const field = root.querySelector<HTMLInputElement>('#title');
    const title = field ? field.value : words(root.querySelector('h2'));
    const text = field
      ? (root.querySelector('textarea')?.value ?? '')
      : (root.querySelector('section p')?.textContent ?? '');
    const signed = words(row).endsWith(', signed');
    const versions: string[] = [];
    if (!binned) {
      await press('More');
      await press('History');
      await until('the history', () => root.querySelector('#history'));
      for (const version of root.querySelectorAll('.versions .text'))
        versions.push(earlier(version));
      await press('Back to the note');
      await until(`the text of ${listed}`, () => !root.querySelector('#history'));
    }
    return { id, listed, title, text, signed, binned, versions };
  };

  const readList = async (binned: boolean): Promise<FoundNote[]> => {
    const shown = await until('the list', () => {
      const { hits = [], total } = notesView() ?? {};
      const those = hits.filter(({ deletedAt }) => (deletedAt !== undefined) === binned);
      if (hits.length !== total || those.length !== total || rows().length !== total) return false;
      const none = binned ? 'The bin is empty.' : 'No notes yet.';
      if (total === 0 && !witness.text().includes(none)) return false;
      return hits.map(({ id }) => id);
    });
    const found: FoundNote[] = [];
    for (const [at, id] of shown.entries()) {
      const row = rows()[at];
      if (row) found.push(await readNote(row, id, binned));
    }
    return found;
  };

  await press('Notes');
  await until('all notes verified', () => notesView()?.searchReady);
  await press('Today');
  await until('what was found', () => first('#recent'));
  const findings = witness.all('[role=alert] .error, [role=alert].error').map(words);
  const nothing = { notes: [], clients: [], events: [], trailVerified: false };
  if (findings.length > 0) return { findings, ...nothing };
  await press('Notes');
  // Until the first answer the list is empty, whatever there is.
  const { hits: unanswered } = await until('the notes', notesView);
  first('alcove-notes')?.shadowRoot?.querySelector('#search')?.dispatchEvent(new Event('input'));
  await until('an answer', () => notesView()?.hits !== unanswered);
  const notes = await readList(false);
  (first('details.filters') as HTMLDetailsElement).open = true;
  const bin = (): void =>
    (first('details.filters input[type=checkbox]') as HTMLInputElement).click();
  bin();
  notes.push(...(await readList(true)));
  bin();
  await until('the list', () => {
    const { hits = [], query } = notesView() ?? {};
    return query?.bin === false && hits.every(({ deletedAt }) => deletedAt === undefined);
  });

  await press('Clients');
  await until('the clients', () => first('alcove-clients'));
  const lines = (): HTMLElement[] =>
    [
      ...((first('alcove-clients') as Element).shadowRoot?.querySelectorAll('.side button.line') ??
        []),
    ] as HTMLElement[];
  const clients: FoundClient[] = [];
  for (let at = 0; at < lines().length; at += 1) {
    const line = lines()[at];
    const listed = words(line?.querySelector('b'));
    line?.click();
    const root = (first('alcove-clients') as Element).shadowRoot as ShadowRoot;
    await until(`client ${listed}`, () => words(root.querySelector('.sheet h2')) === listed);
    const value = (name: string): string =>
      root.querySelector<HTMLInputElement>(`[name=${name}]`)?.value ?? '';
    clients.push({ listed, name: value('name'), contact: value('contact'), about: value('about') });
  }

  await press('Settings');
  await press('Show the audit trail');
  const table = await until('the audit trail', () => first('table'));
  const events = [...table.querySelectorAll('tbody tr')].map((row) => ({
    sequence: Number(words(row.children[0])),
    what: words(row.children[2]),
  }));
  const trailVerified = witness.text().includes('Checked: no entry was changed or taken out.');
  await press('Hide the audit trail');

  await press('Notes');
  await until('the notes', () => first('alcove-notes'));
  return { findings, notes, clients, events, trailVerified };
}

/** Runs in the page. */
async function searchFor(text: string): Promise<string[]> {
  const { witness } = window;
  const notes = witness.all('alcove-notes')[0] as NotesElement;
  const field = notes.shadowRoot?.querySelector<HTMLInputElement>('#search');
  if (!field) throw new Error('no search');
  const ask = async (words: string): Promise<string[]> => {
    const { hits: before } = notes.view;
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    // Every answer is a list of its own, even when the same notes stand in it.
    while (notes.view.query.text !== words || notes.view.hits === before) {
      await new Promise((turn) => setTimeout(turn, 4));
    }
    return notes.view.hits.map(({ id }) => id);
  };
  const found = await ask(text);
  await ask('');
  return found;
}

/** Runs in the page. */
async function openOne(id: string, binned: boolean): Promise<void> {
  const { witness } = window;
  const notes = witness.all('alcove-notes')[0] as NotesElement;
  if (binned) {
    const bin = notes.shadowRoot?.querySelector<HTMLInputElement>('.filters input[type=checkbox]');
    bin?.click();
  }
  const row = (): HTMLElement | null | undefined => {
    const at = notes.view.hits.findIndex((hit) => hit.id === id);
    const list = witness.all('alcove-note-list')[0]?.shadowRoot;
    return at < 0 ? undefined : list?.querySelector<HTMLElement>(`[data-index='${at}']`);
  };
  const open = (): boolean => {
    const [editor] = witness.all('alcove-editor');
    const { view } = (editor ?? {}) as { view?: { summary: { id: string } } };
    return view?.summary.id === id && !!editor?.shadowRoot?.querySelector('textarea, .text');
  };
  const end = performance.now() + 20_000;
  let clicked = false;
  while (!open()) {
    if (!clicked) {
      const line = row();
      line?.click();
      clicked = !!line;
    }
    if (performance.now() > end) throw new Error(`no note ${id}: ${witness.text()}`);
    await new Promise((turn) => setTimeout(turn, 4));
  }
}
