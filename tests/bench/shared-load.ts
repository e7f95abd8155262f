import { lacks } from '../support/installed.ts';
import { startRedis } from '../support/redis-process.ts';
import { startElsewhere } from '../support/other-process.ts';
import { alternate, median, pairedRow, quantile, type Bench, type Row } from './measure.ts';
import { openLoop } from './open-loop.ts';
import { newKeys, pairAtRelay } from './pairing.ts';
import { RELAY, startMeasured, type ServerProcess } from './server-process.ts';
import { realTrace } from './trace.ts';

/** At each process. */
const HELD = Number(process.env['HELD'] ?? 18_000);
const PAIRS = Number(process.env['ROUNDS'] ?? 8);
const RATE = 50;
const PAIRINGS = 150;
/** Of neither process: as behind a balancer, what pages sign over is the same at both. */
const ORIGIN = 'http://localhost:8787';
const SECRET = 'a secret of the two processes';

type Holding = typeof import('./holding.ts');

/**
 * Two processes share a Redis: each has as many connections as it may have files, the two ends of every
 * pair at different ones, while pairings are made in the same way. The baseline is one process with
 * nobody else at it, and no Redis: what it costs to have outgrown it.
 */
export const sharedLoadBench: Bench = {
  name: 'shared-load',
  async run() {
    if (lacks('two relays on Redis', 'redis-server')) return [];
    const trace = await realTrace();
    const redis = await startRedis();
    const env = { ORIGIN, REDIS: `${redis.url}#${SECRET}` };
    const alone = await startMeasured(RELAY);
    const [one, other] = [await startMeasured(RELAY, env), await startMeasured(RELAY, env)];
    const holders: Awaited<ReturnType<typeof startElsewhere<Holding>>>[] = [];
    try {
      const both = [
        { origin: ORIGIN, url: one.url, guestUrl: other.url, block: 3 },
        { origin: ORIGIN, url: other.url, guestUrl: one.url, block: 4 },
      ];
      for (const target of both) {
        const holder = await startElsewhere<Holding>(new URL('./holding.ts', import.meta.url));
        holders.push(holder);
        await holder.call('hold', 'relay', target, HELD);
      }
      const times = { ours: [] as number[][], baseline: [] as number[][] };
      const slice = async (side: keyof typeof times, pair: () => Promise<number>) => {
        const measured = await openLoop(RATE, PAIRINGS, pair);
        times[side].push(measured.times);
        return median(measured.times);
      };
      const [there] = both;
      const p50 = await alternate(
        PAIRS,
        () => slice('ours', () => pairAtRelay(there ?? alone, trace, newKeys())),
        () => slice('baseline', () => pairAtRelay(alone, trace, newKeys())),
      );
      // The first of each warmed up.
      const late = (all: number[][]) => all.slice(1).map((slices) => quantile(slices, 0.99));
      const p99 = { ours: late(times.ours), baseline: late(times.baseline) };
      const held = 2 * HELD;
      let standing = 0;
      for (const holder of holders) standing += await holder.call('standing');
      const of = `two relays on Redis, ${held} held`;
      return [
        pairedRow(`${of}: pairing at ${RATE}/s from one to the other, p50, ms`, p50),
        pairedRow(`${of}: pairing at ${RATE}/s from one to the other, p99, ms`, p99),
        ...(await residentRows(of, [one, other])),
        { name: `${of}: lost meanwhile`, ours: held - standing, ratio: held - standing, bar: 0 },
      ];
    } finally {
      for (const holder of holders) await holder.stop();
      await Promise.all([one.stop(), other.stop(), alone.stop()]);
      await redis.kill();
    }
  },
};

async function residentRows(of: string, relays: readonly ServerProcess[]): Promise<Row[]> {
  const memories = await Promise.all(relays.map((relay) => relay.memory()));
  return memories.map(({ held }, at) => ({
    name: `${of}: held by process ${at + 1} for one connection, bytes`,
    ours: held / HELD,
    ratio: held / HELD,
  }));
}
