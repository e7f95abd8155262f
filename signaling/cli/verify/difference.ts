/** What can differ. Scripts may rely on it. */
type DifferenceCode =
  | 'SIGNATURE_WRONG'
  | 'SIGNATURE_MISSING'
  | 'UNREACHABLE'
  | 'NO_ANSWER'
  | 'NOT_ASKED'
  | 'REDIRECT'
  | 'STATUS'
  | 'BYTES'
  | 'ENCODING'
  | 'HEADER_MISSING'
  | 'HEADER_CHANGED'
  | 'HEADER_EXTRA'
  | 'EARLY_ANSWER';

/** One thing that differs, in one answer. */
export interface Difference {
  readonly code: DifferenceCode;
  /** As asked; absent where it is not about one answer. */
  readonly path?: string;
  /** How the answer was asked for: an encoding, or “as browsers ask”. */
  readonly asked?: string;
  /** What differs, without the path. */
  readonly what: string;
  /** SHA-512 of bytes, hex, or the value of a header; absent where there is none. */
  readonly wanted?: string;
  readonly got?: string;
}
