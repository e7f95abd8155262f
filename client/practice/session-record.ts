/** What was refused, one code a cause. */
export const THREATS = [
  'contested',
  'spent-link',
  'key-changed',
  'tampering',
  'codes-differ',
  'attempts',
  'vault-altered',
] as const;
type Threat = (typeof THREATS)[number];

export interface Warning {
  readonly what: Threat;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What is kept of one session: when, how, and what was refused; nothing of what was said. */
export interface SessionBody {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** Not there while it runs, or when it was cut off. */
  readonly endedAt?: number | undefined;
  /** How long it was meant to be. */
  readonly minutes?: number | undefined;
  readonly used: { readonly video: boolean; readonly voice: boolean; readonly chat: boolean };
  readonly compared: { readonly mine: boolean; readonly theirs: boolean };
  readonly agreed: string;
  /** Each as the JSON that proves it. */
  readonly receipts: readonly string[];
  readonly warnings: readonly Warning[];
}

/** What the session's own page knows of it. */
export type SessionReport = Omit<SessionBody, 'startedAt'> & {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** Not there when nobody was ever connected. */
  readonly startedAt?: number | undefined;
};

/** As it is listed. */
export interface SessionSummary extends SessionBody {
  readonly id: string;
  /** Null while it belongs to nobody yet. */
  readonly clientId: string | null;
  readonly clientName: string;
  /** Null until a note is written, and again when it is in the bin or gone. */
  readonly noteId: string | null;
}

/** All that was refused, oldest first, and up to when it was put away. */
export interface WarningsBody {
  readonly clearedAt: number;
  readonly list: readonly Warning[];
}
