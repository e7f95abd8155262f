import type { Country } from './country.ts';

export interface Figures {
  /** One line of the table: what was measured, and in words or seconds what came of it. */
  [what: string]: string;
}

/** One situation that a call gets into. */
export interface Scene {
  /** As given on the command line. */
  readonly name: string;
  /** Throws where something does not hold. */
  play(country: Country): Promise<Figures>;
}
