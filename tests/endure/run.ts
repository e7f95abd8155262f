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
