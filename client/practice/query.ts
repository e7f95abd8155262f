import type { NoteQuery } from '../vault/vault-api.ts';
import type { NoteSummary } from './note.ts';

/**
 * The order of the list: newest day first, then last changed first, then by id, so that no two notes
 * are equal. For Array.sort.
 */
export function compareNotes(first: NoteSummary, second: NoteSummary): number {
  if (first.date !== second.date) return first.date > second.date ? -1 : 1;
  if (first.updatedAt !== second.updatedAt) return second.updatedAt - first.updatedAt;
  if (first.id === second.id) return 0;
  return first.id < second.id ? -1 : 1;
}

/** Bits of a note's marks: what a query can ask of every note without looking at the note. */
const BINNED = 1;
const PSYCHOTHERAPY = 2;
const SIGNED = 4;

export function marksOf({ deletedAt, kind, signedAt }: NoteSummary): number {
  return (
    (deletedAt === undefined ? 0 : BINNED) |
    (kind === 'psychotherapy' ? PSYCHOTHERAPY : 0) |
    (signedAt === undefined ? 0 : SIGNED)
  );
}

/** A note passes the query's bin, kind and state where its marks, less those not asked for, are these. */
export function marksAsked({ bin, kind, state }: NoteQuery): {
  readonly asked: number;
  readonly marks: number;
} {
  return {
    asked: BINNED | (kind === undefined ? 0 : PSYCHOTHERAPY) | (state === undefined ? 0 : SIGNED),
    marks:
      (bin ? BINNED : 0) |
      (kind === 'psychotherapy' ? PSYCHOTHERAPY : 0) |
      (state === 'signed' ? SIGNED : 0),
  };
}

/** The query's other filters, or undefined where it has none. Its text and page are not looked at. */
export function filterOf(query: NoteQuery): ((note: NoteSummary) => boolean) | undefined {
  const { clientId, tag, template, from, to } = query;
  if ([clientId, tag, template, from, to].every((filter) => filter === undefined)) return undefined;
  return (note) => {
    if (clientId !== undefined && note.clientId !== clientId) return false;
    if (template !== undefined && note.template !== template) return false;
    if (from !== undefined && note.date < from) return false;
    if (to !== undefined && note.date > to) return false;
    return tag === undefined || note.tags.includes(tag);
  };
}
