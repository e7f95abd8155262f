import type { Snippet } from '../../practice/template.ts';

const NAME_BEFORE = /;([\p{L}\p{N}_-]+)$/u;

export interface Expansion {
  /** Where the ";" stands. */
  readonly start: number;
  readonly text: string;
}

/** The snippet whose ";name" stands right before the caret. */
export function expansionAt(
  text: string,
  caret: number,
  snippets: readonly Snippet[],
): Expansion | undefined {
  const name = NAME_BEFORE.exec(text.slice(0, caret))?.[1];
  const snippet = snippets.find((known) => known.name.toLowerCase() === name?.toLowerCase());
  if (name === undefined || snippet === undefined) return undefined;
  return { start: caret - name.length - 1, text: snippet.text };
}
