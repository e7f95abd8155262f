import { recordId } from '../../crypto/brand.ts';
import { fromHex } from '../../crypto/hex.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import type { CatalogueSession } from '../practice/catalogue.ts';
import { decodeSession, encodeSession } from '../practice/codec.ts';
import type { NoteContent, NoteKind, NoteSummary } from '../practice/note.ts';
import type { SessionReport, SessionSummary } from '../practice/session-record.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import type { Entry } from './manifest.ts';
import { decoded, type NotesRoom } from './notes-room.ts';
import type { OpenVault, Put } from './open-vault.ts';
import { damage } from './survey.ts';
import type { WarningsRoom } from './warnings-room.ts';

export interface SessionsRoomOptions {
  readonly vault: OpenVault;
  readonly contents: Contents;
  readonly notes: NotesRoom;
  readonly warnings: WarningsRoom;
  readonly clientName: (id: string | null) => string;
}

type Held = Entry & { readonly catalogue: { readonly what: 'held' } & CatalogueSession };

/** What is kept of the sessions that were held, each with its note, or with the want of one. */
export class SessionsRoom {
  readonly #options: SessionsRoomOptions;

  constructor(options: SessionsRoomOptions) {
    this.#options = options;
  }

  async list(limit: number): Promise<SessionSummary[]> {
    const newest = this.#options.contents
      .of('held')
      .filter(isHeld)
      .sort((a, b) => b.catalogue.startedAt - a.catalogue.startedAt)
      .slice(0, limit);
    return (await Promise.all(newest.map((entry) => this.#summary(entry)))).flat();
  }

  async save(report: SessionReport): Promise<void> {
    const { vault, warnings } = this.#options;
    const { id: name, startedAt, ...rest } = report;
    const id = recordId(fromHex(name) ?? new Uint8Array(0));
    await vault.commit(async () => {
      const found = await warnings.puts(report.warnings);
      // Nobody was there: what was refused is all there is to keep.
      if (startedAt === undefined) return { puts: found, result: undefined };
      const entry = vault.manifest.entry(name);
      if (entry && !isHeld(entry)) throw new VaultError('NOT_FOUND');
      const { clientId = null, noteId = null } = entry?.catalogue ?? {};
      const put: Put = {
        name,
        id,
        compartment: COMPARTMENT.practice,
        catalogue: { what: 'held', startedAt, clientId, noteId },
        body: encodeSession({ ...rest, startedAt }),
      };
      return { puts: [put, ...found], result: undefined };
    });
  }

  assign(id: string, clientId: string | null): Promise<void> {
    const { vault } = this.#options;
    return vault.commit(() => ({ puts: [this.#changed(id, { clientId })], result: undefined }));
  }

  createNote(id: string, kind: NoteKind, content: NoteContent): Promise<NoteSummary> {
    return this.#options.notes.create(kind, content, (noteId) => {
      const { clientId } = this.#held(id).catalogue;
      return [this.#changed(id, { noteId, clientId: content.clientId ?? clientId })];
    });
  }

  remove(id: string): Promise<void> {
    return this.#options.vault.commit(() => {
      this.#held(id);
      return { drops: [id], result: undefined };
    });
  }

  #held(id: string): Held {
    const entry = this.#options.vault.manifest.entry(id);
    if (!entry || !isHeld(entry)) throw new VaultError('NOT_FOUND');
    return entry;
  }

  #changed(name: string, change: Partial<CatalogueSession>): Put {
    const { id, compartment, catalogue } = this.#held(name);
    return { name, id, compartment, catalogue: { ...catalogue, ...change } };
  }

  /** None for one that is damaged: it is found with all the rest. */
  async #summary({ name }: Held): Promise<SessionSummary[]> {
    const { vault, contents, clientName } = this.#options;
    try {
      const body = decoded(await vault.read(name), decodeSession);
      const { noteId, clientId } = this.#held(name).catalogue;
      const note = noteId === null ? undefined : contents.notes.get(noteId);
      const open = note === undefined || note.deletedAt !== undefined;
      // Whoever gives the note to somebody has given the session to them.
      const whose = clientId ?? note?.clientId ?? null;
      const known = clientName(whose);
      return [
        {
          ...body,
          id: name,
          clientId: known === '' ? null : whose,
          clientName: known,
          noteId: open ? null : noteId,
        },
      ];
    } catch (error) {
      if (error instanceof VaultError && (damage(error.code) || error.code === 'NOT_FOUND')) {
        return [];
      }
      throw error;
    }
  }
}

const isHeld = (entry: Entry): entry is Held => entry.catalogue.what === 'held';
