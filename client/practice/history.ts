import { diffLines, diffWordsWithSpace, type ChangeObject } from 'diff';
import type { Change } from '../state/vault-view.ts';
import { MAX_HISTORY_BYTES, MAX_VERSIONS } from './limits.ts';
import { contentOf, type Note, type NoteContent, type NoteVersion } from './note.ts';

/** A sitting of writing: within it, saves replace each other; after it, the state before is kept. */
export const SITTING_MS = 10 * 60_000;

/**
 * Tokens put in and taken out up to which two texts are compared. The work grows with its square, and
 * counting it, unlike a clock, gives the same answer on every machine: a few tenths of a second.
 */
const MAX_EDITS = 1000;

/** Room for the frame around the list. */
const FRAME_BYTES = 100;

const utf8 = new TextEncoder();

/**
 * Whether the stored state of a note has to be kept as a version before `next` takes its place: the
 * words differ, and the present sitting began more than ten minutes ago. `since` is when the newest
 * version was pinned, or the note's createdAt where there is none; both are milliseconds since the
 * epoch. A clock that was set back begins a new sitting, so that nothing is left unpinned for long.
 * Where most of a text goes at once, it is kept in any case: a slip of the hand must not outlast it.
 */
export function pinsBeforeSave(
  stored: NoteContent,
  next: NoteContent,
  since: number,
  now: number,
): boolean {
  const within = now >= since && now - since <= SITTING_MS;
  return (!within || losesMost(stored, next)) && !sameContent(stored, next);
}

/** Characters that are worth keeping, and the share of them that may go in one save. */
const WORTH_KEEPING = 80;
const MOST = 0.5;

function losesMost(stored: NoteContent, next: NoteContent): boolean {
  const written = ({ sections }: NoteContent): number =>
    sections.reduce((length, { text }) => length + text.trim().length, 0);
  const before = written(stored);
  return before >= WORTH_KEEPING && written(next) < before * MOST;
}

/** Before a note is signed its last state is kept, too, unless the newest version is that already. */
export function pinsBeforeSigning(stored: NoteContent, versions: readonly NoteVersion[]): boolean {
  const newest = versions[0];
  return newest === undefined || !sameContent(newest, stored);
}

export function versionOf(note: Note): NoteVersion {
  return { ...contentOf(note), savedAt: note.updatedAt };
}

/**
 * The versions with one more, newest first. Where there are more than fit (100, and 12 MB), those
 * fall out that stand closest to their neighbours in time, and never the oldest or the newest.
 */
export function pin(versions: readonly NoteVersion[], version: NoteVersion): NoteVersion[] {
  const kept = [version, ...versions];
  const sizes = kept.map((each) => utf8.encode(JSON.stringify(each)).length + 1);
  const bytes = (): number => sizes.reduce((sum, size) => sum + size, FRAME_BYTES);
  while (kept.length > 1 && (kept.length > MAX_VERSIONS || bytes() > MAX_HISTORY_BYTES)) {
    const at = mostCrowded(kept);
    kept.splice(at, 1);
    sizes.splice(at, 1);
  }
  return kept;
}

/** The version whose neighbours are closest to each other; the last where there are only two. */
function mostCrowded(versions: readonly NoteVersion[]): number {
  let found = versions.length - 1;
  let smallest = Infinity;
  for (let at = 1; at < versions.length - 1; at += 1) {
    const gap = (versions[at - 1]?.savedAt ?? 0) - (versions[at + 1]?.savedAt ?? 0);
    if (gap < smallest) {
      smallest = gap;
      found = at;
    }
  }
  return found;
}

/** Whether two states say the same, word for word. */
export function sameContent(first: NoteContent, second: NoteContent): boolean {
  const { title, clientId, date, template, tags, sections } = first;
  return (
    title === second.title &&
    clientId === second.clientId &&
    date === second.date &&
    template === second.template &&
    tags.length === second.tags.length &&
    tags.every((tag, at) => tag === second.tags[at]) &&
    sections.length === second.sections.length &&
    sections.every(
      ({ heading, text }, at) =>
        heading === second.sections[at]?.heading && text === second.sections[at].text,
    )
  );
}

/**
 * What became of the older text, word by word; by lines, or as a whole, where so much is different
 * that words would take too long and say too little. What is same or removed is together the older
 * text, what is same or added the newer one (see contentText).
 */
export function changes(older: NoteContent, newer: NoteContent): Change[] {
  const before = contentText(older);
  const after = contentText(newer);
  const bound = { maxEditLength: MAX_EDITS };
  const found = diffWordsWithSpace(before, after, bound) ?? diffLines(before, after, bound);
  return (
    found?.map(toChange) ?? [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  );
}

/** Title, day and tags, a line each, then every section under its heading. */
export function contentText({ title, date, tags, sections }: NoteContent): string {
  const head = [title, date, tags.map((tag) => `#${tag}`).join(' ')];
  const parts = sections.map(({ heading, text }) =>
    heading === '' ? text : `${heading}\n${text}`,
  );
  return [head.filter((line) => line !== '').join('\n'), ...parts].join('\n\n');
}

function toChange({ added, removed, value }: ChangeObject<string>): Change {
  return { kind: added ? 'added' : removed ? 'removed' : 'same', text: value };
}
