import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptText, searchText } from '../../../client/practice/search/document.ts';
import { fold, foldOnce, terms } from '../../../client/practice/search/fold.ts';
import { IndexBuilder } from '../../../client/practice/search/index-builder.ts';
import { contains, scan } from '../../../client/practice/search/scan.ts';
import type { SearchIndex } from '../../../client/practice/search/search-index.ts';
import { Searcher, type SearchBuild } from '../../../client/practice/search/searcher.ts';
import { notebook } from '../../support/notes.ts';

/** Words by expressions alone, slow and simple: what `fold` has to find. */
function wordsOf(text: string): string[] {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(
      /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u064b-\u065f\u0670\u3099\u309a\u{1d165}-\u{1d172}]/gu,
      (mark) => (/\p{M}/u.test(mark) ? '' : mark),
    )
    .replace(/ς/g, 'σ');
  const unspaced =
    '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
  const word = '[\\p{L}\\p{N}\\p{M}]';
  const pattern = new RegExp(`(?=${word})[${unspaced}]|(?:(?![${unspaced}])${word})+`, 'gu');
  return plain.match(pattern) ?? [];
}

const matches = (text: string, query: readonly string[]): boolean =>
  query.every((term) => wordsOf(text).some((word) => word.startsWith(term)));

/** Texts full of what goes wrong: case, accents, halves of pairs, marks, scripts without spaces. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        ...[
          'a',
          'b',
          'ab',
          'A',
          'é',
          'e\u0301',
          'É',
          'ß',
          'ẞ',
          'İ',
          'ı',
          'Σ',
          'ς',
          'ος',
          '日',
          '本',
        ],
        ...[
          'が',
          'か\u3099',
          'ー',
          'ไทย',
          '한',
          '글',
          'हिन्दी',
          'שָׁלוֹם',
          'سَلام',
          '𝒜',
          '𠀀',
          '1',
          '½',
          '٣',
        ],
        ...[' ', ' ', ' ', '\n', '-', '’', '“', '—', '_', '\0', '\u0301', '😀', '\ud800', '\udc00'],
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
);

const indexOf = (texts: readonly string[]): SearchIndex => {
  const builder = new IndexBuilder();
  texts.forEach((each, number) => builder.add(number, fold(each)));
  return finished(builder.finishing());
};

function finished<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

describe('folding', () => {
  test('gives the words in lower case without accents, each after a space', () => {
    expect(fold('')).toBe('');
    expect(fold(' – … ')).toBe('');
    expect(fold('Zoë’s “grief”—2 weeks.')).toBe(' zoe s grief 2 weeks');
    expect(fold('ISTANBUL İstanbul Ångström ΟΔΟΣ Straße')).toBe(
      ' istanbul istanbul angstrom οδοσ straße',
    );
    expect(fold('日本語 と Thai')).toBe(' 日 本 語 と thai');
    expect(fold('snake_case 😀 a\0b')).toBe(' snake case a b');
  });

  test('finds exactly the words that slow expressions find', () => {
    fc.assert(
      fc.property(text, (each) => {
        expect(fold(each)).toBe(
          wordsOf(each)
            .map((word) => ` ${word}`)
            .join(''),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same for every normal form, and folding again changes nothing', () => {
    fc.assert(
      fc.property(text, (each) => {
        const folded = fold(each);
        expect(fold(each.normalize('NFC'))).toBe(folded);
        expect(fold(each.normalize('NFD'))).toBe(folded);
        expect(fold(folded)).toBe(folded);
      }),
      { numRuns: 1000 },
    );
  });

  test('with each word once finds the same', () => {
    expect(foldOnce('to be or not to be')).toBe(' to be or not');
    expect(foldOnce('')).toBe('');
    fc.assert(
      fc.property(text, (each) => {
        expect(foldOnce(each)).toBe([...new Set(wordsOf(each))].map((word) => ` ${word}`).join(''));
      }),
      { numRuns: 500 },
    );
  });

  test('takes long texts after short ones and the other way round', () => {
    for (const length of [10, 100_000, 3, 300_000, 1]) {
      expect(fold('x'.repeat(length))).toBe(` ${'x'.repeat(length)}`);
      expect(fold('é'.repeat(length))).toBe(` ${'e'.repeat(length)}`);
      expect(fold('語'.repeat(length))).toBe(' 語'.repeat(length));
    }
  });
});

describe('the terms of a query', () => {
  test('are its words, each once, and none that begins another', () => {
    expect(terms('  Panic, PANIC attacks! ')).toEqual(['panic', 'attacks']);
    expect(terms('anx anxiety Anx')).toEqual(['anxiety']);
    expect(terms('don’t')).toEqual(['don', 't']);
    expect(terms('日本')).toEqual(['日', '本']);
    expect(terms(' –')).toEqual([]);
    expect(terms(Array.from({ length: 100 }, (_, n) => `w${n + 100}`).join(' '))).toHaveLength(32);
  });
});

describe('scan and index', () => {
  test('find the same documents as slow expressions do, for any texts and queries', () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 40 }), text, (texts, query) => {
        const asked = terms(query).map((term) => Array.from(term).slice(0, 3).join(''));
        const found = texts.flatMap((each, at) => (matches(each, asked) ? [at] : []));
        expect([...scan(texts.map(fold), asked)]).toEqual(found);
        expect([...indexOf(texts).search(asked)]).toEqual(found);
      }),
      { numRuns: 500 },
    );
  });

  test('find what stands inside words only when it also begins one', () => {
    const inside = 'sing ring '.repeat(50);
    expect(contains(fold(inside), ['ing'])).toBe(false);
    expect(contains(fold(`${inside}ingrid`), ['ing'])).toBe(true);
    expect(contains(fold(inside), ['sing', 'ring'])).toBe(true);
    expect(contains(fold(inside), ['sing', 'wing'])).toBe(false);
    expect(contains('', [])).toBe(true);
    expect(contains('', ['a'])).toBe(false);
  });

  test('agree on a practice’s notes, for beginnings of every length, also of thousands of words', () => {
    const { notes } = notebook('S', 11);
    const texts = notes.map(({ note }) => fold(searchText(note)));
    const index = indexOf(texts);
    const words = [...new Set(texts.join('').split(' '))].filter((_, at) => at % 997 === 0);
    const beginnings = words.flatMap((word) => [1, 2, 3, 5, 99].map((end) => word.slice(0, end)));
    const queries = [[], ['a', 's'], ['the', 'zoe'], ...beginnings.map((each) => [each])];
    expect(queries.length).toBeGreaterThan(50);
    let found = 0;
    for (const query of queries) {
      const expected = scan(texts, query);
      expect(index.search(query)).toEqual(expected);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(10_000);
    expect(index.search([])).toHaveLength(1400);
  });

  test('an index takes many documents, long words and far distances', () => {
    const long = 'x'.repeat(100_000);
    const texts = Array.from({ length: 40_001 }, (_, number) => {
      if (number % 20_000 === 0) return `far ${long}`;
      return number % 2 === 0 ? `even w${number}` : '';
    });
    const index = indexOf(texts);
    expect([...index.search(['far'])]).toEqual([0, 20_000, 40_000]);
    expect([...index.search([long])]).toEqual([0, 20_000, 40_000]);
    expect([...index.search([`${long}x`])]).toEqual([]);
    expect(index.search(['even'])).toHaveLength(19_998);
    expect([...index.search(['w39998'])]).toEqual([39_998]);
    expect(index.documents).toBe(40_001);
  });

  test('words whose hashes are the same are two words, and a word is held once', () => {
    // Known to have one FNV-1a hash of 32 bits.
    const pairs = ['costarring liquid', 'declinate macallums'].map((pair) => pair.split(' '));
    for (const [first = '', second = ''] of pairs) {
      const index = indexOf([first, second, `${second} ${first}`]);
      expect([...index.search([first])]).toEqual([0, 2]);
      expect([...index.search([second])]).toEqual([1, 2]);
    }
    const once = indexOf(['some words in here']).bytes;
    const often = indexOf(Array.from({ length: 32 }, () => 'some words in here')).bytes;
    // Four bytes for each further document: one a word.
    expect(often - once).toBe(31 * 4);
  });

  test('an empty index finds nothing', () => {
    expect([...indexOf([]).search(['a'])]).toEqual([]);
    expect([...indexOf([]).search([])]).toEqual([]);
  });

  test('documents out of order are refused', () => {
    const builder = new IndexBuilder();
    builder.add(0, '');
    expect(() => builder.add(2, '')).toThrow(RangeError);
  });
});

describe('the searcher', () => {
  const ids = (searcher: Searcher, query: string, all: readonly string[]): string[] => {
    const found = searcher.search(terms(query));
    const has = all.filter((id) => found.has(id));
    const list = all.map((id) => ({ id }));
    for (const asked of [list, list, [...list].reverse()]) {
      const among = found.among(asked);
      expect(
        asked
          .filter((_, place) => among(place))
          .map(({ id }) => id)
          .sort(),
      ).toEqual([...has].sort());
    }
    expect(found.size).toBe(has.length);
    return has;
  };

  test('finds before, while and after an index is built', () => {
    const searcher = new Searcher();
    const all = ['a', 'b', 'c', 'd', 'e'];
    expect(searcher.rebuildDue).toBe(false);
    searcher.put('a', 'Panic');
    searcher.put('b', 'panic and grief');
    searcher.put('c', 'grief');
    expect(ids(searcher, 'pan', all)).toEqual(['a', 'b']);
    expect(searcher.rebuildDue).toBe(true);

    const build = searcher.build();
    expect(build.addHeld(1)).toBe(true);
    searcher.put('a', 'sleep');
    searcher.put('d', 'panic');
    searcher.remove('b');
    expect(ids(searcher, 'pan', all)).toEqual(['d']);
    expect(build.addHeld(10)).toBe(false);
    finished(build.finishing());
    expect(ids(searcher, 'pan', all)).toEqual(['d']);
    expect(ids(searcher, '', all)).toEqual(['a', 'c', 'd']);
    expect(searcher.rebuildDue).toBe(false);

    searcher.put('c', 'panic attack');
    searcher.remove('a');
    expect(ids(searcher, 'pan', all)).toEqual(['c', 'd']);
    expect(ids(searcher, 'grief', all)).toEqual([]);
    searcher.remove('c');
    expect(ids(searcher, '', all)).toEqual(['d']);
  });

  test('asks for a new index after a few hundred changes, and is right after it, too', () => {
    const searcher = new Searcher();
    const all = Array.from({ length: 1000 }, (_, number) => `n${number}`);
    for (const id of all) searcher.put(id, `old ${id}`);
    const build = searcher.build();
    while (build.addHeld(100));
    finished(build.finishing());
    expect(searcher.rebuildDue).toBe(false);
    for (const id of all.slice(0, 200)) searcher.put(id, `new ${id}`);
    expect(searcher.rebuildDue).toBe(true);
    expect(ids(searcher, 'new', all)).toEqual(all.slice(0, 200));
    const again = searcher.build();
    for (const [number, id] of all.entries())
      again.add(id, `${number < 200 ? 'new' : 'old'} ${id}`);
    finished(again.finishing());
    expect(searcher.rebuildDue).toBe(false);
    expect(ids(searcher, 'new', all)).toEqual(all.slice(0, 200));
    expect(ids(searcher, 'old', all)).toEqual(all.slice(200));
  });

  test('a build that was given up changes nothing when it ends', () => {
    const searcher = new Searcher();
    searcher.put('a', 'one');
    const first = searcher.build();
    first.addHeld(9);
    const second = searcher.build();
    searcher.put('a', 'two');
    finished(first.finishing());
    expect(ids(searcher, 'one', ['a'])).toEqual([]);
    expect(ids(searcher, 'two', ['a'])).toEqual(['a']);
    second.addHeld(9);
    finished(second.finishing());
    expect(ids(searcher, 'two', ['a'])).toEqual(['a']);
  });

  test('is right through any order of changes and builds', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const words = fc.constantFrom('one', 'two', 'one two', 'three', '');
    const step = fc.oneof(
      fc.record({ do: fc.constant('put' as const), id, text: words }),
      fc.record({ do: fc.constant('remove' as const), id }),
      fc.record({ do: fc.constantFrom('begin' as const, 'feed' as const, 'finish' as const) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const searcher = new Searcher();
        const truth = new Map<string, string>();
        const all = ['a', 'b', 'c', 'd', 'e', 'f'];
        let build: SearchBuild | undefined;
        for (const each of steps) {
          if (each.do === 'put') {
            truth.set(each.id, each.text);
            searcher.put(each.id, each.text);
          } else if (each.do === 'remove') {
            truth.delete(each.id);
            searcher.remove(each.id);
          } else if (each.do === 'begin') {
            build = searcher.build();
          } else if (each.do === 'feed') {
            const next = [...truth].find(([known]) => build?.numbers.has(known) === false);
            if (next !== undefined) build?.add(...next);
          } else if (build !== undefined) {
            for (const [known, said] of truth) build.add(known, said);
            finished(build.finishing());
            build = undefined;
          }
          for (const query of ['', 'one', 'tw', 'one two', 'th']) {
            const expected = all.filter((known) => {
              const said = truth.get(known);
              return said !== undefined && matches(said, terms(query));
            });
            expect(ids(searcher, query, all)).toEqual(expected);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

test('a note is found by everything that was written, and not by the headings of its form', () => {
  const note = {
    title: 'Title',
    clientId: null,
    date: '2024-01-01',
    template: 'soap',
    tags: ['tag'],
    sections: [
      { heading: 'Subjective', text: 'first' },
      { heading: 'My own', text: 'second' },
      { heading: '', text: '' },
    ],
    amendments: [{ at: 1, text: 'later' }],
  };
  const folded = fold(searchText(note, 'Zoë Łęcki'));
  for (const word of ['title', 'tag', 'first', 'second', 'own', 'later', 'zoe']) {
    expect(contains(folded, [word])).toBe(true);
  }
  expect(contains(folded, ['subjective'])).toBe(false);
  expect(excerptText(note)).toBe('first\nsecond\nlater');
});
