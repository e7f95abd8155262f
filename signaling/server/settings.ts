import {
  file,
  hostName,
  oneOf,
  port,
  redis,
  relayAddress,
  secret,
  turnUrls,
  webOrigin,
  webOrigins,
  wholeNumber,
  yesOrNo,
  type Kind,
} from './kinds.ts';

/** One setting: the only place that knows its names, its default and what may be written. */
export interface Setting<T> {
  /** In the environment and in the file. */
  readonly name: string;
  readonly kind: Kind<T>;
  /** Undefined where a sentence, or another setting, says what then holds. */
  readonly otherwise: T;
  /** What it is, for `--help`; no full stop. */
  readonly sentence: string;
  /** Takes effect at SIGHUP; every other one at the next start. */
  readonly live?: true;
}

const MOST_PROXIES = 8;
/** Of `--local`: another than a relay's, so that both can run on one machine. */
export const LOCAL_PORT = 8786;

function setting<T>(
  name: string,
  kind: Kind<T>,
  sentence: string,
  more: { readonly live?: true } = {},
): Setting<T | undefined> {
  return { name, kind, otherwise: undefined, sentence, ...more };
}

function withDefault<T>(
  name: string,
  kind: Kind<T>,
  otherwise: T,
  sentence: string,
  more: { readonly live?: true } = {},
): Setting<T> {
  return { name, kind, otherwise, sentence, ...more };
}

/** In the order of `alcove --help`. */
export const SETTINGS = {
  /** 0 lets the system choose a free one. */
  port: withDefault('PORT', port, 8787, 'the port to listen on'),
  host: withDefault(
    'HOST',
    hostName,
    'localhost',
    'the name or address to listen on; 0.0.0.0 for all',
  ),
  /** Undefined follows host and actual port. */
  origin: setting(
    'ORIGIN',
    webOrigin,
    'what people open in their browsers, like https://alcove.example; else made of host and port',
  ),
  allowOrigins: withDefault(
    'ALLOW_ORIGINS',
    webOrigins,
    [],
    'further origins whose pages may use this relay, for people who run the pages themselves',
    { live: true },
  ),
  /** Undefined follows the origin: yes on this very machine alone. */
  open: setting(
    'OPEN',
    yesOrNo,
    'yes lets anybody open rooms, no only who has a token; else no, unless ORIGIN and HOST are this very machine',
  ),
  tokens: withDefault(
    'TOKENS',
    file,
    'alcove.tokens',
    'the file of tokens, which alcove token add and revoke write',
    { live: true },
  ),
  trustProxy: withDefault(
    'TRUST_PROXY',
    wholeNumber(MOST_PROXIES, 'the number of proxies in front, from 0 to 8'),
    0,
    'how many proxies stand in front, so that limits count the guests’ addresses',
  ),
  turnSecret: setting('TURN_SECRET', secret, 'the secret that a TURN server has, too', {
    live: true,
  }),
  /** Undefined where the origin's host says it. */
  turnUrls: setting(
    'TURN_URLS',
    turnUrls,
    'where the TURN server is, up to four addresses; else the host of ORIGIN, udp and tcp',
    { live: true },
  ),
  tlsCert: setting(
    'TLS_CERT',
    file,
    'the file of a certificate with its chain (PEM), for https without a proxy in front',
    { live: true },
  ),
  tlsKey: setting('TLS_KEY', file, 'the file of its key (PEM)', { live: true }),
  metricsPort: setting(
    'METRICS_PORT',
    port,
    'a port for counters and gauges in Prometheus’ format at /metrics; else there is none',
  ),
  metricsHost: withDefault(
    'METRICS_HOST',
    hostName,
    '127.0.0.1',
    'the name or address to listen on for them',
  ),
  /** Undefined where this process is alone. */
  redis: setting(
    'REDIS',
    redis,
    'through which several processes act as one, like redis://:password@10.0.0.5:6379#secret',
  ),
  redisCa: setting(
    'REDIS_CA',
    file,
    'the file of certificates to trust at a rediss: address, in place of the usual ones (PEM)',
  ),
  log: withDefault(
    'LOG',
    oneOf('plain', 'json'),
    'plain',
    'how to write the log: plain sentences, or json, one object a line',
  ),
  local: withDefault(
    'LOCAL',
    yesOrNo,
    false,
    `serves the host’s pages alone, on this computer (port ${LOCAL_PORT}), and no relay; needs RELAY`,
  ),
  /** Its web origin; there with `local`, and only then. */
  relay: setting('RELAY', relayAddress, 'the relay for that, like wss://alcove.example'),
} as const satisfies Readonly<Record<string, Setting<unknown>>>;

/** All settings, checked. */
export type Config = {
  readonly [Key in keyof typeof SETTINGS]: (typeof SETTINGS)[Key] extends Setting<infer T>
    ? T
    : never;
};

/** A secret has no flag of its own, which every user of the machine could read; its file has. */
export function flagOf({ name, kind }: Setting<unknown>): string {
  return (kind.secret ? fileNameOf(name) : name).toLowerCase().replaceAll('_', '-');
}

/** The setting that names the file a secret stands in. */
export function fileNameOf(name: string): string {
  return `${name}_FILE`;
}
