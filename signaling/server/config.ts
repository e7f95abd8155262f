import { isIPv6 } from 'node:net';
import { PlainError } from './plain-error.ts';

/** What the environment says, checked. */
export interface Config {
  /** 0 lets the system choose a free one. */
  readonly port: number;
  /** A name or an IP address to listen on. */
  readonly host: string;
  /** The web origin that people open; undefined follows host and actual port. */
  readonly origin: string | undefined;
  /** How many proxies stand in front, each of which appends to X-Forwarded-For. */
  readonly trustProxy: number;
}

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = 'localhost';
const LAST_PORT = 65_535;
const MOST_PROXIES = 8;
/** Listening everywhere is no address to open; this machine itself is. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Reads PORT, HOST, ORIGIN and TRUST_PROXY. Throws PlainError with a sentence for a bad value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  return {
    port: readNumber(
      env['PORT'],
      DEFAULT_PORT,
      LAST_PORT,
      (value) => `PORT must be a whole number from 0 to 65535, and it is ${value}.`,
    ),
    host: readHost(env['HOST']),
    origin: readOrigin(env['ORIGIN']),
    trustProxy: readNumber(
      env['TRUST_PROXY'],
      0,
      MOST_PROXIES,
      (value) =>
        `TRUST_PROXY must be the number of proxies in front, from 0 to 8, and it is ${value}.`,
    ),
  };
}

/** What people open when ORIGIN does not say otherwise. */
export function defaultOrigin(host: string, port: number): string {
  const name = EVERYWHERE.has(host) ? DEFAULT_HOST : host;
  return new URL(`http://${isIPv6(name) ? `[${name}]` : name}:${port}`).origin;
}

function readNumber(
  value: string | undefined,
  otherwise: number,
  most: number,
  sentence: (value: string) => string,
): number {
  if (value === undefined || value === '') return otherwise;
  if (!/^\d{1,5}$/.test(value) || Number(value) > most) {
    throw new PlainError(sentence(JSON.stringify(value)));
  }
  return Number(value);
}

function readHost(value: string | undefined): string {
  if (value === undefined || value === '') return DEFAULT_HOST;
  if (!isIPv6(value) && !/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value)) {
    throw new PlainError(
      `HOST must be the name or IP address to listen on, without a port, and it is ${JSON.stringify(value)}.`,
    );
  }
  return value.toLowerCase();
}

function readOrigin(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (
    !url ||
    !/^https?:$/.test(url.protocol) ||
    (url.origin !== value && `${url.origin}/` !== value)
  ) {
    throw new PlainError(
      `ORIGIN must be what people open, like https://alcove.example without a path, and it is ${JSON.stringify(value)}.`,
    );
  }
  return url.origin;
}
