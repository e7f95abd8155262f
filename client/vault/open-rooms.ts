import { hash } from '../../crypto/kdf.ts';
import { VAULT_LABEL } from '../../crypto/labels.ts';
import type { Random } from '../../crypto/random.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import type { ClientContent, ClientSummary } from '../practice/client.ts';
import { decodeNote } from '../practice/codec.ts';
import type { Note } from '../practice/note.ts';
import { searchText } from '../practice/search/document.ts';
import { terms } from '../practice/search/fold.ts';
import { Searcher } from '../practice/search/searcher.ts';
import { readAudit } from './audit-trail.ts';
import { records, someRecords, type Stored } from './batches.ts';
import { ClientsRoom } from './clients-room.ts';
import { Contents } from './contents.ts';
import { guarded, type VaultDatabase } from './database.ts';
import { VaultError } from './errors.ts';
import { ItemsRoom } from './items-room.ts';
import { decoded, NotesRoom } from './notes-room.ts';
import { OpenVault } from './open-vault.ts';
import { Pauses } from './pause.ts';
import { PhrasesRoom } from './phrases-room.ts';
import { SessionsRoom } from './sessions-room.ts';
import { survey } from './survey.ts';
import type { Finding, NotePage, NoteQuery, VaultEvent } from './vault-api.ts';
import { WarningsRoom } from './warnings-room.ts';

export interface OpenRoomsOptions {
  readonly database: VaultDatabase;
  readonly keys: VaultKeys;
  readonly random: Random;
  readonly now: () => number;
  /** After something is on the disk. */
  readonly saved: () => void;
  readonly tell: (event: VaultEvent) => void;
}

/** Everything that exists while the vault is open, in the worker. */
export class OpenRooms {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly notes: NotesRoom;
  readonly clients: ClientsRoom;
  readonly phrases: PhrasesRoom;
  readonly items: ItemsRoom;
  readonly warnings: WarningsRoom;
  readonly sessions: SessionsRoom;
  readonly #options: OpenRoomsOptions;
  readonly #searcher = new Searcher();
  readonly #pauses = new Pauses();
  readonly #findings: Finding[] = [];
  /** Notes whose words are not yet, or no longer, the ones that are searched. */
  readonly #stale = new Set<string>();
  #surveyed = false;
  #reading: Promise<void> | undefined;
  #building = false;
  #ended = false;

  constructor(options: OpenRoomsOptions) {
    this.#options = options;
    const { random, now, saved } = options;
    this.vault = new OpenVault({
      ...options,
      saved,
      changed: (names, by) => this.#changed(names, by),
      damaged: (code) => this.#find([{ code }]),
    });
    this.contents = new Contents(this.vault.manifest);
    const shared = { vault: this.vault, contents: this.contents, random, now };
    this.notes = new NotesRoom({ ...shared, hashStored: (name) => this.#hashStored(name) });
    this.clients = new ClientsRoom({ ...shared, notes: this.notes });
    this.phrases = new PhrasesRoom(shared);
    this.items = new ItemsRoom({ ...shared, database: options.database });
    this.warnings = new WarningsRoom(shared);
    this.sessions = new SessionsRoom({
      ...shared,
      notes: this.notes,
      warnings: this.warnings,
      clientName: (id) => this.clients.name(id),
    });
  }

  /** Every record was read, and the index answers. */
  get surveyed(): boolean {
    return this.#surveyed;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  /** Opens and reads everything, after the list is on screen. */
  async survey(): Promise<void> {
    const { database, tell } = this.#options;
    const damaged = await survey({
      database,
      vault: this.vault,
      searcher: this.#searcher,
      pauses: this.#pauses,
      clientName: (id) => this.clients.name(id),
      taken: (name) => this.#stale.delete(name),
      ended: () => this.#ended,
    });
    if (this.#ended) return;
    this.#surveyed = true;
    const { verified } = await readAudit(database, this.vault);
    if (!verified && !this.vault.damaged) damaged.push({ code: 'AUDIT_ALTERED' });
    this.#find(damaged);
    tell({ what: 'search-ready' });
  }

  async query(query: NoteQuery): Promise<NotePage> {
    const wanted = terms(query.text);
    if (wanted.length > 0) await this.#reread();
    const matches = wanted.length === 0 ? undefined : this.#searcher.search(wanted);
    const { total, notes } = this.contents.notes.find(query, matches);
    return {
      total,
      hits: notes.map((note) => ({ ...note, clientName: this.clients.name(note.clientId) })),
      tags: this.contents.notes.tags(),
    };
  }

  /** Notes are found by the name of their client. */
  async saveClient(id: string | null, content: ClientContent): Promise<ClientSummary> {
    const before = this.clients.name(id);
    const saved = await this.clients.save(id, content);
    if (saved.name !== before) {
      for (const note of this.contents.notes) if (note.clientId === id) this.#stale.add(note.id);
    }
    return saved;
  }

  /** What cannot be opened leaves the list; the rest is what the vault is from now on. */
  async accept(): Promise<void> {
    const lost = this.#findings.flatMap((finding) => ('name' in finding ? [finding.name] : []));
    const findings = this.#findings.length;
    const { lines, verified } = await readAudit(this.#options.database, this.vault);
    const events = [{ what: 'damage-accepted', findings }] as const;
    await this.vault.accept(lost, events, verified ? undefined : lines);
    this.#findings.length = 0;
  }

  end(): void {
    this.#ended = true;
    this.#pauses.close();
    this.vault.wipe();
    this.#options.database.close();
  }

  #find(findings: readonly Finding[]): void {
    if (findings.length === 0) return;
    this.#findings.push(...findings);
    this.#options.tell({ what: 'findings', findings: [...this.#findings] });
  }

  #changed(names: readonly string[], by: 'here' | 'elsewhere'): void {
    this.contents.update(names);
    for (const name of names) {
      if (!this.contents.notes.get(name)) this.#searcher.remove(name);
      else this.#stale.add(name);
    }
    if (by === 'elsewhere' && this.#surveyed) this.#options.tell({ what: 'changed', ids: names });
  }

  /** Before words are searched: those of notes that were saved since are read. */
  async #reread(): Promise<void> {
    // Before the survey is through it reads nearly all of them anyway.
    if (!this.#surveyed) return;
    // What was saved after this one began it may have missed; the next one has it.
    await this.#reading;
    if (this.#stale.size > 0) {
      this.#reading ??= this.#read([...this.#stale]).finally(() => (this.#reading = undefined));
    }
    await this.#reading;
    if (this.#searcher.rebuildDue && !this.#building) {
      this.#building = true;
      void this.#rebuild()
        .catch((error: unknown) => {
          if (!this.#ended) reportError(error);
        })
        .finally(() => (this.#building = false));
    }
  }

  /** After many changes, in the background, so that a long day is searched as quickly as a new one. */
  async #rebuild(): Promise<void> {
    const build = this.#searcher.build();
    const names = [...this.contents.notes].map(({ id }) => id);
    for await (const { name, note } of this.#texts(records(this.#options.database, names))) {
      if (this.#ended) return;
      build.add(name, searchText(note, this.clients.name(note.clientId)));
      await this.#pauses.due();
    }
    const finishing = build.finishing();
    while (!finishing.next().done) await this.#pauses.due();
  }

  async #read(names: readonly string[]): Promise<void> {
    for (const name of names) this.#stale.delete(name);
    for await (const { name, note } of this.#texts(someRecords(this.#options.database, names))) {
      this.#searcher.put(name, searchText(note, this.clients.name(note.clientId)));
    }
  }

  /** Each of these notes, but for those that are saved just now. */
  async *#texts(stored: AsyncIterable<Stored>): AsyncGenerator<{ name: string; note: Note }> {
    for await (const { name, bytes } of stored) {
      const entry = this.vault.manifest.entry(name);
      if (!entry || !this.contents.notes.get(name)) continue;
      try {
        const body = this.vault.openStored(entry, bytes);
        const note = decoded(body, decodeNote);
        body.fill(0);
        yield { name, note };
      } catch (error) {
        // Saved once more in between: its turn comes again.
        if (!(error instanceof VaultError)) throw error;
        this.#stale.add(name);
      }
    }
  }

  async #hashStored(name: string): Promise<Uint8Array> {
    const bytes = await guarded(() => this.#options.database.get('records', name));
    if (!bytes) throw new VaultError('RECORD_MISSING');
    return hash(VAULT_LABEL.shred, bytes);
  }
}
