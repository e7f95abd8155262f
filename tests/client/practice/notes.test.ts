import { describe, expect, test } from 'vitest';
import { fold } from '../../../client/practice/search/fold.ts';
import { notebook, type GeneratedNote } from '../../support/notes.ts';

const length = ({ note }: GeneratedNote): number =>
  note.sections.reduce((sum, section) => sum + section.text.length, 0);

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

describe('a generated notebook', () => {
  test('is the same for the same seed, and another for another', () => {
    expect(notebook('S', 1)).toEqual(notebook('S', 1));
    expect(notebook('S', 1).notes[0]?.note).not.toEqual(notebook('S', 2).notes[0]?.note);
  });

  test('of size M has the numbers, sizes and words of seven years', () => {
    const { clients, notes } = notebook('M', 1);
    expect(clients).toHaveLength(400);
    expect(notes).toHaveLength(10_000);
    expect(new Set(notes.map(({ id }) => id)).size).toBe(10_000);
    const lengths = notes.map(length).sort((a, b) => a - b);
    const total = lengths.reduce((sum, each) => sum + each, 0);
    expect(total).toBeGreaterThan(28e6);
    expect(total).toBeLessThan(36e6);
    expect(quantile(lengths, 0.5)).toBeGreaterThan(2000);
    expect(quantile(lengths, 0.5)).toBeLessThan(2500);
    expect(quantile(lengths, 0.95)).toBeGreaterThan(8000);
    expect(quantile(lengths, 0.95)).toBeLessThan(10_000);
    expect(quantile(lengths, 1)).toBeLessThan(41_000);
    const years = new Set(notes.map(({ note }) => note.date.slice(0, 4)));
    expect([...years]).toEqual(['2015', '2016', '2017', '2018', '2019', '2020', '2021']);
    const middle = (kinds: (note: GeneratedNote) => boolean): number =>
      quantile(
        notes
          .filter(kinds)
          .map(length)
          .sort((a, b) => a - b),
        0.5,
      );
    expect(middle(({ note }) => note.template === 'intake')).toBeGreaterThan(8000);
    expect(middle(({ kind }) => kind === 'psychotherapy')).toBeGreaterThan(3000);
    expect(middle(({ note }) => note.template === 'soap')).toBeLessThan(3000);
    const text = notes
      .flatMap(({ note }) => note.sections.map((section) => section.text))
      .join(' ');
    const words = new Set(fold(text).split(' '));
    expect(words.size).toBeGreaterThan(14_000);
    expect(words.size).toBeLessThan(17_000);
    for (const sign of ['“', '—', '’', 'ë', 'Ł']) expect(text).toContain(sign);
    expect(notes.filter(({ note }) => note.clientId === null).length).toBeGreaterThan(0);
    expect(notes.some(({ note }) => note.signedAt !== undefined)).toBe(true);
    expect(notes.some(({ note }) => note.signedAt === undefined)).toBe(true);
    expect(notes.some(({ note }) => note.amendments.length > 0)).toBe(true);
    expect(notes.some(({ note }) => note.tags.length > 1)).toBe(true);
  });
});
