/**
 * The two kinds of record that the law keeps apart (45 CFR 164.501): the progress notes of the
 * client's record, and the therapist's own psychotherapy notes. Each lies under keys of its own.
 */
export const NOTE_KINDS = ['progress', 'psychotherapy'] as const;
export type NoteKind = (typeof NOTE_KINDS)[number];

/** One field of a note: a heading from its template, and what was written under it. */
export interface Section {
  readonly heading: string;
  readonly text: string;
}

/** Added to a signed note; never changed afterwards. */
export interface Amendment {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

/** What a person writes. Plain text only. */
export interface NoteContent {
  readonly title: string;
  /** Id of the client record, or null while the note belongs to nobody yet. */
  readonly clientId: string | null;
  /** The day it is about, in the calendar of the writer: YYYY-MM-DD. */
  readonly date: string;
  /** Id of the template it was begun from; `free` for a blank page. */
  readonly template: string;
  /** Lower case, without "#", each once, in the order they were given. */
  readonly tags: readonly string[];
  readonly sections: readonly Section[];
}

/** Only what a person writes, without times and amendments. */
export const contentOf = ({
  title,
  clientId,
  date,
  template,
  tags,
  sections,
}: NoteContent): NoteContent => ({ title, clientId, date, template, tags, sections });

/** A whole note as it is kept. */
export interface Note extends NoteContent {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** From then on the content is fixed and only amendments are added. */
  readonly signedAt?: number | undefined;
  readonly amendments: readonly Amendment[];
}

/** What the list shows of a note, without its text. */
export interface NoteSummary {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: NoteKind;
  /** Counts every kept save from 1. */
  readonly revision: number;
  readonly title: string;
  readonly clientId: string | null;
  readonly date: string;
  readonly template: string;
  readonly tags: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly signedAt?: number | undefined;
  /** In the bin since; a note in the bin is found only there. */
  readonly deletedAt?: number | undefined;
}

/** An earlier state of a note, kept when a new sitting of writing began or before it was signed. */
export interface NoteVersion extends NoteContent {
  readonly savedAt: number;
}
