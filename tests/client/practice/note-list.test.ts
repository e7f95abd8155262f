import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NoteSummary } from '../../../client/practice/note.ts';
import { NoteList } from '../../../client/practice/note-list.ts';
import { compareNotes } from '../../../client/practice/query.ts';
import { terms } from '../../../client/practice/search/fold.ts';
import { Searcher } from '../../../client/practice/search/searcher.ts';
import type { NoteQuery } from '../../../client/vault/vault-api.ts';

const all: NoteQuery = { text: '', bin: false, offset: 0, limit: 1000 };

const summary = (id: string, more: Partial<NoteSummary> = {}): NoteSummary => ({
  id,
  kind: 'progress',
  revision: 1,
  title: id,
  clientId: null,
  date: '2024-01-01',
  template: 'soap',
  tags: [],
  createdAt: 1,
  updatedAt: 1,
  ...more,
});

const idsOf = (notes: Iterable<NoteSummary>): string[] => [...notes].map(({ id }) => id);

describe('the order', () => {
  test('is newest day first, then last changed, then by id', () => {
    const list = new NoteList([
      summary('b'),
      summary('a'),
      summary('c', { updatedAt: 2 }),
      summary('d', { date: '2023-12-31', updatedAt: 9 }),
      summary('e', { date: '2024-01-02' }),
    ]);
    expect(idsOf(list)).toEqual(['e', 'c', 'a', 'b', 'd']);
  });

  test('stays right, with everything counted from it, through any changes', () => {
    const note = fc.record({
      id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      date: fc.constantFrom('2024-01-01', '2024-01-02', '2024-02-01'),
      updatedAt: fc.integer({ min: 1, max: 3 }),
      tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'z')),
      clientId: fc.constantFrom(null, 'p', 'q'),
      deletedAt: fc.constantFrom(undefined, undefined, 5),
      signedAt: fc.constantFrom(undefined, 5),
      kind: fc.constantFrom('progress' as const, 'psychotherapy' as const),
    });
    const step = fc.oneof(note, fc.constantFrom<string>('a', 'b', 'c', 'nobody'));
    fc.assert(
      fc.property(fc.array(note), fc.array(step), (first, steps) => {
        const list = new NoteList(first.map(({ id, ...more }) => summary(id, more)));
        const truth = new Map<string, NoteSummary>(
          first.map(({ id, ...more }) => [id, summary(id, more)]),
        );
        for (const each of steps) {
          if (typeof each === 'string') {
            list.remove(each);
            truth.delete(each);
          } else {
            const { id, ...more } = each;
            list.put(summary(id, more));
            truth.set(id, summary(id, more));
          }
        }
        const sorted = [...truth.values()].sort(compareNotes);
        expect([...list]).toEqual(sorted);
        expect(list.size).toBe(truth.size);
        expect(list.get('a')).toEqual(truth.get('a'));
        const kept = sorted.filter(({ deletedAt }) => deletedAt === undefined);
        expect(list.find(all)).toEqual({ total: kept.length, notes: kept });
        const signed = kept.filter((each) => each.kind === 'psychotherapy' && each.signedAt === 5);
        const asked = { ...all, kind: 'psychotherapy', state: 'signed' } as const;
        expect(list.find(asked)).toEqual({ total: signed.length, notes: signed });
        const uses = (tag: string): number => kept.filter(({ tags }) => tags.includes(tag)).length;
        const used = ['x', 'y', 'z'].filter((tag) => uses(tag) > 0);
        expect(list.tags()).toEqual(used.sort((a, b) => uses(b) - uses(a) || (a < b ? -1 : 1)));
        for (const client of ['p', 'q']) {
          const theirs = sorted.filter(({ clientId }) => clientId === client);
          const seen = theirs.filter(({ deletedAt }) => deletedAt === undefined);
          expect(list.clientNotes().get(client)).toEqual(
            theirs.length === 0
              ? undefined
              : { notes: seen.length, lastNote: seen[0]?.date, all: theirs.length },
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('a query', () => {
  const list = new NoteList([
    summary('a', { kind: 'psychotherapy', date: '2024-01-05' }),
    summary('b', { clientId: 'p', date: '2024-01-04', tags: ['x'], signedAt: 9 }),
    summary('c', { clientId: 'p', date: '2024-01-03', template: 'dap', tags: ['xy', 'y'] }),
    summary('d', { date: '2024-01-02', deletedAt: 5 }),
    summary('e', { date: '2024-01-01', signedAt: 1 }),
  ]);
  const found = (query: Partial<NoteQuery>): string[] =>
    idsOf(list.find({ ...all, ...query }).notes);

  test('takes all filters together', () => {
    expect(found({})).toEqual(['a', 'b', 'c', 'e']);
    expect(found({ kind: 'psychotherapy' })).toEqual(['a']);
    expect(found({ kind: 'progress' })).toEqual(['b', 'c', 'e']);
    expect(found({ clientId: 'p' })).toEqual(['b', 'c']);
    expect(found({ clientId: 'p', template: 'soap' })).toEqual(['b']);
    expect(found({ tag: 'x' })).toEqual(['b']);
    expect(found({ tag: 'y' })).toEqual(['c']);
    expect(found({ from: '2024-01-03' })).toEqual(['a', 'b', 'c']);
    expect(found({ to: '2024-01-03' })).toEqual(['c', 'e']);
    expect(found({ from: '2024-01-03', to: '2024-01-03' })).toEqual(['c']);
    expect(found({ state: 'signed' })).toEqual(['b', 'e']);
    expect(found({ state: 'unsigned' })).toEqual(['a', 'c']);
    expect(found({ bin: true })).toEqual(['d']);
    expect(found({ bin: true, state: 'signed' })).toEqual([]);
  });

  test('comes by pages, and the total is of all of them', () => {
    expect(list.find({ ...all, offset: 1, limit: 2 })).toMatchObject({ total: 4 });
    expect(found({ offset: 1, limit: 2 })).toEqual(['b', 'c']);
    expect(found({ offset: 4 })).toEqual([]);
    expect(found({ limit: 0 })).toEqual([]);
  });

  test('is narrowed to what the words were found in', () => {
    const searcher = new Searcher();
    for (const note of list) searcher.put(note.id, note.id === 'b' ? 'grief' : 'grief and hope');
    const matches = (text: string): string[] =>
      idsOf(list.find(all, searcher.search(terms(text))).notes);
    expect(matches('hope')).toEqual(['a', 'c', 'e']);
    const build = searcher.build();
    build.addHeld(10);
    for (const step of build.finishing()) expect(step).toBeUndefined();
    expect(matches('hope')).toEqual(['a', 'c', 'e']);
    searcher.put('b', 'hope');
    expect(matches('hope')).toEqual(['a', 'b', 'c', 'e']);
    list.put(summary('f', { date: '2024-02-01' }));
    searcher.put('f', 'hope');
    expect(matches('hope')).toEqual(['f', 'a', 'b', 'c', 'e']);
    list.remove('f');
    expect(matches('hope')).toEqual(['a', 'b', 'c', 'e']);
  });

  test('the newest note to carry over from is the client’s, of the form, and not the note itself', () => {
    expect(list.newest('p', 'progress', 'soap', null)?.id).toBe('b');
    expect(list.newest('p', 'progress', 'soap', 'b')).toBeUndefined();
    expect(list.newest('p', 'progress', 'dap', 'b')?.id).toBe('c');
    expect(list.newest('p', 'psychotherapy', 'soap', null)).toBeUndefined();
  });
});
