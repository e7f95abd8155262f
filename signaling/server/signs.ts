import { STATUS_CODES } from 'node:http';
import { encodeAbout, type About } from '../protocol/about.ts';

/** What the relay knows of itself when it is asked. */
export interface SignState {
  /** False from the moment when it is told to stop. */
  readonly ready: boolean;
  /** Whether rooms are opened here. */
  readonly relays: boolean;
}

export interface TextAnswer {
  readonly status: number;
  readonly body: string;
  /** Besides those of every answer, and the length. */
  readonly headers: Readonly<Record<string, string>>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * Every path that is answered by a line of text at once, and undefined where there is nothing; a release
 * lists what each may say, as it does of `/about`.
 */
export const SIGNS: ReadonlyMap<string, (state: SignState) => TextAnswer | undefined> = new Map([
  ['/healthz', () => textAnswer(200, 'ok')],
  ['/readyz', ({ ready }: SignState) => (ready ? textAnswer(200, 'ok') : textAnswer(503))],
  [
    '/signal',
    ({ relays }: SignState) =>
      relays ? textAnswer(426, undefined, { Upgrade: 'websocket' }) : undefined,
  ],
]);

export function aboutAnswer(about: About): TextAnswer {
  return textAnswer(200, encodeAbout(about), JSON_TYPE);
}

/** By default the body names the status. */
export function textAnswer(
  status: number,
  body = `${STATUS_CODES[status] ?? ''}\n`,
  more: Readonly<Record<string, string>> = {},
): TextAnswer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, body, headers: { ...headers, ...more } };
}
