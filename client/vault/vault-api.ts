import type { VaultErrorCode } from './errors.ts';
import type { CatalogueItem } from '../practice/catalogue.ts';
import type { ClientContent, ClientRecord, ClientSummary } from '../practice/client.ts';
import type { Note, NoteContent, NoteKind, NoteSummary, NoteVersion } from '../practice/note.ts';
import type { SessionReport, SessionSummary, Warning } from '../practice/session-record.ts';
import type { Snippet, Template } from '../practice/template.ts';
import type { TermsText } from '../practice/terms.ts';

/** What opens a slot of the vault. */
export type Credential =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | {
      readonly kind: 'passphrase-and-passkey';
      readonly passphrase: string;
      /** 32 bytes that the authenticator derived for this credential and salt (WebAuthn PRF). */
      readonly prf: Uint8Array;
      /** The 32 bytes that were evaluated. */
      readonly salt: Uint8Array;
      readonly credentialId: Uint8Array;
    }
  /** The printed words, in any case and spacing. */
  | { readonly kind: 'recovery'; readonly words: string };

export type SlotKind = Credential['kind'];

/** One way in, as it may be shown. */
export interface SlotView {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: SlotKind;
  readonly createdAt: number;
}

/** What is known without a key. */
export type VaultStatus =
  | { readonly state: 'none' }
  /** Storage is blocked or broken, or what it holds is not a vault that this build can read. */
  | { readonly state: 'unreadable'; readonly code: VaultErrorCode }
  | LockedStatus;

export interface LockedStatus {
  /** There is a vault; whether it is open here as well is not said. */
  readonly state: 'locked';
  readonly slots: readonly SlotView[];
  /** For the browser's prompt: credential ids with the salts to evaluate. */
  readonly passkeys: readonly PasskeyRequest[];
  /** Milliseconds since the epoch before which no further try is taken. */
  readonly retryAt: number;
  /** A session's link or call is kept, and goes on after unlocking. */
  readonly sessionKept: boolean;
}

export interface PasskeyRequest {
  readonly credentialId: Uint8Array;
  readonly salt: Uint8Array;
}

/** What was found wrong with what is stored; each has one sentence. */
export type Finding =
  /** The list of notes, or a part of it, is from an earlier time than the vault's own count. */
  | { readonly code: 'INDEX_ROLLED_BACK' }
  | { readonly code: 'INDEX_ALTERED' }
  | RecordFinding
  | { readonly code: 'AUDIT_ALTERED' };

interface RecordFinding {
  readonly code: 'RECORD_ROLLED_BACK' | 'RECORD_ALTERED' | 'RECORD_MISSING';
  /** Of the record, 32 hexadecimal digits. */
  readonly name: string;
  /** Both empty for a record that is no note. */
  readonly title: string;
  readonly date: string;
}

export interface Opened {
  /** Counts every change of the vault. */
  readonly generation: number;
  /** Milliseconds since the epoch of the last change. */
  readonly savedAt: number;
  readonly findings: readonly Finding[];
  /** Wrong tries since the last time it was opened. */
  readonly wrongTries: number;
  /** Milliseconds since the epoch, or undefined if there was none. */
  readonly lastBackupAt?: number | undefined;
  readonly settings: VaultSettings;
  /** Opening could not be noted in the audit trail. */
  readonly notice?: VaultErrorCode | undefined;
}

export interface VaultSettings {
  /** Locks after so many minutes without a key or a touch. */
  readonly idleMinutes: 1 | 5 | 10 | 30 | 60;
  /** Locks when the page is out of sight: at once, after two minutes, or only when idle. */
  readonly hidden: 'at-once' | 'soon' | 'idle';
  /** What whoever asks to join a session is told first, where the host has written it. */
  readonly terms?: TermsText | undefined;
  /** A session may be recorded, once everybody in it has agreed; undefined for no. */
  readonly recording?: boolean | undefined;
}

/** Settings as they are kept, with what else concerns the whole vault. */
export interface StoredSettings extends VaultSettings {
  /** Milliseconds since the epoch; of the last backup that was made of this vault or put in place. */
  readonly lastBackupAt?: number | undefined;
}

export interface NoteQuery {
  /** Words or beginnings of words, all of which must occur; '' for everything. */
  readonly text: string;
  readonly kind?: NoteKind | undefined;
  readonly clientId?: string | undefined;
  readonly tag?: string | undefined;
  readonly template?: string | undefined;
  /** Inclusive, YYYY-MM-DD. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly state?: 'unsigned' | 'signed' | undefined;
  /** Only what lies in the bin; otherwise only what does not. */
  readonly bin: boolean;
  readonly offset: number;
  readonly limit: number;
}

/** One line of the list; `excerpt` holds the text around the first match, where text was searched. */
export interface NoteHit extends NoteSummary {
  readonly clientName: string;
  readonly excerpt?: Excerpt | undefined;
}

/** Alternating plain and matching pieces; the first is plain. */
export type Excerpt = readonly string[];

export interface NotePage {
  readonly total: number;
  /** Newest day first, then the last changed. */
  readonly hits: readonly NoteHit[];
  /** Every tag in use, most used first. */
  readonly tags: readonly string[];
}

export interface OpenNote {
  readonly summary: NoteSummary;
  readonly note: Note;
}

export interface AuditEntry {
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly event: AuditEvent;
}

export type AuditEvent =
  | { readonly what: 'created' | 'restored' | 'moved-keys' }
  | { readonly what: 'unlocked'; readonly with: SlotKind; readonly wrongTries: number }
  | { readonly what: 'signed'; readonly id: string }
  | { readonly what: 'binned' | 'unbinned'; readonly id: string }
  | { readonly what: 'shredded'; readonly id: string; readonly receipt: string }
  | { readonly what: 'exported' | 'moved'; readonly id: string; readonly kind: NoteKind }
  | {
      readonly what: 'item-kept' | 'item-exported' | 'item-shredded';
      readonly id: string;
      readonly item: CatalogueItem['kind'];
    }
  | { readonly what: 'backed-up'; readonly generation: number }
  | { readonly what: 'slot-added' | 'slot-removed'; readonly with: SlotKind }
  | { readonly what: 'damage-accepted'; readonly findings: number };

export interface ShredReceipt {
  readonly id: string;
  readonly kind: NoteKind;
  readonly at: number;
  /** BLAKE2b-256 of the sealed record that was destroyed, hexadecimal. */
  readonly hash: string;
  /** Sequence of the entry in the audit trail. */
  readonly sequence: number;
}

/** What a backup would change if it were put in place. */
export interface RestorePreview {
  readonly createdAt: number;
  readonly generation: number;
  readonly notes: number;
  readonly clients: number;
  /** Of the vault that is here now, if there is one. */
  readonly present?:
    | {
        readonly generation: number;
        readonly savedAt: number;
        readonly notes: number;
        readonly clients: number;
        /** Recordings and files, which no backup holds. */
        readonly items: number;
        readonly sameVault: boolean;
      }
    | undefined;
  /** There is a vault here that is not open, or cannot be: what it holds is not known. */
  readonly closed: boolean;
  /** The vault here has, or may have, what the backup does not. */
  readonly older: boolean;
}

/** In bytes, or in whatever else is counted. */
export type Progress = (done: number, total: number) => void;

/** What the worker tells without having been asked. */
export type VaultEvent =
  /** Another tab has saved: lists and, if it is the same, the open note are to be asked for anew. */
  | { readonly what: 'changed'; readonly ids: readonly string[] }
  /** Every note was read and verified; from now on the index answers. */
  | { readonly what: 'search-ready' }
  | { readonly what: 'findings'; readonly findings: readonly Finding[] }
  /** The vault was locked, replaced, or had its keys changed in another tab: lock here as well. */
  | { readonly what: 'locked-elsewhere' };

/** A place in the vault for what a running session keeps; the key is the session's own from here. */
export interface SessionPlace {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly vaultId: Uint8Array;
  readonly key: Uint8Array;
  /** Name of the database whose `sessions` store holds it. */
  readonly database: string;
}

/** A place for one recording: its key is the recorder's from here, and good for nothing else. */
export interface RecordingPlace {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly vaultId: Uint8Array;
  readonly key: Uint8Array;
  /** Name of the database whose `recordings` store holds it. */
  readonly database: string;
}

/** A recording or a received file, as the list shows it. */
export type KeptItem =
  | ({ readonly id: string } & CatalogueItem)
  /** Being recorded, in this tab or another. */
  | { readonly id: string; readonly kind: 'recording'; readonly state: 'running' };

/** Work on the open vault. All of it happens in the worker, and none of it touches the network. */
export interface VaultApi {
  status(): Promise<VaultStatus>;
  /** Makes a vault with the passphrase (and passkey) and the recovery words, and opens it. */
  create(credential: Credential, recoveryWords: string): Promise<Opened>;
  /** Throws WRONG_KEY, TOO_MANY_TRIES or what is found to be damaged. */
  unlock(credential: Credential): Promise<Opened>;
  /** Zeroes every key, here and in every other tab. The worker is ended right after. */
  lock(everywhere: boolean): Promise<void>;
  watch(listener: (event: VaultEvent) => void): Promise<void>;

  /** 24 fresh words. */
  newRecoveryWords(): Promise<string>;
  /** Six fresh words. */
  suggestPassphrase(): Promise<string>;

  notes(query: NoteQuery): Promise<NotePage>;
  /** The text around the first match, for each of the notes in whose text there is one. */
  excerpts(ids: readonly string[], text: string): Promise<ReadonlyMap<string, Excerpt>>;
  openNote(id: string): Promise<OpenNote>;
  createNote(kind: NoteKind, content: NoteContent): Promise<NoteSummary>;
  /**
   * `base` is the revision that the words were written on. Throws CONFLICT when another tab has
   * saved since, and SIGNED for a signed note. Resolves when the words are on the disk. `pin` keeps
   * what was there before as a version of its own, however young.
   */
  saveNote(id: string, base: number, content: NoteContent, pin?: boolean): Promise<NoteSummary>;
  /** Removes a note into which nothing was ever written; false, and nothing done, for any other. */
  discardBlank(id: string): Promise<boolean>;
  /** Words that are on no disk, sealed so that they outlast a lock; for `openWords` only. */
  sealWords(words: string): Promise<Uint8Array>;
  openWords(sealed: Uint8Array): Promise<string>;
  signNote(id: string, base: number): Promise<NoteSummary>;
  amendNote(id: string, base: number, text: string): Promise<NoteSummary>;
  /** Moves into the other compartment, history included. */
  moveNote(id: string, kind: NoteKind): Promise<NoteSummary>;
  binNote(id: string): Promise<NoteSummary>;
  unbinNote(id: string): Promise<NoteSummary>;
  shredNote(id: string): Promise<ShredReceipt>;
  /** Newest first; the present state is not among them. */
  history(id: string): Promise<readonly NoteVersion[]>;
  /** The client's newest note of the same kind and template, to carry over from; never `except`. */
  lastNote(
    clientId: string,
    kind: NoteKind,
    template: string,
    except: string | null,
  ): Promise<OpenNote | null>;

  clients(): Promise<readonly ClientSummary[]>;
  openClient(id: string): Promise<ClientRecord>;
  saveClient(id: string | null, content: ClientContent): Promise<ClientSummary>;
  /** Throws CLIENT_IN_USE while notes belong to it, in the bin or not. */
  removeClient(id: string): Promise<void>;
  /** One client's record of one kind as two files for the client: readable, and for machines. */
  exportClient(id: string, kind: NoteKind): Promise<{ html: Blob; json: Blob }>;

  /** One's own only. */
  templates(): Promise<readonly Template[]>;
  saveTemplate(template: Template): Promise<Template>;
  removeTemplate(id: string): Promise<void>;
  snippets(): Promise<readonly Snippet[]>;
  saveSnippet(id: string | null, name: string, text: string): Promise<Snippet>;
  removeSnippet(id: string): Promise<void>;
  saveSettings(settings: VaultSettings): Promise<void>;

  /** The newest `limit` sessions, newest first. */
  sessions(limit: number): Promise<readonly SessionSummary[]>;
  /**
   * Keeps what a session's page knows of it by now, under the session's own id; whom it belongs to and
   * its note stay. What was refused in it goes to the warnings, too, unless it was put away before.
   */
  saveSession(report: SessionReport): Promise<void>;
  assignSession(id: string, clientId: string | null): Promise<void>;
  /** A note about the session, for whom it belongs to; the session is the client's from then on. */
  createSessionNote(id: string, kind: NoteKind, content: NoteContent): Promise<NoteSummary>;
  removeSession(id: string): Promise<void>;
  /** Newest first. */
  warnings(): Promise<readonly Warning[]>;
  addWarnings(warnings: readonly Warning[]): Promise<void>;
  clearWarnings(): Promise<void>;

  newSessionPlace(): Promise<SessionPlace>;
  /** Those that still hold something. */
  sessionPlaces(): Promise<readonly SessionPlace[]>;

  /** `id` is new, and its lock (see item-lock.ts) is held by whoever asks. */
  newRecordingPlace(id: string): Promise<RecordingPlace>;
  /** Newest first. What was recorded since the last look, or was cut off, is settled on the way. */
  keptItems(): Promise<readonly KeptItem[]>;
  /** At most `most` chunks from number `from` on, which is 1 for the first; none after the last. */
  keptChunks(id: string, from: number, most: number): Promise<readonly Uint8Array[]>;
  exportItem(id: string): Promise<Blob>;
  /** Destroys its key and its pieces. Throws BUSY while it is being recorded. */
  shredItem(id: string): Promise<void>;
  /** Stores a received file as one item; resolves with its id when all of it is on the disk. */
  keepFile(name: string, mime: string, file: Blob): Promise<string>;

  slots(): Promise<readonly SlotView[]>;
  /** `current` opens the vault anew: an unattended open vault does not hand out its keys. */
  changePassphrase(current: Credential, next: Credential): Promise<readonly SlotView[]>;
  replaceRecovery(current: Credential, words: string): Promise<readonly SlotView[]>;
  removeRecovery(current: Credential): Promise<readonly SlotView[]>;

  /** Newest first. */
  audit(): Promise<{ readonly entries: readonly AuditEntry[]; readonly verified: boolean }>;
  /** Takes what is left as it is, after the findings were read. */
  acceptFindings(): Promise<void>;

  backup(progress: Progress): Promise<Blob>;
  /** What opens a backup. Throws BACKUP_NOT_ONE and the header's errors. */
  inspectBackup(file: Blob): Promise<Pick<LockedStatus, 'slots' | 'passkeys'>>;
  /** Reads and verifies the whole file into staging; nothing here changes. */
  stageRestore(file: Blob, credential: Credential, progress: Progress): Promise<RestorePreview>;
  /** Puts the staged vault in place. Throws OLDER unless `replaceNewer` where `older` was shown. */
  commitRestore(replaceNewer: boolean): Promise<void>;
  dropRestore(): Promise<void>;
  /** The backup or reading of a backup that is under way ends with CANCELLED. */
  cancelWork(): Promise<void>;
}
