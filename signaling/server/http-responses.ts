import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { choose, pageHeaders, type Pages } from './pages.ts';
import { SIGNS, textAnswer, type SignState, type TextAnswer } from './signs.ts';

export interface HttpOptions {
  readonly pages: Pages;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the Host header is the browser's own; behind a proxy it may be the proxy's. */
  readonly checkHost: boolean;
  readonly sign: () => SignState;
}

/** Answers everything that is not a WebSocket: pages, their assets, and signs of life. */
export function httpHandler(
  options: HttpOptions,
): (request: IncomingMessage, response: ServerResponse) => void {
  const { pages, origin, headers, checkHost, sign } = options;
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
    const said = SIGNS.get(path)?.(sign());
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
