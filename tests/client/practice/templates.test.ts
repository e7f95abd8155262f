import { describe, expect, test } from 'vitest';
import { encodeNote, encodeTemplate } from '../../../client/practice/codec.ts';
import type { NoteContent } from '../../../client/practice/note.ts';
import {
  builtInTemplates,
  carryOver,
  emptyContent,
  hintsOf,
} from '../../../client/practice/templates.ts';

const begin = { clientId: null, date: '2024-01-01' };

const soap = builtInTemplates.find(({ id }) => id === 'soap') ?? builtInTemplates[0];
if (soap === undefined) throw new Error('no templates');

const withTexts = (content: NoteContent, texts: readonly string[]): NoteContent => ({
  ...content,
  sections: content.sections.map((section, at) => ({ ...section, text: texts[at] ?? '' })),
});

const textsOf = (content: NoteContent): string[] => content.sections.map(({ text }) => text);

describe('the templates that come with the app', () => {
  test('are those of the issue, the blank page first', () => {
    expect(builtInTemplates.map(({ id }) => id)).toEqual([
      'free',
      'soap',
      'dap',
      'birp',
      'intake',
      'treatment-plan',
      'thought-record',
      'mindfulness',
      'eft-cycle',
      'sexual-health',
      'process',
    ]);
  });

  test('only the therapist’s own analysis lies apart; diagnosis, plan and symptoms never do', () => {
    const apart = builtInTemplates.filter(({ kind }) => kind === 'psychotherapy');
    expect(apart.map(({ id }) => id)).toEqual(['process']);
    const headings = apart.flatMap(({ sections }) => sections.map(({ heading }) => heading));
    expect(headings.join(' ')).not.toMatch(/plan|diagnos|symptom|medic|progress|test|time/i);
  });

  test.each(builtInTemplates.map((template) => [template.id, template] as const))(
    '%s: every heading once, every hint one sentence; both can be stored',
    (_, template) => {
      const { id, builtIn, ...body } = template;
      expect(builtIn).toBe(true);
      expect(encodeTemplate(body).length).toBeGreaterThan(0);
      const headings = template.sections.map(({ heading }) => heading);
      expect(new Set(headings).size).toBe(headings.length);
      for (const { hint } of template.sections) {
        expect(hint).toMatch(/^[A-Z].*[.?]$/);
        expect(hint.length).toBeLessThan(140);
      }
      const content = emptyContent(template, begin);
      expect(content).toMatchObject({ ...begin, template: id, tags: [] });
      expect(content.sections).toEqual(headings.map((heading) => ({ heading, text: '' })));
      const note = { ...content, createdAt: 1, updatedAt: 1, amendments: [] };
      expect(encodeNote(note).length).toBeGreaterThan(0);
      expect(Object.keys(hintsOf(template))).toEqual(headings);
    },
  );

  test('a blank page has no title', () => {
    const titles = builtInTemplates.map((template) => emptyContent(template, begin).title);
    expect(titles.filter((title) => title === '')).toHaveLength(1);
    expect(titles[0]).toBe('');
  });
});

describe('carrying over', () => {
  const empty = emptyContent(soap, begin);
  const previous = {
    ...withTexts(empty, ['s', 'o', 'a', 'p']),
    title: 'Last week',
    date: '2023-12-25',
    tags: ['grief'],
  };

  test('fills what is empty, and nothing else', () => {
    expect(carryOver(previous, empty)).toEqual(withTexts(empty, ['s', 'o', 'a', 'p']));
    const begun = withTexts(empty, ['mine', '', ' \n', '']);
    expect(textsOf(carryOver(previous, begun))).toEqual(['mine', 'o', 'a', 'p']);
  });

  test('goes by headings, in their order where one stands there twice', () => {
    const section = (heading: string, text: string) => ({ heading, text });
    const from = {
      ...previous,
      sections: [section('Plan', '1'), section('Other', '2'), section('Plan', '3')],
    };
    const into = {
      ...empty,
      sections: [section('Plan', ''), section('New', ''), section('Plan', ''), section('Plan', '')],
    };
    expect(textsOf(carryOver(from, into))).toEqual(['1', '', '3', '']);
  });

  test('changes neither of the two', () => {
    const before = structuredClone([previous, empty]);
    carryOver(previous, empty);
    expect([previous, empty]).toEqual(before);
  });
});
