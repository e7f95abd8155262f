import { createHash } from 'node:crypto';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { PATIENCE_MS, unverified, type Target } from './target.ts';

export type HttpFacts =
  | { readonly kind: 'failed'; readonly path: string; readonly detail: string }
  | {
      readonly kind: 'answer';
      readonly path: string;
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string>>;
      /** SHA-256 of the body, hex. */
      readonly digest: string;
      /** The body, if it is short. */
      readonly text: string;
      /** When the answer began, give or take `slack`; milliseconds of this machine’s clock. */
      readonly at: number;
      readonly slack: number;
    };

/** Nothing of ours is larger than this; bytes. */
const BODY_MAX = 1 << 20;
const TEXT_MAX = 1024;

/** Where to ask; `target` says whether over TLS. */
export async function probeHttp(target: Target, path: string): Promise<HttpFacts> {
  const { secure, host, port, origin } = target;
  const began = Date.now();
  try {
    const { response, body } = await new Promise<Answer>((resolve, reject) => {
      const options = {
        host,
        port,
        path,
        agent: false as const,
        // What is compared is the page itself, and not one of its compressed forms.
        headers: { Host: new URL(origin).host, 'Accept-Encoding': 'identity' },
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(secure ? unverified(target) : {}),
      };
      const asking = (secure ? requestHttps : requestHttp)(options, (answer) => {
        read(answer).then((all) => resolve({ response: answer, body: all }), reject);
      });
      asking.on('error', reject);
      asking.end();
    });
    const slack = Math.ceil((Date.now() - began) / 2);
    return {
      kind: 'answer',
      path,
      status: response.statusCode ?? 0,
      headers: headersOf(response),
      digest: createHash('sha256').update(body).digest('hex'),
      text: body.length <= TEXT_MAX ? body.toString() : '',
      at: began + slack,
      slack,
    };
  } catch (error) {
    return { kind: 'failed', path, detail: error instanceof Error ? error.message : 'no answer' };
  }
}

interface Answer {
  readonly response: IncomingMessage;
  readonly body: Buffer;
}

async function read(answer: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > BODY_MAX) throw new Error('the answer is too long');
  }
  return Buffer.concat(chunks);
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Record<string, string>;
}
