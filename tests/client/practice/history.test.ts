import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHistory, encodeHistory } from '../../../client/practice/codec.ts';
import {
  changes,
  contentText,
  pin,
  pinsBeforeSave,
  pinsBeforeSigning,
  sameContent,
  SITTING_MS,
  versionOf,
} from '../../../client/practice/history.ts';
import type { Note, NoteContent, NoteVersion } from '../../../client/practice/note.ts';
import { Prose } from '../../support/prose.ts';
import { seededRandom } from '../../support/seeded-random.ts';

const content = (text: string, more: Partial<NoteContent> = {}): NoteContent => ({
  title: 'Title',
  clientId: null,
  date: '2024-01-01',
  template: 'free',
  tags: ['grief'],
  sections: [{ heading: 'Data', text }],
  ...more,
});

const version = (text: string, savedAt: number): NoteVersion => ({ ...content(text), savedAt });

const joined = (list: ReturnType<typeof changes>, without: 'added' | 'removed'): string =>
  list
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

describe('what is kept', () => {
  test('is the state before a new sitting, once', () => {
    const begun = 1_000_000;
    const pins = (now: number, text = 'b'): boolean =>
      pinsBeforeSave(content('a'), content(text), begun, now);
    expect(pins(begun)).toBe(false);
    expect(pins(begun + SITTING_MS)).toBe(false);
    expect(pins(begun + SITTING_MS + 1)).toBe(true);
    expect(pins(begun + SITTING_MS + 1, 'a')).toBe(false);
    expect(pinsBeforeSave(content('a'), content('b'), begun + SITTING_MS + 1, begun)).toBe(true);
  });

  test('is a text of which most goes at once, in the same sitting too', () => {
    const long = 'a slip of the hand '.repeat(10);
    const pins = (text: string): boolean => pinsBeforeSave(content(long), content(text), 0, 1);
    expect(pins('')).toBe(true);
    expect(pins(long.slice(0, 60))).toBe(true);
    expect(pins(long.slice(0, 100))).toBe(false);
    expect(pinsBeforeSave(content('short'), content(''), 0, 1)).toBe(false);
  });

  test('loses at most one sitting’s words, however long somebody goes on writing', () => {
    let stored = content('0');
    let since = 0;
    let versions: NoteVersion[] = [];
    for (let now = 0; now <= 60 * 60_000; now += 5000) {
      const next = content(String(now));
      if (pinsBeforeSave(stored, next, since, now)) {
        versions = pin(versions, { ...stored, savedAt: now - 5000 });
        since = now;
      }
      stored = next;
    }
    expect(versions.map(({ savedAt }) => Math.round(savedAt / 60_000))).toEqual([
      50, 40, 30, 20, 10,
    ]);
  });

  test('is the state before signing, unless it is there already', () => {
    expect(pinsBeforeSigning(content('a'), [])).toBe(true);
    expect(pinsBeforeSigning(content('a'), [version('b', 2), version('a', 1)])).toBe(true);
    expect(pinsBeforeSigning(content('a'), [version('a', 1)])).toBe(false);
  });

  test('is a note’s content and when it was saved, and nothing else', () => {
    const note: Note = { ...content('a'), createdAt: 1, updatedAt: 2, signedAt: 3, amendments: [] };
    expect(versionOf(note)).toEqual({ ...content('a'), savedAt: 2 });
  });

  test('any difference counts as one', () => {
    const base = content('a');
    expect(sameContent(base, content('a'))).toBe(true);
    for (const other of [
      content('b'),
      content('a', { title: 'T' }),
      content('a', { clientId: '0'.repeat(32) }),
      content('a', { date: '2024-01-02' }),
      content('a', { template: 'soap' }),
      content('a', { tags: [] }),
      content('a', { tags: ['other'] }),
      content('a', { sections: [] }),
      content('a', { sections: [{ heading: 'Plan', text: 'a' }] }),
    ]) {
      expect(sameContent(base, other)).toBe(false);
      expect(sameContent(other, base)).toBe(false);
    }
  });
});

describe('a long history', () => {
  test('grows at its front', () => {
    expect(pin([version('a', 1)], version('b', 2))).toEqual([version('b', 2), version('a', 1)]);
  });

  test('keeps the newest, the oldest and what lies far apart', () => {
    let versions: NoteVersion[] = [];
    const days = Array.from({ length: 300 }, (_, number) => number + (number % 2) * 0.9);
    for (const day of days) versions = pin(versions, version(String(day), day));
    expect(versions).toHaveLength(100);
    expect(versions[0]?.savedAt).toBe(299.9);
    expect(versions.at(-1)?.savedAt).toBe(0);
    const gaps = versions.slice(1).map(({ savedAt }, at) => (versions[at]?.savedAt ?? 0) - savedAt);
    expect(Math.max(...gaps)).toBeLessThan(12);
    expect(Math.min(...gaps)).toBeGreaterThan(0);
  });

  test('of large texts still fits its record', () => {
    let versions: NoteVersion[] = [];
    for (let day = 1; day <= 9; day += 1) {
      const sections = Array.from({ length: 3 }, () => ({
        heading: '',
        text: '語'.repeat(400_000),
      }));
      versions = pin(versions, { ...content(''), sections, savedAt: day });
    }
    expect(versions).toHaveLength(3);
    expect(versions[0]?.savedAt).toBe(9);
    expect(versions[2]?.savedAt).toBe(1);
    expect(decodeHistory(encodeHistory(versions))).toEqual(versions);
  });
});

describe('differences', () => {
  test('are words taken out and put in', () => {
    const found = changes(content('felt very low today'), content('felt less low today'));
    expect(found.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'very' },
      { kind: 'added', text: 'less' },
    ]);
  });

  test('show a changed title, day, tag and heading, too', () => {
    const newer = content('text', {
      title: 'Other',
      date: '2024-01-02',
      tags: ['loss'],
      sections: [{ heading: 'Plan', text: 'text' }],
    });
    const added = changes(content('text'), newer).filter(({ kind }) => kind === 'added');
    const words = added.map(({ text }) => text).join(' ');
    for (const word of ['Other', '02', 'loss', 'Plan']) expect(words).toContain(word);
    expect(changes(newer, newer)).toEqual([{ kind: 'same', text: contentText(newer) }]);
  });

  test('without what was added are the older text, without what was removed the newer', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'word', ' ', ' ', '\n', '.', '😀', 'é', '<b>', '\ud800'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const [older, newer] = [content(before), content(after)];
        const found = changes(older, newer);
        expect(joined(found, 'added')).toBe(contentText(older));
        expect(joined(found, 'removed')).toBe(contentText(newer));
      }),
      { numRuns: 300 },
    );
  });

  test('of two long texts with nothing in common come by lines or as a whole', () => {
    const prose = new Prose(seededRandom(5));
    const older = content(prose.paragraph(40_000));
    const newer = content(prose.paragraph(40_000));
    const found = changes(older, newer);
    expect(joined(found, 'added')).toBe(contentText(older));
    expect(joined(found, 'removed')).toBe(contentText(newer));
    // By words there would be hundreds of pieces.
    expect(found.length).toBeLessThan(100);
    const oneLine = changes(content('a '.repeat(20_000)), content('b '.repeat(20_000)));
    expect(oneLine.filter(({ kind }) => kind !== 'same')).toHaveLength(2);
    const lines = (word: string): NoteContent => content(`${word}\n`.repeat(20_000));
    expect(changes(lines('a'), lines('b'))).toEqual([
      { kind: 'removed', text: contentText(lines('a')) },
      { kind: 'added', text: contentText(lines('b')) },
    ]);
  });
});
