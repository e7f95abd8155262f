import type { Comparison } from './compare.ts';
import type { ComparedWith } from './compared-with.ts';
import type { Difference } from './difference.ts';
import { ACCEPT } from './question.ts';

const PLACES_MAX = 6;
const WAYS = Object.keys(ACCEPT).length;

/** For people: what was compared, a line for each difference, and what that tells. */
export function asText(origin: string, with_: ComparedWith, comparison: Comparison): string {
  const { differences, answers } = comparison;
  const lines = grouped(differences).map(
    ({ code, what, places }) => `DIFFERS  ${places}${what} [${code}]\n`,
  );
  const told = lines.length === 0 ? '' : `${lines.join('')}\n`;
  return `${source(with_)}\n${told}${verdict(origin, differences, answers)}\n`;
}

/** For scripts. */
export function asJson(with_: ComparedWith, { differences, answers }: Comparison): string {
  const { file, digest, release, vouching } = with_;
  const manifest = { file, version: release.version, sha512: digest, vouching };
  const ok = differences.length === 0;
  return `${JSON.stringify({ ok, manifest, answers, differences }, undefined, 2)}\n`;
}

/** Said in every case: what a comparison is worth hangs on it. */
function source({ file, digest, release, vouching, key }: ComparedWith): string {
  const made = `Compared with ${file}, version ${release.version}.\nIts SHA-512 is ${digest}.\n`;
  switch (vouching) {
    case 'signed':
      return `${made}It is signed; the key is ${key ?? ''}.\n`;
    case 'nobody':
      return `${made}Nobody signed it: it is worth as much as what you know of where this file is from.\n`;
    case 'unchecked':
      return `${made}Its signature was not checked: it is worth as much as what you know of where this file is from.\n`;
    case 'missing':
    case 'wrong':
      return `${made}The key is ${key ?? ''}.\n`;
  }
}

function verdict(origin: string, differences: readonly Difference[], answers: number): string {
  if (differences.length > 0) {
    return answers > 0
      ? `${origin} does not serve what the manifest says.`
      : 'Nothing could be compared.';
  }
  return `${origin} gave this machine, just now, exactly what the manifest says, in ${answers} answers.
What it gives others, or later, and what its relay does, nobody can see from here.`;
}

interface Group {
  readonly code: string;
  readonly what: string;
  /** Where, with a colon behind; empty where it is about no answer. */
  readonly places: string;
}

/** One line for what differs alike in many places. */
function grouped(differences: readonly Difference[]): Group[] {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) {
    const name = `${difference.code} ${difference.what}`;
    groups.set(name, [...(groups.get(name) ?? []), difference]);
  }
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first ? [{ code: first.code, what: first.what, places: placesOf(all) }] : [];
  });
}

function placesOf(all: readonly Difference[]): string {
  const ways = new Map<string, string[]>();
  for (const { path, asked } of all) {
    if (path !== undefined) ways.set(path, [...(ways.get(path) ?? []), asked ?? '']);
  }
  if (ways.size === 0) return '';
  const names = [...ways].map(([path, asked]) =>
    asked.length === WAYS ? path : `${path} (${asked.join(', ')})`,
  );
  const more = names.length - PLACES_MAX;
  const shown = names.slice(0, PLACES_MAX).join(', ');
  return `${shown}${more > 0 ? ` and ${more} more` : ''}: `;
}
