import { STATUS_CODES } from 'node:http';

/** What the relay knows of itself when it is asked. */
export interface SignState {
  /** What people open. */
  readonly origin: string;
  /** Whether there is a TURN server: that much anybody may know before being let in. */
  readonly turn: boolean;
  /** False from the moment when it is told to stop. */
  readonly ready: boolean;
}

export interface TextAnswer {
  readonly status: number;
  readonly body: string;
  /** Besides those of every answer, and the length. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Every path that is answered by a line of text; a release lists what each may say. */
export const SIGNS: ReadonlyMap<string, (state: SignState) => TextAnswer> = new Map([
  ['/healthz', () => textAnswer(200, 'ok')],
  ['/readyz', ({ ready }: SignState) => (ready ? textAnswer(200, 'ok') : textAnswer(503))],
  ['/turn', ({ turn }: SignState) => textAnswer(200, turn ? 'yes' : 'no')],
  ['/signal', () => textAnswer(426, undefined, { Upgrade: 'websocket' })],
]);

/** By default the body names the status. */
export function textAnswer(
  status: number,
  body = `${STATUS_CODES[status] ?? ''}\n`,
  more: Readonly<Record<string, string>> = {},
): TextAnswer {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  return { status, body, headers: { ...headers, ...more } };
}
