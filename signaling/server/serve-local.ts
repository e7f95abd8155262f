import type { IncomingMessage } from 'node:http';
import { defaultOrigin } from './config.ts';
import { bareServer, refuseUnread } from './front.ts';
import { httpHandler, refuse } from './http-responses.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { needsRestart } from './needs-restart.ts';
import type { Pages } from './pages.ts';
import { PlainError } from './plain-error.ts';
import { PublicRelay } from './public-relay.ts';
import { securityHeaders } from './security-headers.ts';
import type { Serving } from './serve.ts';
import type { Config } from './settings.ts';

/** On both loopback addresses, and never on another: a browser trusts plain http of no other. */
const HOST = 'localhost';
/** Of the server's pages a guest's is none that is opened here. */
const GUESTS = '/j';
const FORBIDDEN = 403;

/**
 * Serves the host's pages on this computer alone, for rooms at `relay` (a web origin). No relay runs
 * here, and nobody is asked but that one. Throws PlainError when it cannot listen.
 */
export async function serveLocal(
  config: Config,
  relay: string,
  pages: Pages,
  log: Log,
): Promise<Serving> {
  const { port } = config;
  const origin = defaultOrigin(HOST, port);
  if (relay === origin) {
    throw new PlainError(
      `RELAY must be the address of a relay, and ${origin} is these pages’ own.`,
    );
  }
  const { servers } = await listen(() => bareServer(undefined), HOST, port, {
    taken: `if that is Alcove, open ${origin}. Else end it: notes belong to their address, and at another port there would be none`,
  });
  const headers = securityHeaders(origin, relay);
  const known = new PublicRelay({ relay, page: origin, log, now: () => performance.now() });
  let ready = true;
  const answer = httpHandler({
    pages: new Map([...pages].filter(([path]) => path !== GUESTS)),
    origin,
    headers,
    checkHost: true,
    about: () => known.about(),
    relays: false,
    ready: () => ready,
  });
  for (const server of servers) {
    server.on('request', (request, response) => {
      if (request.url?.startsWith('/about') && isForeign(request, origin)) {
        refuse(request.socket, FORBIDDEN, headers);
      } else answer(request, response);
    });
    server.on('clientError', (error, socket) => refuseUnread(error, socket, headers));
  }
  // What is wrong is said as soon as it can be known, and not when somebody waits.
  void known.about();
  return {
    origin,
    port,
    reload: (next) => {
      needsRestart(config, next, log);
      return Promise.resolve(true);
    },
    stop: () => {
      ready = false;
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
      return Promise.resolve();
    },
  };
}

/** Of another site's page, whatever name it has got for this address: it learns of no relay. */
function isForeign({ headers }: IncomingMessage, origin: string): boolean {
  const site = [headers['sec-fetch-site'] ?? 'none'].join();
  return headers.host !== new URL(origin).host || !/^(same-origin|none)$/.test(site);
}
