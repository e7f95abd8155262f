import { hashBytes } from '../../crypto/brand.ts';
import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import { noteEntry } from '../practice/catalogue.ts';
import { decodeHistory, decodeNote, encodeHistory, encodeNote } from '../practice/codec.ts';
import { pin, pinsBeforeSave, pinsBeforeSigning, versionOf } from '../practice/history.ts';
import type { Note, NoteContent, NoteKind, NoteSummary, NoteVersion } from '../practice/note.ts';
import { excerpt } from '../practice/search/excerpt.ts';
import { excerptText } from '../practice/search/document.ts';
import { terms } from '../practice/search/fold.ts';
import { tidyTags } from '../practice/tags.ts';
import { compartmentOf, noteOf, type Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import type { Entry } from './manifest.ts';
import type { OpenVault, Plan, Put } from './open-vault.ts';
import type { AuditEvent, Excerpt, OpenNote, ShredReceipt } from './vault-api.ts';

export interface NotesRoomOptions {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly random: Random;
  readonly now: () => number;
  /** BLAKE2b-256 of what is stored for a record. */
  readonly hashStored: (name: string) => Promise<Uint8Array>;
}

/** What can be done with one note. Every change is one plan, so that it is whole or not at all. */
export class NotesRoom {
  readonly #options: NotesRoomOptions;
  /** As it is stored, what was opened or saved last: it is what is saved next, and need not be read. */
  #latest: OpenNote | undefined;

  constructor(options: NotesRoomOptions) {
    this.#options = options;
  }

  async open(id: string): Promise<OpenNote> {
    this.#latest = await this.#read(id);
    return this.#latest;
  }

  async excerpts(ids: readonly string[], text: string): Promise<Map<string, Excerpt>> {
    const wanted = terms(text);
    const found = new Map<string, Excerpt>();
    if (wanted.length === 0) return found;
    await Promise.all(
      ids.map(async (id) => {
        if (!this.#options.contents.notes.get(id)) return;
        const { note } = await this.#read(id);
        const around = excerpt(excerptText(note), wanted);
        if (around) found.set(id, around);
      }),
    );
    return found;
  }

  /** `beside` gives what is written together with the new note. */
  create(
    kind: NoteKind,
    content: NoteContent,
    beside: (id: string) => readonly Put[] = () => [],
  ): Promise<NoteSummary> {
    const { random, now } = this.#options;
    const id = newRecordId(random);
    const name = toHex(id);
    const at = now();
    return this.#commit(name, () => {
      const note = { ...tidied(content), createdAt: at, updatedAt: at, amendments: [] };
      const put = this.#put({ name, id, compartment: compartmentOf(kind) }, note);
      return { puts: [put, ...beside(name)] };
    });
  }

  save(id: string, base: number, content: NoteContent, pinned: boolean): Promise<NoteSummary> {
    const { now } = this.#options;
    let note: Note | undefined;
    const committed = this.#commit(id, async () => {
      const { entry, summary } = this.#current(id, base);
      if (summary.signedAt !== undefined) throw new VaultError('SIGNED');
      const stored = await this.#stored(id);
      note = { ...stored, ...tidied(content), updatedAt: now() };
      const since = this.#since(id) ?? stored.createdAt;
      const history =
        pinned || pinsBeforeSave(stored, content, since, now())
          ? [await this.#pinned(entry, stored)]
          : [];
      return { puts: [this.#put(entry, note, summary.deletedAt), ...history] };
    });
    return committed.then((summary) => {
      if (note) this.#latest = { summary, note };
      return summary;
    });
  }

  sign(id: string, base: number): Promise<NoteSummary> {
    return this.#commit(id, async () => {
      const { entry, summary } = this.#current(id, base);
      if (summary.signedAt !== undefined) throw new VaultError('SIGNED');
      const stored = await this.#stored(id);
      const history = pinsBeforeSigning(stored, await this.#versions(id))
        ? [await this.#pinned(entry, stored)]
        : [];
      const signed = { ...stored, signedAt: this.#options.now() };
      return {
        puts: [this.#put(entry, signed, summary.deletedAt), ...history],
        events: [{ what: 'signed', id }],
      };
    });
  }

  amend(id: string, base: number, text: string): Promise<NoteSummary> {
    return this.#commit(id, async () => {
      const { entry, summary } = this.#current(id, base);
      const stored = await this.#stored(id);
      if (stored.signedAt === undefined) throw new VaultError('CONFLICT');
      const at = this.#options.now();
      const note = {
        ...stored,
        updatedAt: at,
        amendments: [...stored.amendments, { at, text }],
      };
      return { puts: [this.#put(entry, note, summary.deletedAt)] };
    });
  }

  /** Into the other compartment, and so under other keys; nothing of it stays in the first. */
  move(id: string, kind: NoteKind): Promise<NoteSummary> {
    return this.#commit(id, async () => {
      const entry = this.#entry(id);
      const compartment = compartmentOf(kind);
      const { contents, vault } = this.#options;
      const history = contents.histories.get(id);
      const historyEntry = history === undefined ? undefined : vault.manifest.entry(history);
      const puts = await Promise.all(
        [entry, historyEntry].flatMap((moved) => (moved ? [this.#moved(moved, compartment)] : [])),
      );
      return { puts, events: [{ what: 'moved', id, kind }] };
    });
  }

  bin(id: string): Promise<NoteSummary> {
    return this.#shelve(id, this.#options.now(), { what: 'binned', id });
  }

  unbin(id: string): Promise<NoteSummary> {
    return this.#shelve(id, undefined, { what: 'unbinned', id });
  }

  /** Destroys the keys of a note and of its history, and the stored records with them. */
  shred(id: string): Promise<ShredReceipt> {
    const { vault, contents, hashStored, now } = this.#options;
    return vault.commit(async () => {
      const { kind } = this.#summary(id);
      if (this.#latest?.summary.id === id) this.#latest = undefined;
      const hash = toHex(hashBytes(await hashStored(id)));
      const history = contents.histories.get(id);
      return {
        drops: history === undefined ? [id] : [id, history],
        events: [{ what: 'shredded', id, receipt: hash }],
        result: { id, kind, at: now(), hash, sequence: vault.audit.length + 1 },
      };
    });
  }

  /** Only what never held a word. */
  async discardBlank(id: string): Promise<boolean> {
    const { vault } = this.#options;
    const untouched = () => vault.manifest.entry(id)?.revision === 1;
    if (!untouched() || !isBlank((await this.open(id)).note)) return false;
    return vault.commit(() => (untouched() ? { drops: [id], result: true } : { result: false }));
  }

  async history(id: string): Promise<NoteVersion[]> {
    this.#entry(id);
    return this.#versions(id);
  }

  async #commit(
    id: string,
    plan: () => Omit<Plan<void>, 'result'> | Promise<Omit<Plan<void>, 'result'>>,
  ): Promise<NoteSummary> {
    await this.#options.vault.commit(async () => ({ ...(await plan()), result: undefined }));
    return this.#summary(id);
  }

  #shelve(id: string, deletedAt: number | undefined, event: AuditEvent): Promise<NoteSummary> {
    return this.#commit(id, () => {
      const { name, id: bytes, compartment, catalogue } = this.#entry(id);
      if (catalogue.what !== 'note') throw new VaultError('NOT_FOUND');
      return {
        puts: [{ name, id: bytes, compartment, catalogue: { ...catalogue, deletedAt } }],
        events: [event],
      };
    });
  }

  #entry(id: string): Entry {
    const entry = this.#options.vault.manifest.entry(id);
    if (!entry || !noteOf(entry)) throw new VaultError('NOT_FOUND');
    return entry;
  }

  #summary(id: string): NoteSummary {
    const summary = noteOf(this.#entry(id));
    if (!summary) throw new VaultError('NOT_FOUND');
    return summary;
  }

  #current(id: string, base: number): { entry: Entry; summary: NoteSummary } {
    const entry = this.#entry(id);
    if (entry.revision !== base) throw new VaultError('CONFLICT');
    return { entry, summary: this.#summary(id) };
  }

  async #read(id: string): Promise<OpenNote> {
    const body = await this.#options.vault.read(id);
    // The entry may have been brought up to date by the reading.
    const summary = this.#summary(id);
    return { summary, note: decoded(body, decodeNote) };
  }

  async #stored(id: string): Promise<Note> {
    const { revision } = this.#entry(id);
    const { summary, note } = this.#latest ?? {};
    if (note && summary?.id === id && summary.revision === revision) return note;
    return decoded(await this.#options.vault.readForPlan(id), decodeNote);
  }

  #since(id: string): number | undefined {
    const name = this.#options.contents.histories.get(id);
    const catalogue = name === undefined ? undefined : this.#entryOf(name)?.catalogue;
    return catalogue?.what === 'history' ? catalogue.since : undefined;
  }

  #entryOf(name: string): Entry | undefined {
    return this.#options.vault.manifest.entry(name);
  }

  async #versions(id: string): Promise<NoteVersion[]> {
    const name = this.#options.contents.histories.get(id);
    if (name === undefined) return [];
    return decoded(await this.#options.vault.readForPlan(name), decodeHistory);
  }

  async #pinned(note: Entry, stored: Note): Promise<Put> {
    const { contents, random, now } = this.#options;
    const known = contents.histories.get(note.name);
    const entry = known === undefined ? undefined : this.#entryOf(known);
    const id = entry?.id ?? newRecordId(random);
    const versions = pin(await this.#versions(note.name), versionOf(stored));
    return {
      name: toHex(id),
      id,
      compartment: note.compartment,
      catalogue: { what: 'history', of: note.name, since: now() },
      body: encodeHistory(versions),
    };
  }

  async #moved({ name, id, catalogue }: Entry, compartment: Put['compartment']): Promise<Put> {
    const body = await this.#options.vault.readForPlan(name);
    return { name, id, compartment, catalogue, body };
  }

  #put(entry: Pick<Put, 'name' | 'id' | 'compartment'>, note: Note, deletedAt?: number): Put {
    const { name, id, compartment } = entry;
    return { name, id, compartment, catalogue: noteEntry(note, deletedAt), body: encodeNote(note) };
  }
}

const tidied = (content: NoteContent): NoteContent => ({
  ...content,
  tags: tidyTags(content.tags),
});

const isBlank = ({ title, tags, sections, amendments }: Note): boolean =>
  title.trim() === '' &&
  tags.length === 0 &&
  amendments.length === 0 &&
  sections.every(({ text }) => text.trim() === '');

/** Reads a body and zeroes it. */
export function decoded<T>(body: Uint8Array, decode: (bytes: Uint8Array) => T): T {
  try {
    return decode(body);
  } finally {
    body.fill(0);
  }
}
