import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { choose, type Pages } from './pages.ts';

export interface HttpOptions {
  readonly pages: Pages;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the Host header is the browser's own; behind a proxy it may be the proxy's. */
  readonly checkHost: boolean;
  /** Whether there is a TURN server. */
  readonly turn: boolean;
  /** False from the moment when it is told to stop. */
  readonly ready: () => boolean;
}

/** Answers everything that is not a WebSocket: two pages, their assets, signs of life,
 * and whether there is a TURN server: that much anybody may know before being let in. */
export function httpHandler(
  options: HttpOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { pages, origin, headers, checkHost, turn, ready } = options;
  const host = new URL(origin).host;

  const text = (
    response: ServerResponse,
    status: number,
    more: Record<string, string> = {},
    good = 'ok',
  ) => {
    const body = status === 200 ? good : `${STATUS_CODES[status] ?? ''}\n`;
    response.writeHead(status, { ...headers, ...textHeaders(body), ...more });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  };

  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return text(response, 405, { Allow: 'GET, HEAD', Connection: 'close' });
    }
    if (path === '/healthz') return text(response, 200);
    if (path === '/readyz') return text(response, ready() ? 200 : 503);
    if (path === '/turn') return text(response, 200, {}, turn ? 'yes' : 'no');
    if (path === '/signal') return text(response, 426, { Upgrade: 'websocket' });
    const page = pages.get(path);
    if (!page) return text(response, 404);
    const isPage = page.cache === 'no-store';
    if (isPage && checkHost && request.headers.host !== host) {
      // Signatures and the socket are bound to one origin; a fragment stays with the browser.
      return text(response, 308, { Location: origin + path });
    }
    const { body, encoding } = choose(page, [request.headers['accept-encoding'] ?? []].join(','));
    response.writeHead(200, {
      ...headers,
      'Content-Type': page.type,
      'Content-Length': body.length,
      'Cache-Control': page.cache,
      Vary: 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

/** Refuses on a bare socket: a failed upgrade, or a request that could not even be parsed. */
export function refuse(
  socket: Duplex,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const reason = STATUS_CODES[status] ?? '';
  const body = `${reason}\n`;
  const lines = Object.entries({ ...headers, ...textHeaders(body), Connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\n${head}\r\n${body}`);
}

function textHeaders(body: string): Record<string, string> {
  return {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': String(Buffer.byteLength(body)),
    'Cache-Control': 'no-store',
  };
}
