import type { About } from '../../signaling/protocol/about.ts';
import { isLoopback } from '../../signaling/protocol/loopback.ts';

/** Where a session can begin, or why it cannot. */
export type RelayChoice =
  | {
      /** Web origin. */
      readonly relay: string;
      /** Whether it has a TURN server. */
      readonly turn: boolean;
    }
  | {
      readonly reason: 'no-answer' | NonNullable<About['trouble']>;
      readonly relay: string | undefined;
    };

/**
 * The web origin of the relay that the host's page at `page` may use, of what it was told, now or when
 * a session began. A page from a server uses that server, whatever it is told. One from this very
 * computer may use another, over https; it knows of none until it is told: undefined.
 */
export function relayFor(page: string, told: string | undefined): string | undefined {
  if (!isLoopback(page)) return page;
  if (told === undefined) return undefined;
  return told.startsWith('https:') || isLoopback(told) ? told : undefined;
}

/** `about`: what the page's server says now; undefined where it does not answer. */
export function chooseRelay(page: string, about: About | undefined): RelayChoice {
  const relay = relayFor(page, about?.relay);
  if (relay === undefined) return { reason: 'no-answer', relay };
  // A page from the relay itself is in no such trouble, whatever it is told.
  if (about?.trouble && relay !== page) return { reason: about.trouble, relay };
  return { relay, turn: about?.turn ?? false };
}
