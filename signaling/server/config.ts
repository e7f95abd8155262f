import { isIPv6 } from 'node:net';
import { isLoopback } from '../protocol/loopback.ts';
import { TURN_URL } from './kinds.ts';
import { PlainError } from './plain-error.ts';
import { localConfig } from './local-config.ts';
import { fileNameOf, SETTINGS, type Config, type Setting } from './settings.ts';

/** Settings from one place, and how each is written there. */
export interface Source {
  /** By the names of the environment. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** As the person who wrote it would find it: `PORT`, `--port`, `PORT in alcove.env`. */
  readonly as: (name: string) => string;
}

interface Said {
  readonly value: string;
  readonly as: string;
}

/** Listening everywhere is no address to open; this machine itself is. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

export function environment(values: Source['values']): Source {
  return { values, as: (name) => name };
}

/**
 * Reads every setting; of several sources the first that has it holds, and what is empty counts as
 * not there. `readText` reads the file of a secret. Throws PlainError with a sentence.
 */
export function readConfig(sources: readonly Source[], readText: (path: string) => string): Config {
  const read = <T>(setting: Setting<T>): T => {
    const said = find(sources, setting, readText);
    if (!said) return setting.otherwise;
    const { kind } = setting;
    const value = kind.read(said.value);
    if (value !== undefined) return value;
    const written = kind.secret ? '' : `, and it is ${JSON.stringify(said.value)}`;
    throw new PlainError(`${said.as} must be ${kind.must}${written}.`);
  };
  const config: Config = {
    port: read(SETTINGS.port),
    host: read(SETTINGS.host),
    origin: read(SETTINGS.origin),
    allowOrigins: read(SETTINGS.allowOrigins),
    open: read(SETTINGS.open),
    tokens: read(SETTINGS.tokens),
    trustProxy: read(SETTINGS.trustProxy),
    turnSecret: read(SETTINGS.turnSecret),
    turnUrls: read(SETTINGS.turnUrls),
    tlsCert: read(SETTINGS.tlsCert),
    tlsKey: read(SETTINGS.tlsKey),
    metricsPort: read(SETTINGS.metricsPort),
    metricsHost: read(SETTINGS.metricsHost),
    redis: read(SETTINGS.redis),
    redisCa: read(SETTINGS.redisCa),
    log: read(SETTINGS.log),
    local: read(SETTINGS.local),
    relay: read(SETTINGS.relay),
  };
  const said = (setting: Setting<unknown>) => find(sources, setting, readText)?.as;
  if (config.local) return localConfig(config, said);
  if (config.relay !== undefined) {
    throw new PlainError(
      'RELAY goes with LOCAL (--local), which serves pages on this computer alone.',
    );
  }
  if (config.turnUrls !== undefined && config.turnSecret === undefined) {
    throw new PlainError('TURN_URLS needs TURN_SECRET, the secret that the TURN server has, too.');
  }
  if ((config.tlsCert === undefined) !== (config.tlsKey === undefined)) {
    throw new PlainError('TLS_CERT and TLS_KEY go together, and only one of them is set.');
  }
  if (config.redisCa !== undefined && config.redis?.url.startsWith('rediss:') !== true) {
    throw new PlainError('REDIS_CA needs a REDIS that begins with rediss:.');
  }
  if (config.tlsCert !== undefined && config.origin?.startsWith('http:')) {
    throw new PlainError('ORIGIN must begin with https where TLS_CERT is set.');
  }
  return config;
}

function find(
  sources: readonly Source[],
  { name, kind }: Setting<unknown>,
  readText: (path: string) => string,
): Said | undefined {
  for (const { values, as } of sources) {
    const value = values[name] ?? '';
    const path = kind.secret ? (values[fileNameOf(name)] ?? '') : '';
    if (value !== '' && path !== '') {
      throw new PlainError(
        `${as(name)} and ${as(fileNameOf(name))} say the same thing twice; keep one.`,
      );
    }
    if (value !== '') return { value, as: as(name) };
    if (path === '') continue;
    const file = as(fileNameOf(name));
    try {
      // An editor ends a file with a line end, which is no part of a secret.
      return { value: readText(path).trimEnd(), as: `The secret in ${file}` };
    } catch {
      throw new PlainError(`${file} names a file that cannot be read: ${path}.`);
    }
  }
  return undefined;
}

/** Whether a token is wanted of who opens a room: wherever others than this machine's own people can come. */
export function wantsTokens({ open, origin, host, port }: Config): boolean {
  if (open !== undefined) return !open;
  const listens = `http://${isIPv6(host) ? `[${host}]` : host}`;
  return !isLoopback(listens) || !isLoopback(origin ?? defaultOrigin(host, port));
}

/** What people open when ORIGIN does not say otherwise. */
export function defaultOrigin(host: string, port: number, secure = false): string {
  const name = EVERYWHERE.has(host) ? SETTINGS.host.otherwise : host;
  return new URL(`http${secure ? 's' : ''}://${isIPv6(name) ? `[${name}]` : name}:${port}`).origin;
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
