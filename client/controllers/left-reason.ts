import type { ByeReason } from '../session/signal-message.ts';
import type { LeftSummary } from '../state/room-view.ts';

/** How a session ended, as the page that this person sees afterwards tells it. */
export function leftReason(
  by: 'me' | 'them' | 'closed',
  reason: ByeReason | undefined,
): LeftSummary['reason'] {
  if (by === 'closed') return 'closed';
  if (reason === 'codes-differ') return by === 'me' ? 'codes-differ' : 'codes-differ-them';
  return by;
}
