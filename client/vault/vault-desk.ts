import { toHex } from '../../crypto/hex.ts';
import { ready } from '../../crypto/sodium.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import type { ClientContent } from '../practice/client.ts';
import { PracticeError } from '../practice/errors.ts';
import type { NoteContent, NoteKind } from '../practice/note.ts';
import type { SessionReport, Warning } from '../practice/session-record.ts';
import type { Template } from '../practice/template.ts';
import { readAudit } from './audit-trail.ts';
import { writeBackup } from './backup.ts';
import { meaning, passkeyRequests, slotViews } from './credentials.ts';
import { guarded } from './database.ts';
import { VaultError } from './errors.ts';
import { openWords, sealWords } from './kept-words.ts';
import type { Entry } from './manifest.ts';
import type { OpenRooms } from './open-rooms.ts';
import { readHead } from './staging.ts';
import { StagingRoom } from './staging-room.ts';
import type {
  Credential,
  NoteQuery,
  Progress,
  SessionPlace,
  VaultApi,
  VaultEvent,
  VaultSettings,
} from './vault-api.ts';
import { VaultDoor } from './vault-door.ts';
import { newRecoveryWords, suggestPassphrase } from './words.ts';

/**
 * The vault as the page may use it, every call of it. Lives in a worker, which is the only place
 * that ever holds a key of the vault, and which ends with every lock.
 */
export class VaultDesk implements VaultApi {
  readonly #door = new VaultDoor();
  readonly #staging = new StagingRoom(this.#door);
  #cancelled = false;

  status = () => told(() => this.#door.status());
  create = (credential: Credential, words: string) =>
    told(() => this.#door.create(credential, words));
  unlock = (credential: Credential) => told(() => this.#door.unlock(credential));
  lock = (everywhere: boolean) => told(() => this.#door.leave(everywhere));

  watch = (listener: (event: VaultEvent) => void) => told(() => this.#door.watch(listener));

  newRecoveryWords = () => told(() => newRecoveryWords(this.#door.random));
  suggestPassphrase = () => told(() => suggestPassphrase(this.#door.random));

  notes = (query: NoteQuery) => this.#in((rooms) => rooms.query(query));
  excerpts = (ids: readonly string[], text: string) =>
    this.#in(({ notes }) => notes.excerpts(ids, text));
  openNote = (id: string) => this.#in(({ notes }) => notes.open(id));
  createNote = (kind: NoteKind, content: NoteContent) =>
    this.#in(({ notes }) => notes.create(kind, content));
  saveNote = (id: string, base: number, content: NoteContent, pin = false) =>
    this.#in(({ notes }) => notes.save(id, base, content, pin));
  discardBlank = (id: string) => this.#in(({ notes }) => notes.discardBlank(id));
  sealWords = (words: string) =>
    this.#in(({ vault, contents }) => sealWords(vault, contents, words, this.#door.random));
  openWords = (sealed: Uint8Array) =>
    this.#in(({ vault, contents }) => openWords(vault, contents, sealed));
  signNote = (id: string, base: number) => this.#in(({ notes }) => notes.sign(id, base));
  amendNote = (id: string, base: number, text: string) =>
    this.#in(({ notes }) => notes.amend(id, base, text));
  moveNote = (id: string, kind: NoteKind) => this.#in(({ notes }) => notes.move(id, kind));
  binNote = (id: string) => this.#in(({ notes }) => notes.bin(id));
  unbinNote = (id: string) => this.#in(({ notes }) => notes.unbin(id));
  shredNote = (id: string) => this.#in(({ notes }) => notes.shred(id));
  history = (id: string) => this.#in(({ notes }) => notes.history(id));
  lastNote = (clientId: string, kind: NoteKind, template: string, except: string | null) =>
    this.#in(async ({ contents, notes }) => {
      const found = contents.notes.newest(clientId, kind, template, except);
      return found ? notes.open(found.id) : null;
    });

  clients = () => this.#in(({ clients }) => clients.list());
  openClient = (id: string) => this.#in(({ clients }) => clients.open(id));
  saveClient = (id: string | null, content: ClientContent) =>
    this.#in((rooms) => rooms.saveClient(id, content));
  removeClient = (id: string) => this.#in(({ clients }) => clients.remove(id));
  exportClient = (id: string, kind: NoteKind) =>
    this.#in(({ clients }) => clients.export(id, kind));

  templates = () => this.#in(({ phrases }) => phrases.templates());
  saveTemplate = (template: Template) => this.#in(({ phrases }) => phrases.saveTemplate(template));
  removeTemplate = (id: string) => this.#in(({ phrases }) => phrases.remove('template', id));
  snippets = () => this.#in(({ phrases }) => phrases.snippets());
  saveSnippet = (id: string | null, name: string, text: string) =>
    this.#in(({ phrases }) => phrases.saveSnippet(id, name, text));
  removeSnippet = (id: string) => this.#in(({ phrases }) => phrases.remove('snippet', id));
  saveSettings = (settings: VaultSettings) =>
    this.#in(({ vault, phrases }) =>
      vault.commit(async () => {
        const { lastBackupAt } = await phrases.settingsForPlan();
        return phrases.settingsPlan({ ...settings, lastBackupAt });
      }),
    );

  sessions = (limit: number) => this.#in(({ sessions }) => sessions.list(limit));
  saveSession = (report: SessionReport) => this.#in(({ sessions }) => sessions.save(report));
  assignSession = (id: string, clientId: string | null) =>
    this.#in(({ sessions }) => sessions.assign(id, clientId));
  createSessionNote = (id: string, kind: NoteKind, content: NoteContent) =>
    this.#in(({ sessions }) => sessions.createNote(id, kind, content));
  removeSession = (id: string) => this.#in(({ sessions }) => sessions.remove(id));
  warnings = () => this.#in(({ warnings }) => warnings.list());
  addWarnings = (found: readonly Warning[]) => this.#in(({ warnings }) => warnings.add(found));
  clearWarnings = () => this.#in(({ warnings }) => warnings.clear());

  newSessionPlace = () =>
    this.#in(async ({ vault }) => {
      const id = newRecordId(this.#door.random);
      const name = toHex(id);
      // Something is there before its entry is, or another tab would take the entry for left over.
      const { database } = this.#door.entered;
      await guarded(() => database.put('sessions', new Uint8Array(0), name));
      const catalogue = { what: 'session' as const };
      try {
        await vault.commit(() => ({
          puts: [{ name, id, compartment: COMPARTMENT.sessions, catalogue }],
          result: undefined,
        }));
      } catch (error) {
        await guarded(() => database.delete('sessions', name));
        throw error;
      }
      return this.#place(vault.manifest.entry(name));
    });

  sessionPlaces = () =>
    this.#in(async ({ vault, contents }) => {
      const { database } = this.#door.entered;
      const kept = new Set(await guarded(() => database.getAllKeys('sessions')));
      const entries = contents.of('session');
      const over = entries.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
      if (over.length > 0 && !vault.damaged) {
        await vault.commit(() => ({
          drops: over.filter((name) => vault.manifest.entry(name)),
          result: undefined,
        }));
      }
      return entries.filter(({ name }) => kept.has(name)).map((entry) => this.#place(entry));
    });

  newRecordingPlace = (id: string) =>
    this.#in(async ({ items }) => this.#place(await items.newPlace(id)));
  keptItems = () => this.#in(({ items }) => items.list());
  keptChunks = (id: string, from: number, most: number) =>
    this.#in(({ items }) => items.chunks(id, from, most));
  exportItem = (id: string) => this.#in(({ items }) => items.export(id));
  shredItem = (id: string) => this.#in(({ items }) => items.shred(id));
  keepFile = (name: string, mime: string, file: Blob) =>
    this.#in(({ items }) => items.keepFile(name, mime, file));

  slots = () => told(() => this.#door.slots());
  changePassphrase = (current: Credential, next: Credential) =>
    told(() => this.#door.changeSlots(current, ['passphrase', 'passphrase-and-passkey'], [next]));
  replaceRecovery = (current: Credential, words: string) =>
    told(() => this.#door.changeSlots(current, ['recovery'], [{ kind: 'recovery', words }]));
  removeRecovery = (current: Credential) =>
    told(() => this.#door.changeSlots(current, ['recovery'], []));

  audit = () =>
    this.#in(async ({ vault }) => {
      const { entries, verified } = await readAudit(this.#door.entered.database, vault);
      return { entries, verified };
    });
  acceptFindings = () => this.#in((rooms) => rooms.accept());

  backup = (progress: Progress) =>
    this.#in(async ({ vault, phrases }) => {
      this.#cancelled = false;
      const file = await writeBackup({
        database: this.#door.entered.database,
        vault,
        random: this.#door.random,
        now: () => Date.now(),
        progress,
        cancelled: () => this.#cancelled,
      });
      const { generation } = vault;
      const lastBackupAt = Date.now();
      await vault.commit(async () =>
        phrases.settingsPlan({ ...(await phrases.settingsForPlan()), lastBackupAt }, [
          { what: 'backed-up', generation },
        ]),
      );
      return file;
    });

  inspectBackup = (file: Blob) =>
    told(async () => {
      const { header } = await readHead(file);
      return { slots: slotViews(header), passkeys: passkeyRequests(header) };
    });
  stageRestore = (file: Blob, credential: Credential, progress: Progress) =>
    told(() => {
      this.#cancelled = false;
      return this.#staging.stage(file, credential, progress, () => this.#cancelled);
    });
  commitRestore = (replaceNewer: boolean) => told(() => this.#staging.commit(replaceNewer));
  dropRestore = () => told(() => this.#staging.drop());
  cancelWork = () =>
    told(() => {
      this.#cancelled = true;
    });

  /** Throws LOCKED. */
  #in<T>(work: (rooms: OpenRooms) => T | Promise<T>): Promise<T> {
    return told(() => work(this.#door.entered.rooms));
  }

  #place(entry: Entry | undefined): SessionPlace {
    if (!entry) throw new VaultError('NOT_FOUND');
    const { name: database, rooms } = this.#door.entered;
    const vaultId = rooms.vault.keys.vaultId.slice();
    return { id: entry.name, vaultId, key: entry.key.slice(), database };
  }
}

/** Whatever is thrown by the parts becomes a VaultError where it has a sentence. */
async function told<T>(work: () => T | Promise<T>): Promise<T> {
  await ready;
  try {
    return await work();
  } catch (error) {
    if (error instanceof PracticeError) {
      throw new VaultError(error.code === 'TOO_LARGE' ? 'TOO_LARGE' : 'RECORD_ALTERED');
    }
    throw meaning(error);
  }
}
