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
  /** To credentials that are over; only asked where the good ones were taken. */
  readonly expired: TurnAnswer | undefined;
}

/** Longer ago than clocks may differ; seconds. */
const LONG_AGO_S = 24 * 60 * 60;

/** `secret` of the relay, where it is known: it makes truly expired credentials. */
export function probeTurn(
  turn: TurnMessage,
  { host, ca }: Target,
  secret?: string,
): Promise<TurnFacts[]> {
  const over = expired(turn, secret);
  return Promise.all(
    turn.urls.map(async (url): Promise<TurnFacts> => {
      const place = turnPlace(url);
      const nothing = { url, place, answer: undefined, expired: undefined };
      // What a page would not ask is not asked here.
      if (place?.host !== host.toLowerCase()) return nothing;
      const { transport } = place;
      if (transport === 'dtls') return nothing;
      const answer = await tryTurn({ ...place, transport }, turn, ca);
      if (answer.kind !== 'allocated') return { ...nothing, answer };
      return { ...nothing, answer, expired: await tryTurn({ ...place, transport }, over, ca) };
    }),
  );
}

/** Without the secret, the relay’s own with another time in the name: no server that looks takes them. */
function expired({ username, password }: TurnMessage, secret?: string): TurnCredentials {
  const [, id = ''] = username.split(':');
  const before = Math.floor(Date.now() / 1000) - LONG_AGO_S;
  if (secret === undefined) return { username: `${before}:${id}`, password };
  const random = () => Buffer.from(id, 'hex');
  return turnOf({ secret, urls: [], random, clock: () => before }).mint();
}
