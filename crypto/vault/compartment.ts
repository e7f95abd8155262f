import type { CryptoErrorCode } from '../errors.ts';
import { CryptoError } from '../errors.ts';

/** The parts of a vault whose pages lie under keys of their own; their numbers are stored. */
export const COMPARTMENT = {
  progress: 1,
  psychotherapy: 2,
  /** Clients, templates, snippets, settings. */
  practice: 3,
  sessions: 4,
  /** Recordings and received files, whose bytes lie in a store of their own. */
  recordings: 5,
} as const;

export type Compartment = (typeof COMPARTMENT)[keyof typeof COMPARTMENT];

export const COMPARTMENTS: readonly Compartment[] = Object.values(COMPARTMENT);

/** Throws `failure` for a number that no compartment has. */
export function compartment(value: number, failure: CryptoErrorCode): Compartment {
  const found = COMPARTMENTS.find((known) => known === value);
  if (found === undefined) throw new CryptoError(failure);
  return found;
}
