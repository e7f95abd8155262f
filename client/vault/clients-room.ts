import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId } from '../../crypto/vault/record.ts';
import { exportHtml, exportJson, notesOf } from '../practice/client-export.ts';
import type { ClientContent, ClientRecord, ClientSummary } from '../practice/client.ts';
import { decodeClient, encodeClient } from '../practice/codec.ts';
import type { NoteKind } from '../practice/note.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import type { Entry } from './manifest.ts';
import { decoded, type NotesRoom } from './notes-room.ts';
import type { OpenVault } from './open-vault.ts';

export interface ClientsRoomOptions {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly notes: NotesRoom;
  readonly random: Random;
  readonly now: () => number;
}

const byName = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });

/** The people whom the notes are about, and the record that each of them may ask for. */
export class ClientsRoom {
  readonly #options: ClientsRoomOptions;

  constructor(options: ClientsRoomOptions) {
    this.#options = options;
  }

  list(): ClientSummary[] {
    const { contents } = this.#options;
    const counted = contents.notes.clientNotes();
    return contents
      .of('client')
      .flatMap((entry) => {
        const summary = this.#summary(entry, counted.get(entry.name));
        return summary ? [summary] : [];
      })
      .sort((a, b) => byName.compare(a.name, b.name));
  }

  name(id: string | null): string {
    const entry = id === null ? undefined : this.#options.vault.manifest.entry(id);
    return entry?.catalogue.what === 'client' ? entry.catalogue.name : '';
  }

  async open(id: string): Promise<ClientRecord> {
    this.#entry(id);
    return { ...decoded(await this.#options.vault.read(id), decodeClient), id };
  }

  async save(known: string | null, content: ClientContent): Promise<ClientSummary> {
    const { vault, random, now, contents } = this.#options;
    const fresh = newRecordId(random);
    const name = known ?? toHex(fresh);
    await vault.commit(async () => {
      const entry = known === null ? undefined : this.#entry(known);
      const createdAt = entry
        ? decoded(await vault.readForPlan(entry.name), decodeClient).createdAt
        : now();
      const body = encodeClient({ ...content, createdAt });
      const { name: shown, archived } = content;
      return {
        puts: [
          {
            name,
            id: entry?.id ?? fresh,
            compartment: COMPARTMENT.practice,
            catalogue: { what: 'client', name: shown, archived, createdAt },
            body,
          },
        ],
        result: undefined,
      };
    });
    const summary = this.#summary(this.#entry(name), contents.notes.clientNotes().get(name));
    if (!summary) throw new VaultError('NOT_FOUND');
    return summary;
  }

  async remove(id: string): Promise<void> {
    const { vault, contents } = this.#options;
    await vault.commit(() => {
      this.#entry(id);
      if ((contents.notes.clientNotes().get(id)?.all ?? 0) > 0) {
        throw new VaultError('CLIENT_IN_USE');
      }
      return { drops: [id], result: undefined };
    });
  }

  /**
   * The notes of one kind, and no way to reach those of the other: what is opened is chosen by its
   * compartment, what is written is typed by its kind, and both are checked again while it is written.
   */
  async export(id: string, kind: NoteKind): Promise<{ readonly html: Blob; readonly json: Blob }> {
    const { vault, contents, notes, now } = this.#options;
    const client = await this.open(id);
    const wanted = [...contents.notes].filter(
      (note) => note.clientId === id && note.kind === kind && note.deletedAt === undefined,
    );
    const opened = [];
    for (const { id: note } of wanted) opened.push(await notes.open(note));
    const only = notesOf(kind, id, opened);
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const made = { at: now(), timeZone };
    const files = {
      html: new Blob([exportHtml(kind, client, only, made)], { type: 'text/html' }),
      json: new Blob([exportJson(kind, client, only, made)], { type: 'application/json' }),
    };
    await vault.commit(() => ({ events: [{ what: 'exported', id, kind }], result: undefined }));
    return files;
  }

  #entry(id: string): Entry {
    const entry = this.#options.vault.manifest.entry(id);
    if (entry?.catalogue.what !== 'client') throw new VaultError('NOT_FOUND');
    return entry;
  }

  #summary(
    { name, catalogue }: Entry,
    counted: { readonly notes: number; readonly lastNote: string | undefined } | undefined,
  ): ClientSummary | undefined {
    if (catalogue.what !== 'client') return undefined;
    const { name: shown, archived, createdAt } = catalogue;
    const { notes = 0, lastNote } = counted ?? {};
    return { id: name, name: shown, archived, createdAt, notes, lastNote };
  }
}
