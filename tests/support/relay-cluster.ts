import { RelayPeer } from './relay-peer.ts';
import { startRelay, type RelayProcess } from './relay-process.ts';
import { startRedis, type RedisProcess } from './redis-process.ts';

const SECRET = 'a secret of the processes alone';

/** Several relay processes and the Redis through which they act as one. */
export interface RelayCluster {
  readonly origin: string;
  readonly redis: RedisProcess;
  readonly relays: RelayProcess[];
  /** A connection to the process of this number. */
  connect(process: number, address?: string): Promise<RelayPeer>;
  /** After a `stop` or `kill`, on the same port. */
  restart(process: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(
  processes: number,
  more: Readonly<Record<string, string>> = {},
  origin = 'https://alcove.example',
): Promise<RelayCluster> {
  const redis = await startRedis();
  const env = {
    ORIGIN: origin,
    TRUST_PROXY: '1',
    METRICS_PORT: '0',
    REDIS: `${redis.url}#${SECRET}`,
    ...more,
  };
  const relays = await Promise.all(Array.from({ length: processes }, () => startRelay({ env })));
  return {
    origin,
    redis,
    relays,
    connect: (process, address) => {
      const relay = relays[process];
      if (!relay) throw new RangeError('There is no such process.');
      return RelayPeer.connect(relay, address === undefined ? {} : { address });
    },
    restart: async (process) => {
      const relay = relays[process];
      if (relay) relays[process] = await relay.restart();
    },
    stop: async () => {
      await Promise.all(relays.map((relay) => relay.stop()));
      redis.thaw();
      await redis.kill();
    },
  };
}
