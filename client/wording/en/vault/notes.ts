import type { NoteKind } from '../../../practice/note.ts';

/** The list of notes, the search, and a new note. */
export const notes = {
  kind: { progress: 'Progress note', psychotherapy: 'Psychotherapy note' } satisfies Record<
    NoteKind,
    string
  >,
  /** In a list, where every line is one. */
  kindShort: { progress: 'Progress', psychotherapy: 'Psychotherapy' } satisfies Record<
    NoteKind,
    string
  >,
  kinds: { progress: 'Progress notes', psychotherapy: 'Psychotherapy notes' } satisfies Record<
    NoteKind,
    string
  >,
  belongs: {
    progress:
      'Progress notes are part of the client’s record: dates, diagnosis, treatment plan, symptoms, how it is going.',
    psychotherapy:
      'Psychotherapy notes are yours alone: your thoughts about what was said. Times, diagnosis, medication and treatment belong in a progress note.',
  } satisfies Record<NoteKind, string>,

  untitled: 'Untitled',
  nobody: 'Nobody yet',
  signed: 'signed',
  list: 'Notes found',
  search: 'Search all notes',
  searchKey: '/',
  fresh: 'New note',
  freshKey: 'n',
  loading: 'Loading…',
  reading: 'Still reading your notes: until it is done, a search may miss some.',
  total: (many: number): string => (many === 1 ? '1 note' : `${many.toLocaleString('en')} notes`),
  empty: 'No notes yet. Press “New note”, or the key n, to write the first.',
  emptyBin: 'The bin is empty.',
  nothing: 'No note has all of this. Try fewer words, or clear the filters.',
  choose: 'Choose a note from the list, or write a new one.',

  filter: {
    open: 'Filter',
    openWith: (many: number): string => `Filter (${String(many)} set)`,
    kind: 'Kind',
    client: 'Of client',
    tag: 'Tag',
    template: 'Template',
    state: 'State',
    unsigned: 'Not signed',
    signed: 'Signed',
    from: 'From',
    to: 'To',
    bin: 'In the bin',
    any: 'Any',
    clear: 'Clear filters',
  },

  create: {
    heading: 'A new note',
    kind: 'Which kind?',
    client: 'For whom',
    template: 'Begin with',
    free: 'A blank page',
    create: 'Start writing',
  },

  binned: (title: string): string => `“${title}” is in the bin.`,
  undo: 'Undo',

  receipt: {
    heading: 'Shredded',
    text: 'The key of this note is destroyed, so nothing on this device can open it again.',
    kind: 'Kind',
    at: 'When',
    hash: 'Fingerprint of the sealed note',
    sequence: 'Entry in the audit trail',
    copies:
      'Copies that remain: backups made before now still hold it, until you delete them. The disk may keep the sealed bytes for a while; without the key they say nothing.',
    close: 'Put away',
  },
};
