import { isIPv6 } from 'node:net';
import { TURN_URLS_MAX } from '../protocol/limits.ts';
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
  /** Shared with a TURN server; undefined without one. */
  readonly turnSecret: string | undefined;
  /** Where the TURN server is; undefined where the origin's host says it. */
  readonly turnUrls: readonly string[] | undefined;
}

const DEFAULT_PORT = 8787;
const DEFAULT_HOST = 'localhost';
const LAST_PORT = 65_535;
const MOST_PROXIES = 8;
/** Shorter ones can be found by trying, from one pair of name and password; characters. */
const SECRET_MIN = 16;
const URL_MAX = 255;
/** Listening everywhere is no address to open; this machine itself is. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Reads PORT, HOST, ORIGIN, TRUST_PROXY, TURN_SECRET and TURN_URLS. Throws PlainError with a sentence for a bad value. */
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
    ...readTurn(env['TURN_SECRET'], env['TURN_URLS']),
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

/** RFC 7065, without what a browser would not take: turn:HOST, turns:HOST, a port, a transport. */
const TURN_URL = /^(turns?):([a-z\d.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

function readTurn(
  secret: string | undefined,
  urls: string | undefined,
): Pick<Config, 'turnSecret' | 'turnUrls'> {
  const list = (urls ?? '').split(/[\s,]+/).filter((url) => url !== '');
  if (secret === undefined || secret === '') {
    if (list.length === 0) return { turnSecret: undefined, turnUrls: undefined };
    throw new PlainError('TURN_URLS needs TURN_SECRET, the secret that the TURN server has, too.');
  }
  // Never its value: it is a key.
  if (secret.length < SECRET_MIN) {
    throw new PlainError(`TURN_SECRET must be at least ${SECRET_MIN} characters long.`);
  }
  for (const url of list) {
    const port = TURN_URL.exec(url)?.[3] ?? '3478';
    if (!TURN_URL.test(url) || Number(port) > LAST_PORT || url.length > URL_MAX) {
      throw new PlainError(
        `TURN_URLS must be addresses like turn:alcove.example:3478?transport=udp, and it has ${JSON.stringify(url)}.`,
      );
    }
  }
  if (list.length > TURN_URLS_MAX) {
    throw new PlainError(`TURN_URLS must be at most ${TURN_URLS_MAX} addresses.`);
  }
  return { turnSecret: secret, turnUrls: list.length === 0 ? undefined : list };
}

/**
 * The addresses of the TURN server for pages of this origin, which take none of another host: a relay
 * that is not honest could else have them tell a stranger's server who talks. Throws PlainError.
 */
export function turnUrlsFor(origin: string, urls: readonly string[] | undefined): string[] {
  const { hostname } = new URL(origin);
  const name = hostname.toLowerCase();
  for (const url of urls ?? []) {
    if (TURN_URL.exec(url)?.[2]?.toLowerCase() === name) continue;
    throw new PlainError(
      `TURN_URLS must name the host of ORIGIN, ${name}, since pages refuse any other, and it has ${JSON.stringify(url)}.`,
    );
  }
  return urls ? [...urls] : [`turn:${name}?transport=udp`, `turn:${name}?transport=tcp`];
}
