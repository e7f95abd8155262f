import type { CloseCodeName } from '../../signaling/protocol/close-codes.ts';
import type { Refusal } from '../state/guest-view.ts';

const REFUSALS: Partial<Record<CloseCodeName, Refusal>> = {
  SPENT: 'spent',
  ENDED: 'ended',
  DECLINED: 'declined',
  CONTESTED: 'contested',
  EXHAUSTED: 'exhausted',
  REMOVED: 'removed',
  REPLACED: 'elsewhere',
  SEAT_FULL: 'full',
  ROOM_FULL: 'full',
};

const RETRYABLE: ReadonlySet<Refusal> = new Set(['exhausted', 'full', 'too-many', 'refused']);

/** What a guest is told when the relay closes with this code. */
export function refusalOf(code: CloseCodeName): Refusal {
  return REFUSALS[code] ?? 'refused';
}

/** Whether the link may still work after it, so that it is kept for another try. */
export function isRetryable(refusal: Refusal): boolean {
  return RETRYABLE.has(refusal);
}

/** No place to wait in just now: it says nothing about a guest who was let in long ago. */
export function isPassingInRoom(code: CloseCodeName): boolean {
  return code === 'ROOM_FULL' || code === 'SEAT_FULL';
}
