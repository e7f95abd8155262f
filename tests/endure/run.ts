/** One long run. */
export interface Run {
  /** As given on the command line. */
  readonly name: string;
  run(): Promise<Outcome>;
}

interface Outcome {
  readonly figures: Readonly<Record<string, number | string>>;
  /** Whether nothing was lost that may not be. */
  readonly held: boolean;
}

/** “one 3, other 5”. */
export const counted = (counts: ReadonlyMap<number | string, number>): string =>
  [...counts].map(([what, count]) => `${what} ${count}`).join(', ');
