import * as v from 'valibot';
import { SessionError } from './errors.ts';
import { momentField } from './record-fields.ts';

/** What was refused, one code a cause; each has one sentence of its own. */
export const THREATS = [
  /** A second person came with the one link. */
  'contested',
  /** Somebody came with a link that was used up. */
  'spent-link',
  /** A key or a signature was not the one it had to be. */
  'key-changed',
  /** What the relay, or the other side, brought was altered. */
  'tampering',
  /** One of the two said that the codes differ. */
  'codes-differ',
  /** All tries at the link were used. */
  'attempts',
  /** The vault, or a part of it, was of an earlier time or altered. */
  'vault-altered',
] as const;
export type Threat = (typeof THREATS)[number];

export interface Warning {
  readonly what: Threat;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Lengths that a session may be given; minutes. */
const LENGTHS = [30, 45, 50, 60, 90] as const;
type Length = (typeof LENGTHS)[number];

/** What is known of a session, as it goes on; nothing of what was said in it. */
export interface SessionLog {
  /** 32 hexadecimal digits; the record in the vault has the same. */
  readonly id: string;
  /** Milliseconds since the epoch at which the two were first connected; not there before. */
  readonly startedAt?: number | undefined;
  /** Not there while it runs, or when it was cut off. */
  readonly endedAt?: number | undefined;
  readonly minutes?: Length | undefined;
  /** What either of the two has used. */
  readonly used: { readonly video: boolean; readonly voice: boolean; readonly chat: boolean };
  /** Who said that the codes match. */
  readonly compared: { readonly mine: boolean; readonly theirs: boolean };
  /** What the two have agreed for a sudden end. */
  readonly agreed: string;
  /** Receipts of what was agreed to, each as the JSON that proves it. */
  readonly receipts: readonly string[];
  readonly warnings: readonly Warning[];
}

export const MAX_RECEIPTS = 30;
export const MAX_RECEIPT = 100_000;
export const MAX_WARNINGS = 500;

const fields = {
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  startedAt: v.optional(momentField),
  endedAt: v.optional(momentField),
  minutes: v.optional(v.picklist(LENGTHS)),
  used: v.strictObject({ video: v.boolean(), voice: v.boolean(), chat: v.boolean() }),
  compared: v.strictObject({ mine: v.boolean(), theirs: v.boolean() }),
  agreed: v.pipe(v.string(), v.maxLength(500)),
  receipts: v.pipe(
    v.array(v.pipe(v.string(), v.maxLength(MAX_RECEIPT))),
    v.maxLength(MAX_RECEIPTS),
  ),
  warnings: v.pipe(
    v.array(v.strictObject({ what: v.picklist(THREATS), at: momentField })),
    v.maxLength(MAX_WARNINGS),
  ),
};

export const LogSchema = v.strictObject(fields);

const Finished = v.strictObject({ version: v.literal(1), finished: LogSchema });

/** All that is left of a session that ended while the vault was locked: no key and no link. */
export const encodeFinished = (finished: SessionLog): string =>
  JSON.stringify({ version: 1, finished });

/** Throws SessionError RECORD_SHAPE for anything else. */
export function decodeFinished(text: string): SessionLog {
  try {
    return v.parse(Finished, JSON.parse(text)).finished;
  } catch {
    throw new SessionError('RECORD_SHAPE');
  }
}
