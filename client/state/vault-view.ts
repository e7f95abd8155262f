import type { ClientContent, ClientRecord, ClientSummary } from '../practice/client.ts';
import type { Note, NoteContent, NoteKind, NoteSummary, NoteVersion } from '../practice/note.ts';
import type { SessionSummary, Warning } from '../practice/session-record.ts';
import type { Snippet, Template } from '../practice/template.ts';
import type { VaultErrorCode } from '../vault/errors.ts';
import type {
  AuditEntry,
  Finding,
  KeptItem,
  NoteHit,
  NoteQuery,
  RestorePreview,
  ShredReceipt,
  SlotKind,
  SlotView,
  VaultSettings,
} from '../vault/vault-api.ts';
import type { AgreementView } from './consent-view.ts';

/** Work that takes its time. */
export interface ProgressView {
  readonly what: 'unlocking' | 'creating' | 'backup' | 'reading-backup' | 'export' | 'factors';
  /** 0–1; undefined while it cannot be told. */
  readonly share?: number | undefined;
}

/** Making a vault, one question a screen. */
export type CreateView =
  | {
      readonly step: 'passphrase';
      readonly suggestion: string;
      /** Undefined until something is typed. */
      readonly strength?: Strength | undefined;
      /** Whether this browser and device can hold a passkey with PRF. */
      readonly passkeyPossible: boolean;
      readonly error?: VaultErrorCode | 'PASSKEY_REFUSED' | 'PASSKEY_NO_PRF' | undefined;
    }
  | { readonly step: 'recovery'; readonly words: readonly string[] }
  | {
      readonly step: 'confirm-recovery';
      /** Positions in the list from 0, which are asked back. */
      readonly asked: readonly number[];
      readonly wrong: boolean;
    }
  | { readonly step: 'storage'; readonly persisted: boolean | 'unknown' };

export interface Strength {
  /** 0 useless, 1 weak, 2 fair, 3 good, 4 strong. Below 3 it is not accepted. */
  readonly score: 0 | 1 | 2 | 3 | 4;
  /** Log10 of the guesses it takes, honest to about two. */
  readonly guessesLog10: number;
  /** Years for someone who stole this device's storage and spends a million dollars' worth of machines. */
  readonly years: number;
}

export interface LockedView {
  readonly slots: readonly SlotKind[];
  readonly error?: VaultErrorCode | 'PASSKEY_REFUSED' | undefined;
  /** Milliseconds since the epoch; later than now: tries are refused until then. */
  readonly retryAt: number;
  /** A session's link or call is kept in the vault and goes on after unlocking. */
  readonly sessionKept: boolean;
  /** Words could not be saved before the lock; they are kept and come back after unlocking. */
  readonly unsavedKept: boolean;
}

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed';

export interface EditorView {
  readonly summary: NoteSummary;
  readonly note: Note;
  readonly save: SaveState;
  /** Why the last save failed; the words are still here. */
  readonly error?: VaultErrorCode | undefined;
  readonly clientName: string;
  /** The same note was saved in another tab; `theirs` is what is stored now. */
  readonly conflict?: { readonly theirs: Note } | undefined;
  readonly canCarryOver: boolean;
  /** Opened history, newest first, or undefined while closed. */
  readonly history?: readonly HistoryEntry[] | undefined;
  /** An amendment that is being written and was not added yet. */
  readonly amendment?: string | undefined;
  /** Hints of the template's fields, by heading. */
  readonly hints: Readonly<Record<string, string>>;
}

export interface HistoryEntry {
  readonly version: NoteVersion;
  /** Against the next newer state: words that were taken out and put in. */
  readonly changes: readonly Change[];
}

export interface Change {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

export interface NotesView {
  readonly query: NoteQuery;
  readonly total: number;
  readonly hits: readonly NoteHit[];
  readonly tags: readonly string[];
  readonly clients: readonly ClientSummary[];
  readonly templates: readonly Template[];
  readonly snippets: readonly Snippet[];
  /** False while the words of the notes are still being read after unlocking. */
  readonly searchReady: boolean;
  readonly editor?: EditorView | undefined;
  /** The choice of kind, client and template for a new note is open. */
  readonly choosing: boolean;
  /** A note was just put in the bin, and can be taken back. */
  readonly undo?: { readonly id: string; readonly title: string } | undefined;
  readonly receipt?: ShredReceipt | undefined;
}

/** The sessions that were held, newest first, and what was refused in them and elsewhere. */
/** A session with what was agreed to in it, to be read again. */
export interface SessionView extends SessionSummary {
  readonly agreements: readonly AgreementView[];
}

export interface SessionsView {
  readonly list: readonly SessionView[];
  /** There are older ones. */
  readonly more: boolean;
  /** Newest first. */
  readonly warnings: readonly Warning[];
}

export interface ClientsView {
  readonly clients: readonly ClientSummary[];
  readonly open?: ClientRecord | 'new' | undefined;
  /** The fields as they stand, where that is not what is stored. */
  readonly draft?: ClientContent | undefined;
  readonly notes: readonly NoteHit[];
  readonly error?: VaultErrorCode | undefined;
}

export interface SettingsView {
  readonly settings: VaultSettings;
  readonly slots: readonly SlotView[];
  readonly templates: readonly Template[];
  readonly snippets: readonly Snippet[];
  readonly lastBackupAt?: number | undefined;
  readonly storage: {
    readonly persisted: boolean | 'unknown';
    readonly usedBytes?: number | undefined;
    readonly quotaBytes?: number | undefined;
  };
  /** Opened audit trail, or undefined while closed. */
  readonly audit?:
    { readonly entries: readonly AuditEntry[]; readonly verified: boolean } | undefined;
  readonly items: ItemsView;
  readonly factor: FactorView;
  readonly restore: RestoreView;
  readonly error?: VaultErrorCode | undefined;
  /** What was just done, to be said once. */
  readonly done?: 'backup' | 'factors' | 'restored' | 'settings' | undefined;
}

/** Recordings and received files. */
export interface ItemsView {
  /** Newest first; undefined until it was looked. */
  readonly items?: readonly KeptItem[] | undefined;
  readonly playing?:
    | {
        readonly id: string;
        readonly mime: string;
        readonly lengthMs: number;
        /** At most so many parts from one on, which is 1 for the first; none behind the last. */
        readonly read: (from: number, most: number) => Promise<readonly Uint8Array[]>;
      }
    | undefined;
}

/** Changing the ways in. */
export interface FactorView {
  readonly step: 'none' | 'passphrase' | 'passkey' | 'no-passkey' | 'recovery' | 'no-recovery';
  readonly strength?: Strength | undefined;
  readonly suggestion: string;
  /** For a new recovery key: shown once, to be written down and confirmed. */
  readonly words?: readonly string[] | undefined;
  readonly passkeyPossible: boolean;
  readonly passkeyRequired: boolean;
  readonly error?: VaultErrorCode | 'PASSKEY_REFUSED' | 'PASSKEY_NO_PRF' | undefined;
}

export interface RestoreView {
  readonly step: 'none' | 'credential' | 'preview';
  readonly fileName?: string | undefined;
  readonly preview?: RestorePreview | undefined;
  readonly error?: VaultErrorCode | undefined;
}

export interface TodayView {
  readonly recent: readonly NoteHit[];
  readonly unsigned: number;
  readonly lastBackupAt?: number | undefined;
  readonly notes: number;
}

export type Place = 'today' | 'notes' | 'clients' | 'settings';

export interface UnlockedView {
  readonly place: Place;
  /** Shown until put away. */
  readonly welcome?: { readonly generation: number; readonly savedAt: number } | undefined;
  readonly wrongTries: number;
  readonly findings: readonly Finding[];
  /** Something failed that belongs to no field on screen; shown until put away. */
  readonly notice?: VaultErrorCode | undefined;
  readonly today: TodayView;
  readonly sessions: SessionsView;
  readonly notes: NotesView;
  readonly clients: ClientsView;
  readonly settings: SettingsView;
}

export type VaultView =
  /** Not yet known. */
  | { readonly state: 'looking' }
  | {
      readonly state: 'none';
      readonly restore: RestoreView;
      readonly progress?: ProgressView | undefined;
    }
  | {
      readonly state: 'unreadable';
      readonly error: VaultErrorCode;
      readonly restore: RestoreView;
      readonly progress?: ProgressView | undefined;
    }
  | {
      readonly state: 'creating';
      readonly create: CreateView;
      readonly progress?: ProgressView | undefined;
    }
  | {
      readonly state: 'locked';
      readonly locked: LockedView;
      readonly restore: RestoreView;
      readonly progress?: ProgressView | undefined;
    }
  | {
      readonly state: 'open';
      readonly open: UnlockedView;
      readonly progress?: ProgressView | undefined;
    };

export interface VaultActions {
  // First run
  beginCreating(): void;
  cancelCreating(): void;
  /** As it is typed; answers with CreateView.strength or FactorView.strength. */
  weigh(passphrase: string): void;
  suggestAgain(): void;
  setPassphrase(passphrase: string, requirePasskey: boolean): void;
  recoveryWritten(): void;
  confirmRecovery(words: readonly string[]): void;
  showRecoveryAgain(): void;
  finishCreating(): void;

  // The door
  unlock(passphrase: string): void;
  unlockWithRecovery(words: string): void;
  lock(): void;
  go(place: Place): void;
  putAwayWelcome(): void;
  putAwayNotice(): void;
  acceptFindings(): void;

  // Notes
  search(query: NoteQuery): void;
  showMore(): void;
  openNote(id: string): void;
  closeNote(): void;
  chooseNew(open: boolean): void;
  createNote(kind: NoteKind, clientId: string | null, template: string): void;
  /** Every change of the editor; saved by itself. */
  edit(content: NoteContent): void;
  saveNow(): void;
  carryOver(): void;
  sign(): void;
  /** As it is typed, so that it outlasts a lock. */
  draftAmendment(text: string): void;
  amend(text: string): void;
  move(kind: NoteKind): void;
  bin(id: string): void;
  unbin(id: string): void;
  shred(id: string): void;
  putAwayReceipt(): void;
  showHistory(open: boolean): void;
  /** Puts an earlier text into the editor as an unsaved change. */
  takeVersion(savedAt: number): void;
  resolveConflict(keep: 'mine' | 'theirs' | 'both'): void;

  // Sessions
  showMoreSessions(): void;
  /** Makes and opens a note about a session; `id` is the session's. */
  writeSessionNote(id: string, kind: NoteKind, clientId: string | null, template: string): void;
  /** Opens the note of a session; nothing where there is none. */
  openSessionNote(id: string): void;
  assignSession(id: string, clientId: string | null): void;
  removeSession(id: string): void;
  clearWarnings(): void;

  // Clients
  /** `new` for an empty one, undefined for none. */
  openClient(id: string | undefined): void;
  /** As it is typed, so that it outlasts a lock. */
  draftClient(content: ClientContent): void;
  saveClient(content: ClientContent): void;
  removeClient(id: string): void;
  /** Hands two files to the browser's downloads. */
  exportClient(id: string, kind: NoteKind): void;

  // Settings
  saveSettings(settings: VaultSettings): void;
  beginFactor(step: FactorView['step']): void;
  /** `current` is the passphrase, or the recovery words; `next` the new passphrase where one is set. */
  changeFactor(current: string, next: string): void;
  showAudit(open: boolean): void;
  saveTemplate(template: Template): void;
  removeTemplate(id: string): void;
  saveSnippet(id: string | null, name: string, text: string): void;
  removeSnippet(id: string): void;
  /** Undefined puts it away. */
  playItem(id: string | undefined): void;
  /** Hands it to the browser's downloads, as a plain file. */
  exportItem(id: string): void;
  shredItem(id: string): void;
  askPersistence(): void;
  backup(): void;
  chooseRestore(file: File): void;
  openRestore(secret: string, kind: 'passphrase' | 'recovery'): void;
  /** `replaceNewer` after the explicit words. */
  commitRestore(replaceNewer: boolean): void;
  dropRestore(): void;
  cancelWork(): void;
}
