import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeCatalogue,
  encodeCatalogue,
  noteEntry,
  summaryOf,
  type CatalogueEntry,
} from '../../../client/practice/catalogue.ts';
import { PracticeError } from '../../../client/practice/errors.ts';
import { notebook } from '../../support/notes.ts';

const id = 'fedcba98'.repeat(4);

const entries: CatalogueEntry[] = [
  {
    what: 'note',
    title: '\u202eRTL <i> 👍🏽',
    clientId: id,
    date: '2024-02-29',
    template: 'soap',
    tags: ['a', 'b'],
    createdAt: 1,
    updatedAt: 2,
    signedAt: 3,
    deletedAt: 4,
  },
  {
    what: 'note',
    title: '',
    clientId: null,
    date: '2024-01-01',
    template: 'free',
    tags: [],
    createdAt: 1,
    updatedAt: 2,
    signedAt: undefined,
    deletedAt: undefined,
  },
  { what: 'history', of: id, since: 9 },
  { what: 'client', name: 'Zoë', archived: false, createdAt: 7 },
  { what: 'client', name: 'M.', archived: true, createdAt: 8 },
  { what: 'template' },
  { what: 'snippet' },
  { what: 'settings' },
  { what: 'held', startedAt: 5, clientId: id, noteId: null },
  { what: 'held', startedAt: 6, clientId: null, noteId: id },
  { what: 'warnings' },
  { what: 'session' },
  { what: 'words' },
];

const read = (json: unknown): CatalogueEntry[] =>
  decodeCatalogue(new TextEncoder().encode(JSON.stringify(json)));

const code = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return error instanceof PracticeError ? error.code : String(error);
  }
};

describe('a page’s catalogue', () => {
  test('comes back as it was written, in its order', () => {
    expect(decodeCatalogue(encodeCatalogue(entries))).toEqual(entries);
    expect(decodeCatalogue(encodeCatalogue([]))).toEqual([]);
  });

  test('of sixteen real notes takes less than 3,200 bytes', () => {
    const { notes } = notebook('S', 5);
    for (let from = 0; from < notes.length; from += 16) {
      const page = notes.slice(from, from + 16).map(({ note }) => noteEntry(note, 1e12));
      expect(encodeCatalogue(page).length).toBeLessThan(3200);
    }
  });

  test('with every field at its longest can still be written', () => {
    const longest: CatalogueEntry = {
      what: 'note',
      title: '\ud800'.repeat(300),
      clientId: id,
      date: '2024-02-29',
      template: id,
      tags: Array.from({ length: 30 }, () => '\ud800'.repeat(60)),
      createdAt: 1e15,
      updatedAt: 1e15,
      signedAt: 1e15,
      deletedAt: 1e15,
    };
    const page = Array.from({ length: 16 }, () => longest);
    expect(decodeCatalogue(encodeCatalogue(page))).toEqual(page);
    expect(code(() => encodeCatalogue(Array.from({ length: 64 }, () => longest)))).toBe(
      'TOO_LARGE',
    );
    expect(code(() => decodeCatalogue(new Uint8Array(500_001)))).toBe('TOO_LARGE');
  });

  const row = ['n', 'title', id, '2024-02-29', 'soap', ['a'], 1, 2, 3, 0];
  const changed = (at: number, value: unknown): unknown[] => row.with(at, value as string);

  test.each<[string, unknown]>([
    ['an unknown letter', ['z']],
    ['no letter', []],
    ['a row that is an object', { 0: 't' }],
    ['a row too short', row.slice(0, 9)],
    ['a row too long', [...row, 0]],
    ['a title that is a number', changed(1, 5)],
    ['a title too long', changed(1, 'x'.repeat(301))],
    ['a client that is no id', changed(2, 'x')],
    ['a client of another length', changed(2, `${id}0`)],
    ['a client that is null', changed(2, null)],
    ['a day that does not exist', changed(3, '2023-02-29')],
    ['a template that is a list', changed(4, [])],
    ['tags that are a text', changed(5, 'a')],
    ['a tag that is a number', changed(5, [1])],
    [
      'too many tags',
      changed(
        5,
        Array.from({ length: 31 }, () => 'a'),
      ),
    ],
    ['a time that is a text', changed(6, '1')],
    ['a time below zero', changed(7, -1)],
    ['a broken time', changed(8, 0.5)],
    ['a time beyond all numbers', changed(9, 1e300)],
    ['a history of nothing', ['h', 0, 1]],
    ['a history without its time', ['h', id]],
    ['a client neither kept nor archived', ['c', 'x', true, 1]],
    ['a session whose note is no id', ['r', 1, 0, 'x']],
    ['a session of no time', ['r', -1, 0, 0]],
    ['warnings with something more', ['a', 1]],
    ['a template with more', ['t', 1]],
  ])('with %s is refused', (_, wrong) => {
    expect(read([row])).toHaveLength(1);
    expect(code(() => read([row, wrong]))).toBe('DOCUMENT_SHAPE');
  });

  test('that is anything else is refused with a code', () => {
    for (const other of [null, 1, 'n', {}, { length: 0 }]) {
      expect(code(() => read(other))).toBe('DOCUMENT_SHAPE');
    }
    const bytes = encodeCatalogue(entries);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(['none', 'DOCUMENT_SHAPE']).toContain(code(() => decodeCatalogue(flipped)));
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(code(() => decodeCatalogue(bytes.slice(0, length)))).toBe('DOCUMENT_SHAPE');
    }
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), (value) =>
        value.length === 0 ? true : code(() => read(value)) === 'DOCUMENT_SHAPE',
      ),
    );
  });
});

test('an entry, with its record’s id, revision and kind, is what the list shows', () => {
  const generated = notebook('S', 5).notes[3];
  if (generated === undefined) throw new Error('no note');
  const { note } = generated;
  const [entry] = decodeCatalogue(encodeCatalogue([noteEntry(note, 77)]));
  if (entry?.what !== 'note') throw new Error('no entry');
  expect(summaryOf(entry, id, 4, 'psychotherapy')).toEqual({
    id,
    kind: 'psychotherapy',
    revision: 4,
    title: note.title,
    clientId: note.clientId,
    date: note.date,
    template: note.template,
    tags: note.tags,
    createdAt: note.createdAt,
    updatedAt: note.updatedAt,
    signedAt: note.signedAt,
    deletedAt: 77,
  });
});
