import type { TurnMessage } from '../../signaling/protocol/relay-messages.ts';

/** What a browser is given to reach a TURN server with. */
export interface IceServer {
  readonly urls: string[];
  readonly username: string;
  readonly credential: string;
}

const URL_SHAPE =
  /^turns?:([^/?#@:[\]]+|\[[\da-f:.]+\])(?::\d{1,5})?(?:\?transport=(?:udp|tcp))?$/i;

/**
 * The TURN server that the relay names, if it is one of the link's own host: `host` is that of the link
 * (the guest's page, and the relay), without a port. A relay that lies must not choose who else hears of a call, so
 * one address that is another refuses all of them: undefined.
 */
export function iceServer(
  { urls, username, password }: TurnMessage,
  host: string,
): IceServer | undefined {
  const own = host.toLowerCase();
  if (urls.some((url) => URL_SHAPE.exec(url)?.[1]?.toLowerCase() !== own)) {
    return undefined;
  }
  return { urls: [...urls], username, credential: password };
}
