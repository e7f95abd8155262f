import { isIPv6 } from 'node:net';
import { isLoopback } from '../protocol/loopback.ts';
import { TURN_URLS_MAX } from '../protocol/limits.ts';

/** What values of a setting are. */
export interface Kind<T> {
  /** Completes “PORT must be …”. */
  readonly must: string;
  /** A secret is never repeated, not even a bad one. */
  readonly secret?: true;
  /** As a flag it stands alone, and means yes. */
  readonly alone?: true;
  /** Undefined for what is none. Only asked about what is not empty. */
  read(value: string): T | undefined;
}

const LAST_PORT = 65_535;
/** Shorter ones can be found by trying, from one pair of name and password; characters. */
const SECRET_MIN = 16;
const URL_MAX = 255;
const ORIGINS_MAX = 16;
/** RFC 7065, without what a browser would not take: turn:HOST, turns:HOST, a port, a transport. */
export const TURN_URL =
  /^(turns?):([a-z\d.-]+|\[[\da-f:.]+\])(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/i;

export function wholeNumber(most: number, must: string): Kind<number> {
  const read = (value: string) =>
    /^\d{1,5}$/.test(value) && Number(value) <= most ? Number(value) : undefined;
  return { must, read };
}

export const port = wholeNumber(LAST_PORT, 'a whole number from 0 to 65535');

export const hostName: Kind<string> = {
  must: 'the name or IP address to listen on, without a port',
  read: (value) =>
    isIPv6(value) || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value) ? value.toLowerCase() : undefined,
};

export const webOrigin: Kind<string> = {
  must: 'what people open, like https://alcove.example without a path',
  read(value) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) return undefined;
    return url.origin === value || `${url.origin}/` === value ? url.origin : undefined;
  },
};

/** Read into its web origin. */
export const relayAddress: Kind<string> = {
  must: 'the address of a relay, like wss://alcove.example without a path',
  read(value) {
    const origin = webOrigin.read(value.replace(/^ws(?=s?:)/, 'http'));
    if (origin === undefined) return undefined;
    // In clear to this very machine alone, to try it out.
    return origin.startsWith('https:') || isLoopback(origin) ? origin : undefined;
  },
};

export const yesOrNo: Kind<boolean> = {
  must: 'yes or no',
  alone: true,
  read: (value) => (value === 'yes' ? true : value === 'no' ? false : undefined),
};

export const webOrigins: Kind<readonly string[]> = {
  must: `up to ${ORIGINS_MAX} addresses like http://localhost:8787 without a path`,
  read(value) {
    const origins = list(value).map((one) => webOrigin.read(one));
    return origins.length <= ORIGINS_MAX ? allOf(origins) : undefined;
  },
};

export const turnUrls: Kind<readonly string[]> = {
  must: `up to ${TURN_URLS_MAX} addresses like turn:alcove.example:3478?transport=udp`,
  read(value) {
    const urls = list(value);
    const good = (url: string) =>
      Number(TURN_URL.exec(url)?.[3] ?? 0) <= LAST_PORT && url.length <= URL_MAX;
    return urls.length <= TURN_URLS_MAX && urls.every((url) => TURN_URL.test(url) && good(url))
      ? urls
      : undefined;
  },
};

export const secret: Kind<string> = {
  must: `at least ${SECRET_MIN} characters long`,
  secret: true,
  read: (value) => (value.length >= SECRET_MIN ? value : undefined),
};

/** Through which several processes act as one. */
interface RedisPlace {
  /** Where it is and how to get in. */
  readonly url: string;
  /** What the processes share and Redis never sees. */
  readonly secret: string;
}

export const redis: Kind<RedisPlace> = {
  must: `like redis://:password@localhost:6379#secret, with a secret of at least ${SECRET_MIN} characters that all processes share`,
  secret: true,
  read(value) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (!url || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return undefined;
    // A URL's fragment is the one part that is never sent to where the URL leads.
    const shared = url.hash.slice(1);
    url.hash = '';
    return shared.length >= SECRET_MIN ? { url: url.href, secret: shared } : undefined;
  },
};

export const file: Kind<string> = { must: 'the name of a file', read: (value) => value };

export function oneOf<T extends string>(...words: readonly T[]): Kind<T> {
  return {
    must: words.join(' or '),
    read: (value) => words.find((word) => word === value),
  };
}

function list(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== '');
}

function allOf<T>(items: readonly (T | undefined)[]): T[] | undefined {
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length ? found : undefined;
}
