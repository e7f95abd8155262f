import { equal } from '../../crypto/bytes.ts';
import type { Session } from '../../crypto/handshake/session.ts';
import { HOST_SEAT, type ConsentTerms, type Participant } from '../../crypto/recording-consent.ts';
import type { AskMessage } from './recording-message.ts';

/** A consent is for no longer than this; milliseconds. */
export const CONSENT_MS = 4 * 60 * 60 * 1000;
/** The consenting side says that it still agrees as often as this, and is believed for as long as that. */
export const BEAT_MS = 2000;
export const SILENCE_MS = 6000;
/** The one guest of a session. */
export const GUEST_SEAT = 0;

/** Who is there, as both sides of one handshake know it. */
export interface Parties extends Pick<ConsentTerms, 'roomId' | 'epoch' | 'roster'> {
  /** This side's own. */
  readonly seat: number;
  readonly identity: Session['ownIdentity'];
}

export function partiesOf(role: 'host' | 'guest', session: Session): Parties {
  const { roomId, generation: epoch, ownIdentity: identity, peerIdentity } = session;
  const [guest, host] =
    role === 'guest' ? [identity.publicKey, peerIdentity] : [peerIdentity, identity.publicKey];
  const roster: readonly Participant[] = [
    { seat: GUEST_SEAT, identity: guest },
    { seat: HOST_SEAT, identity: host },
  ];
  return { roomId, epoch, roster, identity, seat: role === 'guest' ? GUEST_SEAT : HOST_SEAT };
}

export const termsOf = (
  { roomId, epoch, roster }: Parties,
  { scope, start, expiry, nonce }: Omit<AskMessage, 'signature'>,
): ConsentTerms => ({ roomId, epoch, roster, scope, start, expiry, nonce });

export const isFor = (terms: ConsentTerms | undefined, nonce: Uint8Array): terms is ConsentTerms =>
  terms !== undefined && equal(terms.nonce, nonce);
