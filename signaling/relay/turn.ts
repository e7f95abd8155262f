import { createHmac } from 'node:crypto';
import type { TurnMessage } from '../protocol/relay-messages.ts';

export interface Turn {
  /** Credentials of their own for whoever is handed them, good for `lifetime` seconds. */
  mint(): TurnMessage;
  /** How long after a `mint` the next is due; milliseconds. */
  readonly renewal: number;
}

export interface TurnOptions {
  /** The TURN server's own (coturn: static-auth-secret). It never leaves the relay. */
  readonly secret: string;
  readonly urls: readonly string[];
  /** 16 fresh random bytes: nothing ties two credentials, or a person, to each other. */
  readonly random: () => Uint8Array;
  /** Seconds since the epoch: the TURN server compares the expiry with its own clock. */
  readonly clock: () => number;
}

/** A session's length, with room: what leaks is of use to nobody for long; seconds. */
const LIFETIME_S = 2 * 60 * 60;

/**
 * Short-lived TURN credentials as "A REST API For Access To TURN Services" has them: the name is
 * expiry and a random id, the password an HMAC-SHA1 of the name under the shared secret.
 */
export function turn({ secret, urls, random, clock }: TurnOptions): Turn {
  return {
    renewal: (LIFETIME_S * 1000) / 2,
    mint: () => {
      const id = Buffer.from(random()).toString('hex');
      const username = `${Math.floor(clock()) + LIFETIME_S}:${id}`;
      const password = createHmac('sha1', secret).update(username).digest('base64');
      return { type: 'turn', lifetime: LIFETIME_S, urls, username, password };
    },
  };
}
