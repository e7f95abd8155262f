import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { nodeAuthority } from '../relay/authority.ts';
import { Relay } from '../relay/relay.ts';
import { turn, type Turn } from '../relay/turn.ts';
import { defaultOrigin, turnUrlsFor } from './config.ts';
import { httpHandler, refuse } from './http-responses.ts';
import { listen } from './listen.ts';
import type { Pages } from './pages.ts';
import { securityHeaders } from './security-headers.ts';
import type { Config } from './settings.ts';
import { Sockets } from './sockets.ts';

/** A request line and headers that take longer are a slow attack, not a slow phone; milliseconds. */
const HEADERS_MS = 5000;
const REQUEST_MS = 8000;
const CHECK_MS = 1000;
const HEADER_BYTES_MAX = 8192;

const PARSE_STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

export interface Serving {
  readonly origin: string;
  readonly port: number;
  /** Tells every connection that the relay goes away, and settles when all are gone. */
  stop(): Promise<void>;
}

/** Listens, and answers with pages and the relay. Throws PlainError when it cannot listen. */
export async function serve(
  config: Config,
  pages: Pages,
  failed: (error: unknown) => void,
): Promise<Serving> {
  // Before anything listens: a bad address is no half-started relay. The host is known by now.
  const turnServer = turnOf(config, config.origin ?? defaultOrigin(config.host, config.port));
  const { servers, port } = await listen(bareServer, config.host, config.port);
  const origin = config.origin ?? defaultOrigin(config.host, port);
  const headers = securityHeaders(origin);
  const { trustProxy } = config;
  const sockets = new Sockets({
    relay: new Relay({ origin, authority: nodeAuthority, turn: turnServer }),
    origin,
    allowOrigins: config.allowOrigins,
    trustProxy,
    headers,
    failed,
    now: () => performance.now(),
  });
  const handler = httpHandler({
    pages,
    origin,
    headers,
    checkHost: trustProxy === 0,
    turn: turnServer !== undefined,
  });
  for (const server of servers) {
    server.on('request', handler);
    server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
    server.on('clientError', (error, socket) => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
      refuse(socket, PARSE_STATUS[code] ?? 400, headers);
    });
  }
  const stop = async () => {
    for (const server of servers) server.close();
    await sockets.close();
    for (const server of servers) server.closeAllConnections();
  };
  return { origin, port, stop };
}

function turnOf({ turnSecret, turnUrls }: Config, origin: string): Turn | undefined {
  if (turnSecret === undefined) return undefined;
  return turn({
    secret: turnSecret,
    urls: turnUrlsFor(origin, turnUrls),
    random: () => randomBytes(16),
    clock: () => Date.now() / 1000,
  });
}

function bareServer(): Server {
  return createServer({
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
  });
}
