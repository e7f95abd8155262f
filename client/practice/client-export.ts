import type { OpenNote } from '../vault/vault-api.ts';
import type { ClientRecord } from './client.ts';
import { PracticeError } from './errors.ts';
import type { Amendment, NoteKind, Section } from './note.ts';
import { recordPage } from './record-page.ts';

declare const ofKind: unique symbol;

/**
 * Notes of one client and of one kind. Only `notesOf` makes it, and the compiler takes neither kind
 * for the other: a file with progress notes cannot come to hold a psychotherapy note by mistake.
 */
export type NotesOf<K extends NoteKind> = readonly OpenNote[] & {
  readonly [ofKind]: (kind: K) => K;
};

/** When and where a copy is made. */
export interface Made {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** IANA name of the zone in which its times are written, such as Europe/Vienna. */
  readonly timeZone: string;
}

/**
 * The machine-readable record, version 1, as JSON: these members and no others. Times are ISO 8601
 * in UTC, days YYYY-MM-DD, texts plain; notes from the oldest day to the newest. Ids of the vault
 * are left out: they mean nothing outside it.
 */
export interface ExportedRecord {
  readonly format: 'alcove-record';
  readonly version: 1;
  readonly kind: NoteKind;
  readonly madeAt: string;
  readonly client: { readonly name: string; readonly contact: string; readonly about: string };
  readonly notes: readonly {
    readonly title: string;
    readonly date: string;
    /** A word for the forms that come with the app, another name for one's own. */
    readonly template: string;
    readonly tags: readonly string[];
    readonly sections: readonly Section[];
    readonly createdAt: string;
    readonly updatedAt: string;
    /** Null: never signed. */
    readonly signedAt: string | null;
    readonly amendments: readonly (Omit<Amendment, 'at'> & { readonly at: string })[];
  }[];
}

/** Throws FOREIGN_NOTE if one of them is of another kind or another client. */
export function notesOf<K extends NoteKind>(
  kind: K,
  clientId: string,
  notes: readonly OpenNote[],
): NotesOf<K> {
  expectAll(kind, clientId, notes);
  return notes as NotesOf<K>;
}

/**
 * The record as a page to read and to print: one HTML file that loads nothing and runs nothing.
 * Throws FOREIGN_NOTE, as `exportJson` does, if a note of the other kind or of another client is
 * among the notes after all, and RangeError for a time zone that does not exist.
 */
export function exportHtml<K extends NoteKind>(
  kind: K,
  client: ClientRecord,
  notes: NotesOf<NoInfer<K>>,
  made: Made,
): string {
  expectAll(kind, client.id, notes);
  return recordPage(kind, client, inOrder(notes), made);
}

/** The record as JSON, indented by two spaces: see ExportedRecord. */
export function exportJson<K extends NoteKind>(
  kind: K,
  client: ClientRecord,
  notes: NotesOf<NoInfer<K>>,
  made: Made,
): string {
  expectAll(kind, client.id, notes);
  const record: ExportedRecord = {
    format: 'alcove-record',
    version: 1,
    kind,
    madeAt: iso(made.at),
    client: { name: client.name, contact: client.contact, about: client.about },
    notes: inOrder(notes).map(({ note }) => ({
      title: note.title,
      date: note.date,
      template: note.template,
      tags: note.tags,
      sections: note.sections,
      createdAt: iso(note.createdAt),
      updatedAt: iso(note.updatedAt),
      signedAt: note.signedAt === undefined ? null : iso(note.signedAt),
      amendments: note.amendments.map(({ at, text }) => ({ at: iso(at), text })),
    })),
  };
  return JSON.stringify(record, null, 2);
}

/**
 * A name that tells nobody who looks over the shoulder, or through a list of downloads, whose it is
 * or what: "document-2025-06-01-1430.html". Letters, digits, "-" and one "." only.
 */
export function exportFileName({ at, timeZone }: Made, extension: 'html' | 'json'): string {
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? '';
  const day = `${part('year')}-${part('month')}-${part('day')}`;
  return `document-${day}-${part('hour')}${part('minute')}.${extension}`;
}

/** Looks at what the vault says the kind is (summary) and at whom the words themselves name. */
function expectAll(kind: NoteKind, clientId: string, notes: readonly OpenNote[]): void {
  for (const { summary, note } of notes) {
    const mine = summary.clientId === clientId && note.clientId === clientId;
    if (summary.kind !== kind || !mine) throw new PracticeError('FOREIGN_NOTE');
  }
}

/** As they were lived: the oldest day first, and within a day as they were begun. */
function inOrder(notes: readonly OpenNote[]): OpenNote[] {
  return [...notes].sort(
    ({ note: first }, { note: second }) =>
      (first.date < second.date ? -1 : first.date > second.date ? 1 : 0) ||
      first.createdAt - second.createdAt,
  );
}

const iso = (at: number): string => new Date(at).toISOString();
