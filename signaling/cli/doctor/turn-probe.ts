import { randomBytes } from 'node:crypto';
import type { TurnMessage } from '../../protocol/relay-messages.ts';
import { turn as turnOf } from '../../relay/turn.ts';
import {
  tryTurn,
  turnPlace,
  type TurnAnswer,
  type TurnCredentials,
  type TurnPlace,
} from '../turn-client.ts';
import type { Target } from './target.ts';

/** One address of the TURN server. */
export interface TurnFacts {
  readonly url: string;
  /** Undefined for what is no TURN URL. */
  readonly place: TurnPlace | undefined;
  /** To the credentials of the relay; undefined where it was not asked. */
  readonly answer: TurnAnswer | undefined;
  /** To the same credentials under a changed name; this and the next only where `answer` allocated. */
  readonly altered: TurnAnswer | undefined;
  /** To credentials that were good a day ago; undefined where the secret is not known. */
  readonly expired: TurnAnswer | undefined;
}

/** Longer ago than clocks may differ; seconds. */
const LONG_AGO_S = 24 * 60 * 60;

/** `secret` of the relay, where it is known: without it nobody can make credentials that are over. */
export function probeTurn(
  turn: TurnMessage,
  { host, ca }: Target,
  secret?: string,
): Promise<TurnFacts[]> {
  return Promise.all(
    turn.urls.map(async (url): Promise<TurnFacts> => {
      const place = turnPlace(url);
      const facts = { url, place, answer: undefined, altered: undefined, expired: undefined };
      // What a page would not ask is not asked here.
      if (place?.host !== host.toLowerCase()) return facts;
      const { transport } = place;
      if (transport === 'dtls') return facts;
      const ask = (credentials: TurnCredentials) =>
        tryTurn({ ...place, transport }, credentials, ca);
      const answer = await ask(turn);
      if (answer.kind !== 'allocated') return { ...facts, answer };
      return {
        ...facts,
        answer,
        altered: await ask(altered(turn)),
        expired: secret === undefined ? undefined : await ask(expired(secret)),
      };
    }),
  );
}

/** The time is put off by a second, and the password is the old one. */
function altered({ username, password }: TurnMessage): TurnCredentials {
  const [time = '', id = ''] = username.split(':');
  return { username: `${Number(time) + 1}:${id}`, password };
}

function expired(secret: string): TurnCredentials {
  const before = Date.now() / 1000 - LONG_AGO_S;
  return turnOf({ secret, urls: [], random: () => randomBytes(16), clock: () => before }).mint();
}
