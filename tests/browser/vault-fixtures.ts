import type { ClientRecord, ClientSummary } from '../../client/practice/client.ts';
import type { Note, NoteKind, NoteSummary } from '../../client/practice/note.ts';
import type { Snippet, Template } from '../../client/practice/template.ts';
import type {
  ClientsView,
  CreateView,
  EditorView,
  FactorView,
  LockedView,
  NotesView,
  Place,
  SessionsView,
  SessionView,
  SettingsView,
  Strength,
  UnlockedView,
  VaultActions,
  VaultView,
} from '../../client/state/vault-view.ts';
import type { NoteHit, RestorePreview, SlotView } from '../../client/vault/vault-api.ts';
import { agreement, type Call } from './fixtures.ts';

const DAY_MS = 86_400_000;
/** A Tuesday morning; ages are counted from now. */
const NINE = new Date(2026, 10, 24, 9, 41).getTime();

/** Actions that only write down what was done. */
export const vaultActions = (calls: Call[]): VaultActions => {
  const note =
    (name: string) =>
    (...values: unknown[]): void =>
      void calls.push([name, ...values]);
  return {
    beginCreating: note('beginCreating'),
    cancelCreating: note('cancelCreating'),
    weigh: note('weigh'),
    suggestAgain: note('suggestAgain'),
    setPassphrase: note('setPassphrase'),
    recoveryWritten: note('recoveryWritten'),
    confirmRecovery: note('confirmRecovery'),
    showRecoveryAgain: note('showRecoveryAgain'),
    finishCreating: note('finishCreating'),
    unlock: note('unlock'),
    unlockWithRecovery: note('unlockWithRecovery'),
    lock: note('lock'),
    go: note('go'),
    putAwayWelcome: note('putAwayWelcome'),
    putAwayNotice: note('putAwayNotice'),
    acceptFindings: note('acceptFindings'),
    search: note('search'),
    showMore: note('showMore'),
    openNote: note('openNote'),
    closeNote: note('closeNote'),
    chooseNew: note('chooseNew'),
    createNote: note('createNote'),
    edit: note('edit'),
    saveNow: note('saveNow'),
    carryOver: note('carryOver'),
    sign: note('sign'),
    draftAmendment: note('draftAmendment'),
    amend: note('amend'),
    move: note('move'),
    bin: note('bin'),
    unbin: note('unbin'),
    shred: note('shred'),
    putAwayReceipt: note('putAwayReceipt'),
    showHistory: note('showHistory'),
    takeVersion: note('takeVersion'),
    resolveConflict: note('resolveConflict'),
    showMoreSessions: note('showMoreSessions'),
    writeSessionNote: note('writeSessionNote'),
    openSessionNote: note('openSessionNote'),
    assignSession: note('assignSession'),
    removeSession: note('removeSession'),
    clearWarnings: note('clearWarnings'),
    openClient: note('openClient'),
    draftClient: note('draftClient'),
    saveClient: note('saveClient'),
    removeClient: note('removeClient'),
    exportClient: note('exportClient'),
    saveSettings: note('saveSettings'),
    playItem: note('playItem'),
    exportItem: note('exportItem'),
    shredItem: note('shredItem'),
    beginFactor: note('beginFactor'),
    changeFactor: note('changeFactor'),
    showAudit: note('showAudit'),
    saveTemplate: note('saveTemplate'),
    removeTemplate: note('removeTemplate'),
    saveSnippet: note('saveSnippet'),
    removeSnippet: note('removeSnippet'),
    askPersistence: note('askPersistence'),
    backup: note('backup'),
    chooseRestore: note('chooseRestore'),
    openRestore: note('openRestore'),
    commitRestore: note('commitRestore'),
    dropRestore: note('dropRestore'),
    cancelWork: note('cancelWork'),
  };
};

export const SUGGESTION = 'lantern gravel ocean tulip violin copper';
export const WORDS =
  'ability bench cargo denial elbow fabric gadget harbor ice jacket kitten ladder magnet noble orbit paddle quality rabbit saddle table umbrella valley wagon zebra'.split(
    ' ',
  );
export const strong: Strength = { score: 4, guessesLog10: 19, years: 320 };
const weak: Strength = { score: 1, guessesLog10: 7, years: 0.002 };

const id = (number: number): string => number.toString(16).padStart(32, '0');

const TITLES = [
  'Session 14: sleep and the new job',
  'Session 13: letter to her father',
  'Intake',
  'After the phone call',
  'Quarterly review of the treatment plan, with a title that is rather longer than others',
];
const CLIENTS: readonly ClientSummary[] = [
  {
    id: id(1),
    name: 'Anna B.',
    archived: false,
    createdAt: NINE,
    notes: 14,
    lastNote: '2026-11-23',
  },
  {
    id: id(2),
    name: 'M. and P. Oyelaran',
    archived: false,
    createdAt: NINE,
    notes: 1,
    lastNote: '2026-10-02',
  },
  { id: id(3), name: '2024-017', archived: false, createdAt: NINE, notes: 0 },
  {
    id: id(4),
    name: 'J. Koppel',
    archived: true,
    createdAt: NINE,
    notes: 31,
    lastNote: '2025-03-11',
  },
];

export const summaryOf = (number: number, change: Partial<NoteSummary> = {}): NoteSummary => ({
  id: id(100 + number),
  kind: number % 3 === 1 ? 'psychotherapy' : 'progress',
  revision: 3,
  title: `${TITLES[number % TITLES.length] ?? ''}${number < TITLES.length ? '' : ` (${String(number)})`}`,
  clientId: id(1 + (number % 2)),
  date: `2026-11-${String(23 - (number % 20)).padStart(2, '0')}`,
  template: 'soap',
  tags: ['sleep'],
  createdAt: NINE - number * DAY_MS,
  updatedAt: NINE - number * DAY_MS,
  ...(number % 4 === 2 ? { signedAt: NINE } : {}),
  ...change,
});

export const hit = (number: number, change: Partial<NoteHit> = {}): NoteHit => ({
  ...summaryOf(number),
  clientName: CLIENTS[number % 2]?.name ?? '',
  ...change,
});

export const hits = (count: number): readonly NoteHit[] =>
  Array.from({ length: count }, (_, number) => hit(number));

const TEMPLATES: readonly Template[] = [
  {
    id: 'free',
    name: 'Blank page',
    kind: 'progress',
    sections: [{ heading: '', hint: '' }],
    builtIn: true,
  },
  {
    id: 'soap',
    name: 'SOAP',
    kind: 'progress',
    sections: [
      { heading: 'Subjective', hint: 'What the client says about how it is going.' },
      { heading: 'Objective', hint: 'What you observe.' },
      { heading: 'Assessment', hint: 'What you make of it.' },
      { heading: 'Plan', hint: 'What comes next.' },
    ],
    builtIn: true,
  },
];
const OWN: Template = {
  id: id(50),
  name: 'Couple, first hour',
  kind: 'progress',
  sections: [{ heading: 'What brings you here', hint: 'In the words of each.' }],
  builtIn: false,
};
export const SNIPPETS: readonly Snippet[] = [
  { id: id(60), name: 'risk', text: 'No thoughts of harming self or others were reported.' },
  { id: id(61), name: 'home-work', text: 'Agreed on homework:' },
];

export const note = (change: Partial<Note> = {}): Note => ({
  title: TITLES[0] ?? '',
  clientId: id(1),
  date: '2026-11-23',
  template: 'soap',
  tags: ['sleep', 'work'],
  sections: [
    {
      heading: 'Subjective',
      text: 'Sleeps five hours since the new job began. “I lie there and count meetings.”\nThe evenings are better when the phone stays in the kitchen.',
    },
    { heading: 'Objective', text: 'Tired, but laughs twice. Speaks faster towards the end.' },
    { heading: 'Assessment', text: '' },
    { heading: 'Plan', text: 'Phone stays in the kitchen; sleep diary until next week.' },
  ],
  createdAt: NINE - DAY_MS,
  updatedAt: NINE,
  amendments: [],
  ...change,
});

export const editor = (change: Partial<EditorView> = {}): EditorView => ({
  summary: summaryOf(0),
  note: note(),
  save: 'saved',
  clientName: 'Anna B.',
  canCarryOver: true,
  hints: Object.fromEntries(
    (TEMPLATES[1]?.sections ?? []).map(({ heading, hint }) => [heading, hint]),
  ),
  ...change,
});

export const notes = (change: Partial<NotesView> = {}): NotesView => ({
  query: { text: '', bin: false, offset: 0, limit: 100 },
  total: 40,
  hits: hits(40),
  tags: ['sleep', 'work', 'grief'],
  clients: CLIENTS,
  templates: [...TEMPLATES, OWN],
  snippets: SNIPPETS,
  searchReady: true,
  choosing: false,
  ...change,
});

const record: ClientRecord = {
  id: id(1),
  createdAt: NINE,
  name: 'Anna B.',
  contact: '+49 30 1234567, sister: Karla',
  about: 'Born 1991. She/her. Wants letters to her office only.',
  archived: false,
};

export const clients = (change: Partial<ClientsView> = {}): ClientsView => ({
  clients: CLIENTS,
  notes: [],
  ...change,
});

const SLOTS: readonly SlotView[] = [
  { id: id(70), kind: 'passphrase', createdAt: NINE - 400 * DAY_MS },
  { id: id(71), kind: 'recovery', createdAt: NINE - 400 * DAY_MS },
];

export const factor = (change: Partial<FactorView> = {}): FactorView => ({
  step: 'none',
  suggestion: SUGGESTION,
  passkeyPossible: true,
  passkeyRequired: false,
  ...change,
});

export const settings = (change: Partial<SettingsView> = {}): SettingsView => ({
  settings: { idleMinutes: 10, hidden: 'soon' },
  slots: SLOTS,
  templates: [OWN],
  snippets: SNIPPETS,
  lastBackupAt: NINE - 3 * DAY_MS,
  storage: { persisted: false, usedBytes: 41_300_000, quotaBytes: 61_000_000_000 },
  items: { items: [] },
  factor: factor(),
  restore: { step: 'none' },
  ...change,
});

export const preview = (change: Partial<RestorePreview> = {}): RestorePreview => ({
  createdAt: NINE - 9 * DAY_MS,
  generation: 11_804,
  notes: 9_961,
  clients: 398,
  present: {
    generation: 12_001,
    savedAt: NINE,
    notes: 10_000,
    clients: 400,
    items: 0,
    sameVault: true,
  },
  closed: false,
  older: false,
  ...change,
});

const AUDIT: SettingsView['audit'] = {
  verified: true,
  entries: [
    { sequence: 8, at: NINE, event: { what: 'unlocked', with: 'passphrase', wrongTries: 2 } },
    { sequence: 7, at: NINE - DAY_MS, event: { what: 'exported', id: id(1), kind: 'progress' } },
    {
      sequence: 6,
      at: NINE - DAY_MS,
      event: { what: 'shredded', id: id(9), receipt: 'a'.repeat(64) },
    },
    { sequence: 5, at: NINE - DAY_MS, event: { what: 'moved', id: id(9), kind: 'psychotherapy' } },
    { sequence: 4, at: NINE - DAY_MS, event: { what: 'backed-up', generation: 11_804 } },
    { sequence: 3, at: NINE - 2 * DAY_MS, event: { what: 'slot-added', with: 'recovery' } },
    { sequence: 2, at: NINE - 2 * DAY_MS, event: { what: 'damage-accepted', findings: 3 } },
    { sequence: 1, at: NINE - 3 * DAY_MS, event: { what: 'created' } },
  ],
};

const held = (number: number, change: Partial<SessionView> = {}): SessionView => ({
  id: id(100 + number),
  startedAt: NINE - number * DAY_MS,
  endedAt: NINE - number * DAY_MS + 51 * 60_000,
  minutes: 50,
  used: { video: true, voice: true, chat: number % 2 === 0 },
  compared: { mine: true, theirs: number !== 1 },
  agreed: '',
  receipts: number === 0 ? ['{}'] : [],
  agreements: number === 0 ? [agreement()] : [],
  warnings: [],
  clientId: id(1),
  clientName: 'Anna B.',
  noteId: id(9),
  ...change,
});

const sessionsView = (change: Partial<SessionsView> = {}): SessionsView => ({
  list: [
    held(0, { noteId: null, clientId: null, clientName: '' }),
    held(1, {
      endedAt: undefined,
      agreed: 'I call you in ten minutes.',
      warnings: [{ what: 'spent-link', at: NINE - DAY_MS }],
    }),
    held(2),
  ],
  more: true,
  warnings: [
    { what: 'spent-link', at: NINE - DAY_MS },
    { what: 'key-changed', at: NINE - 2 * DAY_MS },
  ],
  ...change,
});

/** The open vault at one place; `change` says what is different. */
export const open = (place: Place, change: Partial<UnlockedView> = {}): VaultView => ({
  state: 'open',
  open: {
    place,
    wrongTries: 0,
    findings: [],
    today: { recent: hits(5), unsigned: 3, lastBackupAt: Date.now() - 2 * DAY_MS, notes: 10_000 },
    sessions: sessionsView(),
    notes: notes(),
    clients: clients(),
    settings: settings(),
    ...change,
  },
});

export const withNotes = (change: Partial<NotesView>): VaultView =>
  open('notes', { notes: notes(change) });
export const withEditor = (change: Partial<EditorView> = {}): VaultView =>
  withNotes({ editor: editor(change) });
/** The vault behind the room of fixtures.ts, with that session's note open. */
export const besideRoom = (): VaultView => {
  const view = editor();
  const list = [held(0, { id: 'ab'.repeat(16), noteId: view.summary.id })];
  return open('today', { notes: notes({ editor: view }), sessions: sessionsView({ list }) });
};
const withSettings = (change: Partial<SettingsView>): VaultView =>
  open('settings', { settings: settings(change) });

export const creating = (create: CreateView): VaultView => ({ state: 'creating', create });
export const choosing = (
  change: Partial<Extract<CreateView, { step: 'passphrase' }>> = {},
): VaultView =>
  creating({ step: 'passphrase', suggestion: SUGGESTION, passkeyPossible: true, ...change });

export const locked = (change: Partial<LockedView> = {}): VaultView => ({
  state: 'locked',
  locked: {
    slots: ['passphrase', 'recovery'],
    retryAt: 0,
    sessionKept: false,
    unsavedKept: false,
    ...change,
  },
  restore: { step: 'none' },
});

const signed = { ...summaryOf(0), signedAt: NINE };
const RECEIPT = {
  id: id(9),
  kind: 'progress' as NoteKind,
  at: NINE,
  hash: '9f'.repeat(32),
  sequence: 6,
};

/** Every screen of the vault, by a name for pictures and tests. */
export const vaultViews: Readonly<Record<string, () => VaultView>> = {
  none: () => ({ state: 'none', restore: { step: 'none' } }),
  'none-restore': () => ({
    state: 'none',
    restore: { step: 'credential', fileName: 'alcove-2026-11-24.backup' },
  }),
  'none-restore-reading': () => ({
    state: 'none',
    restore: { step: 'credential', fileName: 'alcove-2026-11-24.backup' },
    progress: { what: 'reading-backup', share: 0.37 },
  }),
  'none-restore-preview': () => ({
    state: 'none',
    restore: { step: 'preview', preview: { ...preview(), present: undefined } },
  }),
  'none-restore-error': () => ({
    state: 'none',
    restore: { step: 'none', error: 'BACKUP_NOT_ONE' },
  }),
  unreadable: () => ({
    state: 'unreadable',
    error: 'STORAGE_BLOCKED',
    restore: { step: 'none' },
  }),
  'unreadable-header': () => ({
    state: 'unreadable',
    error: 'HEADER_ALTERED',
    restore: { step: 'none' },
  }),
  'unreadable-restore-preview': () => ({
    state: 'unreadable',
    error: 'HEADER_ALTERED',
    restore: {
      step: 'preview',
      preview: { ...preview(), present: undefined, closed: true, older: true },
    },
  }),
  'create-passphrase': () => choosing(),
  'create-passphrase-weak': () =>
    choosing({ strength: weak, passkeyPossible: false, error: 'PASSKEY_NO_PRF' }),
  'create-passphrase-strong': () => choosing({ strength: strong }),
  'create-recovery': () => creating({ step: 'recovery', words: WORDS }),
  'create-confirm': () => creating({ step: 'confirm-recovery', asked: [2, 11, 19], wrong: true }),
  'create-making': () => ({
    state: 'creating',
    create: { step: 'confirm-recovery', asked: [2, 11, 19], wrong: false },
    progress: { what: 'creating' },
  }),
  'create-storage': () => creating({ step: 'storage', persisted: false }),
  'create-storage-kept': () => creating({ step: 'storage', persisted: true }),
  'create-storage-unknown': () => creating({ step: 'storage', persisted: 'unknown' }),
  locked: () => locked(),
  'locked-wrong': () => locked({ error: 'WRONG_KEY' }),
  'locked-waiting': () =>
    locked({ error: 'TOO_MANY_TRIES', retryAt: Date.now() + 45_000, unsavedKept: true }),
  'locked-passkey': () =>
    locked({
      slots: ['passphrase-and-passkey', 'recovery'],
      sessionKept: true,
      error: 'PASSKEY_REFUSED',
    }),
  'locked-unlocking': () => ({ ...locked(), progress: { what: 'unlocking' } }) as VaultView,
  today: () => open('today', { welcome: { generation: 12_001, savedAt: NINE } }),
  'today-first': () => open('today', { today: { recent: [], unsigned: 0, notes: 0 } }),
  'today-reminders': () =>
    open('today', {
      wrongTries: 4,
      today: { recent: hits(2), unsigned: 0, lastBackupAt: Date.now() - 40 * DAY_MS, notes: 12 },
    }),
  'today-never-backed-up': () =>
    open('today', { today: { recent: hits(1), unsigned: 1, notes: 1 } }),
  'today-alarm': () =>
    open('today', {
      notice: 'QUOTA',
      findings: [
        { code: 'INDEX_ROLLED_BACK' },
        { code: 'RECORD_ALTERED', name: id(5), title: 'Intake', date: '2026-11-02' },
        { code: 'RECORD_MISSING', name: id(6), title: '', date: '2026-11-03' },
        { code: 'RECORD_ROLLED_BACK', name: id(7), title: '', date: '' },
        { code: 'AUDIT_ALTERED' },
      ],
    }),
  notes: () => withNotes({}),
  'notes-many': () => withNotes({ total: 10_000, hits: hits(100), searchReady: false }),
  'notes-found': () =>
    withNotes({
      query: { text: 'lett fath', kind: 'psychotherapy', bin: false, offset: 0, limit: 100 },
      searchReady: false,
      total: 1,
      hits: [
        hit(1, { excerpt: ['She read the ', 'lett', 'er to her ', 'fath', 'er aloud, twice.'] }),
      ],
    }),
  'notes-nothing': () =>
    withNotes({
      query: { text: 'xylophone', bin: false, offset: 0, limit: 100 },
      total: 0,
      hits: [],
    }),
  'notes-empty': () => withNotes({ total: 0, hits: [], clients: [] }),
  'notes-bin-undo': () =>
    withNotes({
      query: { text: '', bin: true, offset: 0, limit: 100 },
      total: 0,
      hits: [],
      undo: { id: id(100), title: TITLES[0] ?? '' },
    }),
  'notes-choosing': () => withNotes({ choosing: true }),
  'notes-receipt': () => withNotes({ receipt: RECEIPT }),
  editor: () => withEditor(),
  'editor-new': () =>
    withEditor({
      summary: summaryOf(1, { revision: 1, title: '' }),
      note: note({
        title: '',
        tags: [],
        sections: note().sections.map(({ heading }) => ({ heading, text: '' })),
      }),
    }),
  'editor-psychotherapy': () =>
    withEditor({
      summary: summaryOf(1),
      save: 'saving',
      canCarryOver: false,
      note: note({ sections: [{ heading: '', text: 'What I keep thinking about: the letter.' }] }),
    }),
  'editor-failed': () => withEditor({ save: 'failed', error: 'QUOTA' }),
  'editor-conflict': () =>
    withEditor({
      save: 'failed',
      error: 'CONFLICT',
      conflict: { theirs: note({ title: 'Session 14: sleep', updatedAt: NINE + 1 }) },
    }),
  'editor-signed': () =>
    withEditor({
      summary: signed,
      note: note({
        signedAt: NINE,
        amendments: [{ at: NINE + 1000, text: 'The sleep diary was begun on the 25th.' }],
      }),
    }),
  'editor-binned': () => withEditor({ summary: { ...signed, deletedAt: NINE } }),
  'editor-history': () =>
    withEditor({
      history: [
        {
          version: { ...note(), savedAt: NINE - 1000 },
          changes: [
            { kind: 'same', text: 'Sleeps ' },
            { kind: 'removed', text: 'four' },
            { kind: 'added', text: 'five' },
            { kind: 'same', text: ' hours since the new job began.' },
          ],
        },
        { version: { ...note(), savedAt: NINE - DAY_MS }, changes: [] },
      ],
    }),
  'editor-history-empty': () => withEditor({ history: [] }),
  clients: () => open('clients'),
  'clients-none': () => open('clients', { clients: clients({ clients: [] }) }),
  'client-new': () => open('clients', { clients: clients({ open: 'new' }) }),
  client: () => open('clients', { clients: clients({ open: record, notes: hits(3) }) }),
  'client-in-use': () =>
    open('clients', {
      clients: clients({ open: { ...record, archived: true }, error: 'CLIENT_IN_USE' }),
    }),
  settings: () => withSettings({}),
  'settings-done': () =>
    withSettings({
      done: 'backup',
      error: 'STORAGE_FAILED',
      templates: [],
      snippets: [],
      audit: AUDIT,
      lastBackupAt: undefined,
      storage: { persisted: true },
    }),
  'settings-audit-broken': () =>
    withSettings({ audit: { entries: AUDIT.entries.slice(0, 2), verified: false } }),
  'settings-backing-up': () =>
    ({ ...withSettings({}), progress: { what: 'backup', share: 0.62 } }) as VaultView,
  'settings-passphrase': () =>
    withSettings({ factor: factor({ step: 'passphrase', strength: weak, error: 'WRONG_KEY' }) }),
  'settings-passkey': () => withSettings({ factor: factor({ step: 'passkey' }) }),
  'settings-no-passkey': () =>
    withSettings({ factor: factor({ step: 'no-passkey', passkeyRequired: true }) }),
  'settings-recovery': () => withSettings({ factor: factor({ step: 'recovery', words: WORDS }) }),
  'settings-no-recovery': () => withSettings({ factor: factor({ step: 'no-recovery' }) }),
  'settings-restore': () =>
    withSettings({ restore: { step: 'credential', fileName: 'alcove-2026-11-15.backup' } }),
  'settings-restore-preview': () =>
    withSettings({ restore: { step: 'preview', preview: preview() } }),
  'settings-restore-older': () =>
    withSettings({ restore: { step: 'preview', preview: preview({ older: true }) } }),
};

/** What opens at a press and then needs looking at as well: view, then the buttons to press. */
export const vaultOpened: Readonly<Record<string, readonly [view: string, ...presses: string[]]>> =
  {
    'today-accepting': ['today-alarm', 'Keep what is left'],
    'notes-filters': ['notes', 'Filter'],
    'editor-signing': ['editor', 'Sign and lock…'],
    'editor-moving': ['editor', 'More', 'Make it a psychotherapy note…'],
    'editor-menu': ['editor', 'More'],
    'editor-snippets': ['editor', 'Snippets'],
    'editor-shredding': ['editor-binned', 'Shred for good…'],
    'client-removing': ['client', 'Remove…'],
    'client-giving': ['client', 'Give this person their record…'],
    'settings-template': ['settings', 'Edit template Couple, first hour'],
    'settings-snippet': ['settings', 'New snippet'],
    'settings-recovery-asked': ['settings-recovery', 'I have written them down'],
    'create-suggested': ['create-passphrase-strong', 'Use this one'],
    'locked-words': ['locked', 'Use the recovery words instead'],
  };
