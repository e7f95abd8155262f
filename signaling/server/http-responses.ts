import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { About } from '../protocol/about.ts';
import { choose, pageHeaders, type Pages } from './pages.ts';
import { aboutAnswer, SIGNS, textAnswer, type TextAnswer } from './signs.ts';

export interface HttpOptions {
  readonly pages: Pages;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the Host header is the browser's own; behind a proxy it may be the proxy's. */
  readonly checkHost: boolean;
  /** What `/about` says. */
  readonly about: () => Promise<About>;
  /** Whether rooms are opened here. */
  readonly relays: boolean;
  /** False from the moment when it is told to stop. */
  readonly ready: () => boolean;
}

/**
 * Answers everything that is not a WebSocket: two pages, their assets, signs of life, and what anybody
 * may know before being let in: the relay's own name, and whether there is a TURN server.
 */
export function httpHandler(
  options: HttpOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { pages, origin, headers, checkHost, about, relays, ready } = options;
  const host = new URL(origin).host;

  const text = (response: ServerResponse, answer: TextAnswer) => {
    const { status, body } = answer;
    response.writeHead(status, { ...headers, ...answer.headers, ...lengthOf(body) });
    response.end(response.req.method === 'HEAD' ? undefined : body);
  };

  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const more = { Allow: 'GET, HEAD', Connection: 'close' };
      return text(response, textAnswer(405, undefined, more));
    }
    if (path === '/about') {
      void about().then((said) => text(response, aboutAnswer(said)));
      return;
    }
    const said = SIGNS.get(path)?.({ ready: ready(), relays });
    if (said) return text(response, said);
    const page = pages.get(path);
    if (!page) return text(response, textAnswer(404));
    const isPage = page.cache === 'no-store';
    if (isPage && checkHost && request.headers.host !== host) {
      // Signatures and the socket are bound to one origin; a fragment stays with the browser.
      return text(response, textAnswer(308, undefined, { Location: origin + path }));
    }
    const { body, encoding } = choose(page, [request.headers['accept-encoding'] ?? []].join(','));
    response.writeHead(200, {
      ...headers,
      ...pageHeaders(page),
      'Content-Length': body.length,
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
  const { body, headers: own } = textAnswer(status);
  const lines = Object.entries({ ...headers, ...own, ...lengthOf(body), Connection: 'close' });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`);
}

function lengthOf(body: string): Record<string, string> {
  return { 'Content-Length': String(Buffer.byteLength(body)) };
}
