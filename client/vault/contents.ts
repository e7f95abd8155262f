import { COMPARTMENT, type Compartment } from '../../crypto/vault/compartment.ts';
import { summaryOf } from '../practice/catalogue.ts';
import type { NoteKind, NoteSummary } from '../practice/note.ts';
import { NoteList } from '../practice/note-list.ts';
import type { Entry, Manifest } from './manifest.ts';

export const compartmentOf = (kind: NoteKind): Compartment => COMPARTMENT[kind];

const kindOf = (compartment: Compartment): NoteKind | undefined => {
  switch (compartment) {
    case COMPARTMENT.progress:
      return 'progress';
    case COMPARTMENT.psychotherapy:
      return 'psychotherapy';
    default:
      return undefined;
  }
};

/** The note that an entry is, as the list shows it. */
export function noteOf({ name, revision, compartment, catalogue }: Entry): NoteSummary | undefined {
  const kind = kindOf(compartment);
  if (kind === undefined || catalogue.what !== 'note') return undefined;
  return summaryOf(catalogue, name, revision, kind);
}

/** Whether there is something in `records` for it; some entries are there for their key alone. */
export const hasRecord = ({ catalogue }: Entry): boolean =>
  !['session', 'words', 'item'].includes(catalogue.what);

/** From so many changes at once on, as on opening, sorting anew is faster than putting each in. */
const MANY_CHANGES = 100;

/** What the vault holds, sorted by what it is; kept up as the manifest changes. */
export class Contents {
  /** Name of the record that holds a note's history, by the note's. */
  readonly histories = new Map<string, string>();
  readonly #manifest: Manifest;
  /** By name, everything that is no note; so that what is gone can be found. */
  readonly #others = new Map<string, Entry>();
  #notes = new NoteList();

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  get notes(): NoteList {
    return this.#notes;
  }

  /** Takes over what the manifest says of these records now. */
  update(names: readonly string[]): void {
    const notes = new Map<string, NoteSummary | undefined>();
    for (const name of names) {
      const before = this.#others.get(name);
      if (before?.catalogue.what === 'history') this.histories.delete(before.catalogue.of);
      this.#others.delete(name);
      const entry = this.#manifest.entry(name);
      const note = entry && noteOf(entry);
      notes.set(name, note);
      if (note) continue;
      if (entry) this.#others.set(name, entry);
      if (entry?.catalogue.what === 'history') this.histories.set(entry.catalogue.of, name);
    }
    this.#list(notes);
  }

  /** Every entry of one sort that is no note. */
  of(what: Exclude<Entry['catalogue']['what'], 'note' | 'history'>): Entry[] {
    return [...this.#others.values()].filter(({ catalogue }) => catalogue.what === what);
  }

  /** What became of these notes; undefined for what is not, or no longer, one. */
  #list(changed: ReadonlyMap<string, NoteSummary | undefined>): void {
    if (changed.size >= MANY_CHANGES) {
      const same = [...this.#notes].filter(({ id }) => !changed.has(id));
      const fresh = [...changed.values()].filter((note) => note !== undefined);
      this.#notes = new NoteList([...same, ...fresh]);
      return;
    }
    for (const [name, note] of changed) {
      if (note) this.#notes.put(note);
      else this.#notes.remove(name);
    }
  }
}
