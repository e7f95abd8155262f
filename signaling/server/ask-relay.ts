import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { WebSocket } from 'ws';
import { ABOUT_MAX, decodeAbout, type About } from '../protocol/about.ts';

/** A relay that says nothing for so long is away; milliseconds. */
const PATIENCE_MS = 4000;
const OK = 200;
const FORBIDDEN = 403;

/** What a relay says of itself; `strange`: it answers with something else. */
export type Heard =
  | { readonly kind: 'about'; readonly about: About }
  | { readonly kind: 'strange'; readonly status: number }
  | { readonly kind: 'away' };

/** Asks a relay for its /about, once, and follows it nowhere. Never rejects. */
export async function askRelay(relay: string): Promise<Heard> {
  try {
    const { protocol } = new URL(relay);
    return await new Promise<Heard>((resolve, reject) => {
      const asking = (protocol === 'https:' ? requestHttps : requestHttp)(
        `${relay}/about`,
        { agent: false, signal: AbortSignal.timeout(PATIENCE_MS) },
        (answer) => void read(answer).then(resolve, reject),
      );
      asking.on('error', reject);
      asking.end();
    });
  } catch {
    return { kind: 'away' };
  }
}

/** No more of it than an answer of ours can be long. */
async function read(answer: IncomingMessage): Promise<Heard> {
  const strange = { kind: 'strange', status: answer.statusCode ?? 0 } as const;
  let text = '';
  answer.setEncoding('latin1');
  for await (const part of answer as AsyncIterable<string>) {
    text += part;
    if (text.length > ABOUT_MAX) return strange;
  }
  const about = strange.status === OK ? decodeAbout(text) : undefined;
  return about ? { kind: 'about', about } : strange;
}

/** Whether a relay lets pages of `origin` in. Never rejects. */
export function knock(relay: string, origin: string): Promise<'open' | 'forbidden' | 'away'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${relay.replace(/^http/, 'ws')}/signal`, {
      origin,
      perMessageDeflate: false,
      // Nothing is heard: it goes as soon as it is there.
      maxPayload: 1,
    });
    const late = setTimeout(() => socket.terminate(), PATIENCE_MS);
    const end = (found: 'open' | 'forbidden' | 'away') => {
      clearTimeout(late);
      resolve(found);
      socket.terminate();
    };
    socket.once('open', () => end('open'));
    socket.once('unexpected-response', (request, { statusCode }) => {
      request.destroy();
      end(statusCode === FORBIDDEN ? 'forbidden' : 'away');
    });
    // Whatever follows is no news.
    socket.on('error', () => end('away'));
  });
}
