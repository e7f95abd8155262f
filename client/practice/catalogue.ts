import { isDay } from './day.ts';
import { PracticeError } from './errors.ts';
import { MAX_CATALOGUE_BYTES, MAX_MIME, MAX_NAME, MAX_TAGS, MAX_TITLE } from './limits.ts';
import type { Note, NoteKind, NoteSummary } from './note.ts';

/** What the list shows of a note, less what its record's header and compartment say already. */
export type CatalogueNote = Omit<NoteSummary, 'id' | 'revision' | 'kind'>;

/** How what was recorded or received ended: as it should, in the middle, or with pieces missing. */
const ITEM_STATES = ['cut', 'complete', 'damaged'] as const;
const ITEM_KINDS = ['recording', 'file'] as const;

/** What the list shows of a recording or file, once nothing more is added to it. */
export interface CatalogueItem {
  readonly kind: (typeof ITEM_KINDS)[number];
  /** Of a file; '' for a recording. */
  readonly name: string;
  readonly mime: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly lengthMs: number;
  readonly bytes: number;
  /** How many there are; without head and end. */
  readonly chunks: number;
  readonly state: (typeof ITEM_STATES)[number];
}

/** What the list needs of a session without its record. */
export interface CatalogueSession {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly clientId: string | null;
  readonly noteId: string | null;
}

/** What a page of the vault holds of one record, so that the list needs no bodies. */
export type CatalogueEntry =
  | ({ readonly what: 'note' } & CatalogueNote)
  | {
      readonly what: 'history';
      /** Id of the note whose earlier versions these are: 32 hexadecimal digits. */
      readonly of: string;
      /** Milliseconds since the epoch at which its newest version was pinned. */
      readonly since: number;
    }
  | {
      readonly what: 'client';
      readonly name: string;
      readonly archived: boolean;
      readonly createdAt: number;
    }
  | { readonly what: 'template' }
  | { readonly what: 'snippet' }
  | { readonly what: 'settings' }
  /** What is kept of a session that was held. */
  | ({ readonly what: 'held' } & CatalogueSession)
  /** What was refused, all in one record. */
  | { readonly what: 'warnings' }
  /** What a running session keeps lies in a store of its own, under the key that the page holds. */
  | { readonly what: 'session' }
  /** A recording or a received file: without record, its pieces lie in a store of their own. */
  | { readonly what: 'item'; readonly kept?: CatalogueItem | undefined }
  /** Without record: its key seals words that are on no disk when the vault is locked. */
  | { readonly what: 'words' };

/**
 * One page's entries as a UTF-8 JSON array, in the order of the page's records. An entry is an array
 * too, its first member a letter and the rest by position, with 0 for what is not there:
 *
 *     ["n", title, clientId | 0, date, template, tags, createdAt, updatedAt, signedAt, deletedAt]
 *     ["h", of, since]   ["c", name, archived 0 | 1, createdAt]   ["t"]   ["s"]   ["g"]   ["x"]
 *     ["i"]   ["i", kind 0 | 1, name, mime, startedAt, lengthMs, bytes, chunks, state 0 | 1 | 2]
 *     ["r", startedAt, clientId | 0, noteId | 0]   ["a"]
 *
 * By position and not by name, which keeps sixteen entries within a page of 4 KiB. 10,000 are read
 * before the list appears, from pages that were authenticated; so they are checked by hand, several
 * times as fast as by a schema. Nothing of a wrong type gets through; that tags are unique and the
 * like was checked when the body was written.
 */
export function encodeCatalogue(entries: readonly CatalogueEntry[]): Uint8Array {
  const bytes = new TextEncoder().encode(JSON.stringify(entries.map(toRow)));
  if (bytes.length > MAX_CATALOGUE_BYTES) throw new PracticeError('TOO_LARGE');
  return bytes;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Throws TOO_LARGE or DOCUMENT_SHAPE. */
export function decodeCatalogue(bytes: Uint8Array): CatalogueEntry[] {
  if (bytes.length > MAX_CATALOGUE_BYTES) throw new PracticeError('TOO_LARGE');
  let json: unknown;
  try {
    json = JSON.parse(strictUtf8.decode(bytes));
  } catch {
    throw new PracticeError('DOCUMENT_SHAPE');
  }
  if (!Array.isArray(json)) throw new PracticeError('DOCUMENT_SHAPE');
  return json.map(fromRow);
}

/** A whole note's entry; `deletedAt` where it lies in the bin. */
export function noteEntry(note: Note, deletedAt?: number): { what: 'note' } & CatalogueNote {
  const { title, clientId, date, template, tags, createdAt, updatedAt, signedAt } = note;
  return {
    what: 'note',
    ...{ title, clientId, date, template, tags, createdAt, updatedAt, signedAt, deletedAt },
  };
}

/** The entry with what its record's header and compartment say. */
export function summaryOf(
  entry: CatalogueNote,
  id: string,
  revision: number,
  kind: NoteKind,
): NoteSummary {
  const { title, clientId, date, template, tags } = entry;
  const { createdAt, updatedAt, signedAt, deletedAt } = entry;
  return {
    ...{ id, kind, revision, title, clientId, date, template, tags },
    ...{ createdAt, updatedAt, signedAt, deletedAt },
  };
}

function toRow(entry: CatalogueEntry): unknown[] {
  switch (entry.what) {
    case 'note': {
      const { title, clientId, date, template, tags } = entry;
      const { createdAt, updatedAt, signedAt, deletedAt } = entry;
      return [
        ...['n', title, clientId ?? 0, date, template, tags],
        ...[createdAt, updatedAt, signedAt ?? 0, deletedAt ?? 0],
      ];
    }
    case 'history':
      return ['h', entry.of, entry.since];
    case 'client':
      return ['c', entry.name, entry.archived ? 1 : 0, entry.createdAt];
    case 'template':
      return ['t'];
    case 'snippet':
      return ['s'];
    case 'settings':
      return ['g'];
    case 'held':
      return ['r', entry.startedAt, entry.clientId ?? 0, entry.noteId ?? 0];
    case 'warnings':
      return ['a'];
    case 'session':
      return ['x'];
    case 'item':
      return ['i', ...(entry.kept ? itemRow(entry.kept) : [])];
    case 'words':
      return ['w'];
  }
}

function fromRow(row: unknown): CatalogueEntry {
  if (!Array.isArray(row)) throw new PracticeError('DOCUMENT_SHAPE');
  const fields: readonly unknown[] = row;
  switch (fields[0]) {
    case 'n':
      return noteFrom(fields);
    case 'h':
      expectLength(fields, 3);
      return { what: 'history', of: idFrom(fields[1]), since: momentFrom(fields[2]) };
    case 'c':
      expectLength(fields, 4);
      return {
        what: 'client',
        name: textFrom(fields[1], MAX_NAME),
        archived: flagFrom(fields[2]),
        createdAt: momentFrom(fields[3]),
      };
    case 't':
      expectLength(fields, 1);
      return { what: 'template' };
    case 's':
      expectLength(fields, 1);
      return { what: 'snippet' };
    case 'g':
      expectLength(fields, 1);
      return { what: 'settings' };
    case 'r':
      expectLength(fields, 4);
      return {
        what: 'held',
        startedAt: momentFrom(fields[1]),
        clientId: fields[2] === 0 ? null : idFrom(fields[2]),
        noteId: fields[3] === 0 ? null : idFrom(fields[3]),
      };
    case 'a':
      expectLength(fields, 1);
      return { what: 'warnings' };
    case 'x':
      expectLength(fields, 1);
      return { what: 'session' };
    case 'i':
      return { what: 'item', kept: fields.length === 1 ? undefined : itemFrom(fields) };
    case 'w':
      expectLength(fields, 1);
      return { what: 'words' };
    default:
      throw new PracticeError('DOCUMENT_SHAPE');
  }
}

function noteFrom(fields: readonly unknown[]): CatalogueEntry {
  expectLength(fields, 10);
  return {
    what: 'note',
    title: textFrom(fields[1], MAX_TITLE),
    clientId: fields[2] === 0 ? null : idFrom(fields[2]),
    date: dayFrom(fields[3]),
    template: textFrom(fields[4], MAX_NAME),
    tags: tagsFrom(fields[5]),
    createdAt: momentFrom(fields[6]),
    updatedAt: momentFrom(fields[7]),
    signedAt: fields[8] === 0 ? undefined : momentFrom(fields[8]),
    deletedAt: fields[9] === 0 ? undefined : momentFrom(fields[9]),
  };
}

function itemRow(item: CatalogueItem): unknown[] {
  const { kind, name, mime, startedAt, lengthMs, bytes, chunks, state } = item;
  return [
    ...[ITEM_KINDS.indexOf(kind), name, mime, startedAt, lengthMs, bytes, chunks],
    ITEM_STATES.indexOf(state),
  ];
}

function itemFrom(fields: readonly unknown[]): CatalogueItem {
  expectLength(fields, 9);
  return {
    kind: oneFrom(fields[1], ITEM_KINDS),
    name: textFrom(fields[2], MAX_TITLE),
    mime: textFrom(fields[3], MAX_MIME),
    startedAt: momentFrom(fields[4]),
    lengthMs: momentFrom(fields[5]),
    bytes: momentFrom(fields[6]),
    chunks: momentFrom(fields[7]),
    state: oneFrom(fields[8], ITEM_STATES),
  };
}

function oneFrom<T>(value: unknown, list: readonly T[]): T {
  const found = typeof value === 'number' ? list[value] : undefined;
  if (found === undefined) throw new PracticeError('DOCUMENT_SHAPE');
  return found;
}

function expectLength(fields: readonly unknown[], length: number): void {
  if (fields.length !== length) throw new PracticeError('DOCUMENT_SHAPE');
}

function textFrom(value: unknown, longest: number): string {
  if (typeof value !== 'string' || value.length > longest) {
    throw new PracticeError('DOCUMENT_SHAPE');
  }
  return value;
}

function idFrom(value: unknown): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{32}$/.test(value)) {
    throw new PracticeError('DOCUMENT_SHAPE');
  }
  return value;
}

function dayFrom(value: unknown): string {
  if (typeof value !== 'string' || !isDay(value)) throw new PracticeError('DOCUMENT_SHAPE');
  return value;
}

function momentFrom(value: unknown): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new PracticeError('DOCUMENT_SHAPE');
  }
  return value as number;
}

function flagFrom(value: unknown): boolean {
  if (value !== 0 && value !== 1) throw new PracticeError('DOCUMENT_SHAPE');
  return value === 1;
}

function tagsFrom(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MAX_TAGS) throw new PracticeError('DOCUMENT_SHAPE');
  return value.map((tag) => textFrom(tag, MAX_NAME));
}
