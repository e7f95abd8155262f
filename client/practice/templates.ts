import { practiceText as p } from '../wording/practice.ts';
import type { NoteContent, NoteKind, Section } from './note.ts';
import type { Template } from './template.ts';

/**
 * Where notes of each usually belong. Psychotherapy notes are the therapist's own analysis of the
 * conversation; 45 CFR 164.501 keeps out of them medication, start and stop times, modalities and
 * frequencies of treatment, test results, and any summary of diagnosis, functional status, treatment
 * plan, symptoms, prognosis and progress. Every form that asks for one of these is a progress note.
 */
const kinds: Record<keyof typeof p.templates, NoteKind> = {
  free: 'progress',
  soap: 'progress',
  dap: 'progress',
  birp: 'progress',
  intake: 'progress',
  'treatment-plan': 'progress',
  'thought-record': 'progress',
  mindfulness: 'progress',
  'eft-cycle': 'progress',
  'sexual-health': 'progress',
  process: 'psychotherapy',
};

/** Those that come with the app, in the order they are offered. */
export const builtInTemplates: readonly Template[] = Object.entries(kinds).map(([id, kind]) => ({
  id,
  kind,
  ...p.templates[id as keyof typeof p.templates],
  builtIn: true,
}));

/** A note to begin with: the template's headings and nothing under them. `date` is YYYY-MM-DD. */
export function emptyContent(
  template: Template,
  { clientId, date }: Pick<NoteContent, 'clientId' | 'date'>,
): NoteContent {
  return {
    title: template.id === 'free' ? '' : template.name,
    clientId,
    date,
    template: template.id,
    tags: [],
    sections: template.sections.map(({ heading }) => ({ heading, text: '' })),
  };
}

/**
 * `into` with the texts of `previous` under the same headings, where it has none yet; spaces count
 * as none. A heading that stands there twice takes its first text from the first, and so on. Title,
 * tags and everything else stay as they are.
 */
export function carryOver(previous: NoteContent, into: NoteContent): NoteContent {
  const waiting = new Map<string, Section[]>();
  for (const section of previous.sections) {
    waiting.set(section.heading, [...(waiting.get(section.heading) ?? []), section]);
  }
  const sections = into.sections.map((section) => {
    const earlier = waiting.get(section.heading)?.shift();
    return earlier === undefined || section.text.trim() !== '' ? section : earlier;
  });
  return { ...into, sections };
}

/** Hints by heading, for the fields of a note that was begun from this template. */
export function hintsOf(template: Template): Readonly<Record<string, string>> {
  return Object.fromEntries(template.sections.map(({ heading, hint }) => [heading, hint]));
}
