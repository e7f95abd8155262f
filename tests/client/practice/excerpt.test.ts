import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt, wordsIn } from '../../../client/practice/search/excerpt.ts';
import { fold, terms } from '../../../client/practice/search/fold.ts';

const of = (text: string, query: string): readonly string[] | undefined =>
  excerpt(text, terms(query));

const around = 'word '.repeat(100);

describe('an excerpt', () => {
  test('marks what was looked for, and begins with a plain piece', () => {
    expect(of('Panic at night, more panic.', 'pan')).toEqual([
      '',
      'Pan',
      'ic at night, more ',
      'pan',
      'ic.',
    ]);
    expect(of('grief', 'grief')).toEqual(['', 'grief']);
    expect(of('a grief', 'grief')).toEqual(['a ', 'grief']);
    expect(of('nothing here', 'grief')).toBeUndefined();
    expect(of('aggrieved', 'grie')).toBeUndefined();
    expect(of('', 'x')).toBeUndefined();
    expect(of('x', '')).toBeUndefined();
  });

  test('marks the longest term where two begin the same word', () => {
    expect(excerpt('panic', ['pa', 'panic'])).toEqual(['', 'panic']);
  });

  test('is about 160 characters around the first match, cut at spaces', () => {
    const pieces = of(`${around}Needle and more ${around}`, 'needle') ?? [];
    const whole = pieces.join('');
    expect(pieces[1]).toBe('Needle');
    expect(whole.startsWith('…word word')).toBe(true);
    expect(whole.endsWith(' word…')).toBe(true);
    expect(whole.length).toBeGreaterThan(140);
    expect(whole.length).toBeLessThan(165);
    expect(of('word Needle', 'needle')).toEqual(['word ', 'Needle']);
  });

  test('leaves out matches that would be cut in two', () => {
    const text = `needle ${'x '.repeat(74)} needlework`;
    expect(of(text, 'needle')?.filter((piece) => piece === 'needle')).toHaveLength(1);
  });

  test('shows the text as it was written, accents and all', () => {
    expect(of('Frau Zoe\u0308 kam', 'zoë')).toEqual(['Frau ', 'Zoe\u0308', ' kam']);
    expect(of('Frau Zoë kam', 'zo')).toEqual(['Frau ', 'Zo', 'ë kam']);
    expect(of('e\u0301\u0302tude', 'e')).toEqual(['', 'e\u0301\u0302', 'tude']);
    expect(of('İstanbul', 'ist')).toEqual(['', 'İst', 'anbul']);
    expect(of('ΟΔΟΣ', 'οδος')).toEqual(['', 'ΟΔΟΣ']);
    expect(of('한글 날', '한')).toEqual(['', '한', '글 날']);
    expect(of('日本語', '本')).toEqual(['日', '本', '語']);
    expect(of('か\u3099く', 'が')).toEqual(['', 'か\u3099', 'く']);
    expect(of('𝒜lpha 😀', '𝒜')).toEqual(['', '𝒜', 'lpha 😀']);
    expect(of('“Grief” — again', 'grief')).toEqual(['“', 'Grief', '” — again']);
  });

  test('never cuts a character: pairs, marks, joined emoji', () => {
    const family = '👩‍👧‍👦';
    const flower = 'e\u0301\u0302\u0303';
    for (let shift = 0; shift < 12; shift += 1) {
      const text = `${'x'.repeat(shift)}${family.repeat(20)} needle${family.repeat(40)}`;
      const shown = (of(text, 'needle') ?? []).join('').replace(/…|x/g, '').split(' needle');
      for (const part of shown) expect(part).toBe(family.repeat(part.length / family.length));
      const marked = `${'😀'.repeat(60)}needle-${flower.repeat(100)}`;
      const tail = (of('-'.repeat(shift) + marked, 'needle') ?? []).join('').replace(/…$/, '');
      expect(tail).not.toMatch(/\p{Surrogate}/u);
      expect(tail.slice(tail.lastIndexOf('-') + 1).replaceAll(flower, '')).toBe('');
    }
  });

  test('is one line, and does not turn the direction of what stands beside it', () => {
    expect(of('one\n\n\ttwo\r\nneedle', 'needle')).toEqual(['one two ', 'needle']);
    expect(of('\u202egnp.exe needle \u2066', 'needle')).toEqual(['gnp.exe ', 'needle']);
  });

  test('keeps HTML as the text that it is', () => {
    expect(of('<img src=x onerror=alert(1)>', 'onerror')).toEqual([
      '<img src=x ',
      'onerror',
      '=alert(1)>',
    ]);
  });
});

test('the words of a text are those that folding finds, for every character there is', () => {
  const wrong: string[] = [];
  for (let codePoint = 0; codePoint < 0x30000; codePoint += 1) {
    const text = `${String.fromCodePoint(codePoint)}b ${String.fromCodePoint(codePoint)}`;
    const words = [...wordsIn(text)].map(({ start, end }) => fold(text.slice(start, end)));
    if (words.join('') !== fold(text)) wrong.push(codePoint.toString(16));
  }
  expect(wrong).toEqual([]);
});

test('any text and query give pieces of the text, matching ones that fold to the term', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc
      .array(
        fc.constantFrom('a', 'É', 'e\u0301', ' ', 'ß', '日', '😀', '\n', 'Σ', 'ab', '\ud800'),
        {
          maxLength: 400,
        },
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, text, (written, query) => {
      const asked = terms(query.slice(0, 6));
      const words = fold(written).split(' ').slice(1);
      const pieces = excerpt(written, asked);
      const found = words.some((word) => asked.some((term) => word.startsWith(term)));
      expect(pieces !== undefined).toBe(found);
      if (pieces === undefined) return;
      pieces.forEach((piece, at) => {
        if (at % 2 === 1) expect(asked.map((term) => ` ${term}`)).toContain(fold(piece));
      });
      const line = written.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/\s+/g, ' ');
      const shown = pieces.join('').replace(/^…|…$/g, '').replace(/\s+/g, ' ');
      expect(line).toContain(shown.trim());
    }),
    { numRuns: 1000 },
  );
});
