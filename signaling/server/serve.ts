import { randomBytes } from 'node:crypto';
import { Cluster } from '../cluster/cluster.ts';
import { RedisRefusal } from '../cluster/redis.ts';
import { nodeAuthority } from '../relay/authority.ts';
import type { Desk } from '../relay/desk.ts';
import { POLICY } from '../relay/policy.ts';
import { Relay } from '../relay/relay.ts';
import { AddressNames } from './address-names.ts';
import { CertificateKeeper } from './certificate-keeper.ts';
import { readAuthorities, type CertificateFiles } from './certificate.ts';
import { defaultOrigin, wantsTokens } from './config.ts';
import { describeFailure } from './failure.ts';
import { bareServer, refuseUnread } from './front.ts';
import { ConnectionLimit } from './connection-limit.ts';
import { httpHandler } from './http-responses.ts';
import { listen } from './listen.ts';
import type { Log } from './log.ts';
import { loneDesk } from './lone-desk.ts';
import type { Measured } from './metrics.ts';
import { needsRestart } from './needs-restart.ts';
import type { Pages } from './pages.ts';
import { PlainError } from './plain-error.ts';
import { securityHeaders } from './security-headers.ts';
import type { Config } from './settings.ts';
import { Sockets } from './sockets.ts';
import { Tally } from './tally.ts';
import { TokenKeeper } from './token-keeper.ts';
import { TurnServer } from './turn-server.ts';

/** As many as may carry a socket of the relay, and as many again that load pages. */
const CONNECTIONS_A_NETWORK = 2 * POLICY.connectionsAnAddress;
const REDIS_BACK = 'Redis is back.';
const REDIS_AWAY = 'Redis is out of reach: what is new waits until it is back.';
const REDIS_REFUSALS = {
  refused: 'Redis refuses what REDIS says.',
  untrusted:
    'The certificate of Redis is not trusted for the host in REDIS; REDIS_CA names whom to trust.',
} as const satisfies Record<RedisRefusal['reason'], string>;

export interface Serving {
  readonly origin: string;
  readonly port: number;
  /**
   * Takes over what may change while it runs; the log says what has to wait, and what is wrong. False where
   * all stays as it was.
   */
  reload(config: Config): Promise<boolean>;
  /** Tells every connection that the relay goes away, and settles when all are gone. */
  stop(): Promise<void>;
}

/**
 * Listens, and answers with pages and the relay. Throws PlainError when it cannot listen, or its Redis
 * will not have it.
 */
export async function serve(config: Config, pages: Pages, log: Log): Promise<Serving> {
  const files = certificateFiles(config);
  // Before anything listens: a bad address is no half-started relay. The host is known by now.
  const secure = files !== undefined;
  const turn = TurnServer.of(
    config,
    config.origin ?? defaultOrigin(config.host, config.port, secure),
  );
  const keeper = files && (await CertificateKeeper.open(files, log));
  const { redisCa } = config;
  const ca = redisCa === undefined ? undefined : await readAuthorities('REDIS_CA', redisCa);
  const enrolment = wantsTokens(config)
    ? await TokenKeeper.open(config.tokens, log, () => sockets.carryOut(desk.enrolAnew()))
    : undefined;
  const make = () => bareServer(keeper?.certificate);
  const { servers, port } = await listen(make, config.host, config.port);
  keeper?.keep(servers);
  const origin = config.origin ?? defaultOrigin(config.host, port, secure);
  const headers = securityHeaders(origin);
  const { trustProxy } = config;
  const tally = new Tally();
  const now = () => performance.now();
  const random = () => randomBytes(32);
  const failed = (error: unknown) => {
    tally.failures += 1;
    log('error', 'failure', describeFailure(error));
  };
  const relay = new Relay({
    origin,
    authority: nodeAuthority,
    turn,
    // Of several processes the one that has the socket looks at tokens.
    enrolment: config.redis ? undefined : enrolment,
  });
  const cluster =
    config.redis &&
    new Cluster({
      ...config.redis,
      ca,
      origin,
      authority: nodeAuthority,
      relay,
      enrolment,
      deliver: (effects) => sockets.carryOut(effects),
      failed,
      reached: (isUp) =>
        isUp ? log('info', 'redis-back', REDIS_BACK) : log('warning', 'redis-away', REDIS_AWAY),
      now,
    });
  const desk: Desk = cluster ?? loneDesk(relay, new AddressNames(random, now()));
  // Behind a proxy all come from its address, and it is for the proxy to count them.
  const limit =
    trustProxy === 0
      ? new ConnectionLimit(CONNECTIONS_A_NETWORK, new AddressNames(random, now()))
      : undefined;
  const sockets: Sockets = new Sockets({
    relay: desk,
    tally,
    origin,
    allowOrigins: config.allowOrigins,
    trustProxy,
    limit,
    headers,
    failed,
    now,
  });
  let ready = false;
  const handler = httpHandler({
    pages,
    origin,
    headers,
    checkHost: trustProxy === 0,
    about: () => Promise.resolve({ relay: origin, turn: turn !== undefined }),
    relays: true,
    ready: () => ready,
  });
  for (const server of servers) {
    server.on('connection', (socket) => {
      if (limit?.admits(socket) !== false) return;
      tally.crowded += 1;
      socket.destroy();
    });
    server.on('request', handler);
    server.on('upgrade', (request, socket, head) => sockets.upgrade(request, socket, head));
    server.on('clientError', (error, socket) => refuseUnread(error, socket, headers));
  }
  try {
    await cluster?.start();
    ready = true;
  } catch (error) {
    keeper?.stop();
    enrolment?.stop();
    await sockets.close();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
    if (error instanceof RedisRefusal) throw new PlainError(REDIS_REFUSALS[error.reason]);
    throw error;
  }
  if (origin.startsWith('https:') && !secure && trustProxy === 0) {
    log(
      'warning',
      'no-https',
      'ORIGIN begins with https, and neither TLS_CERT nor TRUST_PROXY is set: a proxy in front needs TRUST_PROXY=1.',
    );
  }

  if (enrolment?.size === 0) {
    log('warning', 'no-tokens', 'Nobody can open a room yet: alcove token add NAME makes a token.');
  }

  const metrics = await metricsOf(config, {
    tally,
    relay: desk,
    certificateEnd: () => keeper?.certificate.notAfter,
  });
  if (metrics)
    log('info', 'metrics', `Metrics are at port ${metrics.port} of ${config.metricsHost}.`);

  let current = config;
  const reload = async (next: Config) => {
    needsRestart(current, next, log);
    try {
      turn?.renew(next);
      sockets.allow(next.allowOrigins);
      current = next;
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      log('error', 'settings-kept', `${error.message} The settings stay as they were.`);
      return false;
    }
    await enrolment?.renew(next.tokens);
    await keeper?.renew(certificateFiles(next));
    return true;
  };
  const stop = async () => {
    ready = false;
    keeper?.stop();
    enrolment?.stop();
    // Who asks /readyz meanwhile is still answered.
    await cluster?.leave();
    await sockets.close();
    cluster?.stop();
    metrics?.stop();
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  };
  return { origin, port, reload, stop };
}

function certificateFiles({ tlsCert, tlsKey }: Config): CertificateFiles | undefined {
  return tlsCert === undefined || tlsKey === undefined ? undefined : { cert: tlsCert, key: tlsKey };
}

/** Its library is loaded by those alone who want it. */
async function metricsOf({ metricsPort, metricsHost }: Config, measured: Measured) {
  if (metricsPort === undefined) return undefined;
  const { serveMetrics } = await import('./metrics.ts');
  return serveMetrics(measured, metricsHost, metricsPort);
}
