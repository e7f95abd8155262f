import type { ClientRecord } from '../../client/practice/client.ts';
import type { Note, NoteKind, Section } from '../../client/practice/note.ts';
import type { Template } from '../../client/practice/template.ts';
import { builtInTemplates } from '../../client/practice/templates.ts';
import { Prose } from './prose.ts';
import { seededRandom } from './seeded-random.ts';

export interface GeneratedNote {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly kind: NoteKind;
  readonly note: Note;
}

export interface Notebook {
  readonly clients: readonly ClientRecord[];
  /** From the oldest day to the newest. */
  readonly notes: readonly GeneratedNote[];
}

const SIZES = {
  S: { notes: 1400, clients: 60 },
  M: { notes: 10_000, clients: 400 },
  L: { notes: 28_000, clients: 1100 },
} as const;

const DAY = 86_400_000;
/** Monday, 5 January 2015, 9:00; seven years from there. */
const BEGINNING = Date.UTC(2015, 0, 5, 9);
const DAYS = 7 * 364;

/** Characters of a note: log-normal, median 2.2 KB, 95 in 100 below 9 KB, at most 40 KB. */
const MEDIAN = 2200;
const SPREAD = 0.857;
const SHORTEST = 200;
const LONGEST = 40_000;

/** A practice's notes over seven years, the same for the same size and seed. */
export function notebook(size: keyof typeof SIZES, seed: number): Notebook {
  const random = seededRandom(seed);
  // The generator's first numbers are close together for close seeds.
  for (let skipped = 0; skipped < 8; skipped += 1) random();
  const prose = new Prose(random);
  const clients = Array.from({ length: SIZES[size].clients }, () => client(prose, random));
  const count = SIZES[size].notes;
  const notes = Array.from({ length: count }, (_, number) => {
    const time = BEGINNING + Math.floor((number / count) * DAYS) * DAY + (number % 8) * 3_600_000;
    return generatedNote(prose, random, clients, time);
  });
  return { clients, notes };
}

function client(prose: Prose, random: () => number): ClientRecord {
  const name = prose.name();
  const digits = String(Math.floor(random() * 1e7)).padStart(7, '0');
  return {
    id: hexId(random),
    name,
    contact: `Tel. 0${digits}\n${prose.words(8)}`,
    about: prose.words(12),
    archived: random() < 0.4,
    createdAt: BEGINNING,
  };
}

function generatedNote(
  prose: Prose,
  random: () => number,
  clients: readonly ClientRecord[],
  time: number,
): GeneratedNote {
  const length = Math.round(
    Math.min(LONGEST, Math.max(SHORTEST, MEDIAN * Math.exp(SPREAD * normal(random)))),
  );
  const template = templateFor(length, random);
  const who = random() < 0.98 ? pick(clients, random) : undefined;
  const old = random() < 0.85;
  return {
    id: hexId(random),
    kind: template.kind,
    note: {
      title: random() < 0.6 ? template.name : prose.words(3 + Math.floor(random() * 4)),
      clientId: who?.id ?? null,
      date: new Date(time).toISOString().slice(0, 10),
      template: template.id,
      tags: prose.tags(Math.floor(random() * random() * 5)),
      sections: sections(prose, random, template, length, who?.name),
      createdAt: time,
      updatedAt: time + Math.floor(random() * 3_600_000),
      ...(old ? { signedAt: time + 4_000_000 } : {}),
      amendments:
        old && random() < 0.03 ? [{ at: time + DAY, text: prose.paragraph(200, who?.name) }] : [],
    },
  };
}

/** Long notes are intakes or one's own process notes, short ones progress notes. */
function templateFor(length: number, random: () => number): Template {
  const draw = random();
  const ids =
    length >= 8000 && draw < 0.7
      ? ['intake', 'sexual-health']
      : length >= 3000 && draw < 0.75
        ? ['process']
        : ['soap', 'soap', 'dap', 'birp', 'free', 'thought-record', 'eft-cycle', 'treatment-plan'];
  const id = pick(ids, random);
  const template = builtInTemplates.find((each) => each.id === id);
  if (template === undefined) throw new Error(`no template ${id}`);
  return template;
}

function sections(
  prose: Prose,
  random: () => number,
  template: Template,
  length: number,
  name: string | undefined,
): Section[] {
  const weights = template.sections.map(() => 0.3 + random());
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return template.sections.map(({ heading }, at) => ({
    heading,
    text: prose.paragraph(Math.round((length * (weights[at] ?? 0)) / sum), name),
  }));
}

function hexId(random: () => number): string {
  const word = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return word() + word() + word() + word();
}

/** Box–Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function pick<T>(list: readonly T[], random: () => number): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}
