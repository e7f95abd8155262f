import { enrolInput, type EnrolMessage } from '../protocol/messages.ts';
import type { Authority } from './authority.ts';

/** Whose rooms a relay opens, where it does not open them for anybody. */
export interface Enrolment {
  /** Whether this is the public key of a token that is good at this moment. */
  has(key: Uint8Array): boolean;
}

/** Why an ENROL is refused, or undefined. Without an enrolment any token is as good as none. */
export function enrolRefusal(
  { key, signature }: EnrolMessage,
  place: {
    readonly origin: string;
    readonly nonce: Uint8Array;
    readonly authority: Authority;
    readonly enrolment: Enrolment | undefined;
  },
): 'BAD_SIGNATURE' | 'NOT_ENROLLED' | undefined {
  const { enrolment, authority } = place;
  if (!authority.verify(key, signature, enrolInput(key, place))) return 'BAD_SIGNATURE';
  return enrolment?.has(key) === false ? 'NOT_ENROLLED' : undefined;
}
