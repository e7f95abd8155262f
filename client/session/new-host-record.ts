import { linkSecret, type HostPublicKey } from '../../crypto/brand.ts';
import { hostKeyPair, joinKeyPair } from '../../crypto/link.ts';
import type { Random } from '../../crypto/random.ts';
import { POINTS, type Attested, type TermsText } from './consent.ts';
import { ATTEMPTS_A_LINK, type HostRecord } from './host-record.ts';

/** How long a link of a quick session works; milliseconds. The relay keeps a room no longer. */
const LINK_LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Nobody has looked around yet. */
const NOTHING_ATTESTED = Object.fromEntries(POINTS.map((point) => [point, false])) as Attested;

/** A session that begins `now` (milliseconds since the epoch), with one link for one person. */
export function newHostRecord(options: {
  readonly terms: TermsText;
  readonly relay?: string | undefined;
  readonly random: Random;
  readonly now: number;
}): HostRecord {
  const { terms, relay, random, now } = options;
  const secret = linkSecret(random(32));
  const { publicKey, secretKey } = joinKeyPair(secret);
  secretKey.fill(0);
  return {
    hostSeed: random(32),
    expiresAt: now + LINK_LIFETIME_MS,
    terms,
    attested: NOTHING_ATTESTED,
    seats: [
      {
        linkSecret: secret,
        joinKey: publicKey,
        attempts: 0,
        allowance: ATTEMPTS_A_LINK,
        contested: false,
        verified: { mine: false, theirs: false },
      },
    ],
    relay,
    media: { camera: false, microphone: false },
  };
}

/** The key that certifies the session's room; its secret half is zeroed again. */
export function hostPublicKey({ hostSeed }: HostRecord): HostPublicKey {
  const { publicKey, secretKey } = hostKeyPair(hostSeed);
  secretKey.fill(0);
  return publicKey;
}
