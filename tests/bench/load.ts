import { fileURLToPath } from 'node:url';
import { startElsewhere } from '../support/other-process.ts';
import type { ServerName } from './holding.ts';
import { median, pairedRow, quantile, type Bench, type Row } from './measure.ts';
import { openLoop } from './open-loop.ts';
import { newKeys, pairAtPeerServer, pairAtPipe, pairAtRelay, pairAtYWebrtc } from './pairing.ts';
import { PIPE, RELAY, startMeasured, type ServerProcess } from './server-process.ts';
import { realTrace } from './trace.ts';

const HELD = Number(process.env['HELD'] ?? 18_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? 8);
/** Pairings that begin each second, and how many there are in a slice. */
const RATE = 50;
const PAIRINGS = 150;
const WARM_UP = 100;
/** A slice without pairings. */
const IDLE_MS = 2000;
const rival = (name: string) => fileURLToPath(new URL(`./rivals/${name}.mjs`, import.meta.url));
const SCRIPTS: Readonly<Record<ServerName, string>> = {
  relay: RELAY,
  pipe: PIPE,
  PeerJS: rival('peer'),
  'y-webrtc': rival('y-webrtc'),
};
const NAMES = Object.keys(SCRIPTS) as ServerName[];

interface Stand {
  readonly name: ServerName;
  readonly server: ServerProcess;
  readonly holder: Awaited<ReturnType<typeof startElsewhere<typeof import('./holding.ts')>>>;
  readonly bytes: { readonly held: number; readonly resident: number };
  readonly pair: () => Promise<number>;
}

/** Four servers with as many connections as a process may have, and pairings at each in turn. */
export const loadBench: Bench = {
  name: 'load',
  async run() {
    const trace = await realTrace();
    const stands: Stand[] = [];
    try {
      for (const name of NAMES) stands.push(await stand(name, trace));
      const figures = { p50: [] as number[][], p99: [] as number[][], cpu: [] as number[][] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        const order = stands.map((_, place) => (place + round) % stands.length);
        const results = stands.map(() => ({ p50: NaN, p99: NaN, cpu: NaN }));
        for (const place of order) {
          const one = stands[place];
          if (one) results[place] = await slice(one);
        }
        // The first of each warmed up.
        if (round === 0) continue;
        figures.p50.push(results.map(({ p50 }) => p50));
        figures.p99.push(results.map(({ p99 }) => p99));
        figures.cpu.push(results.map(({ cpu }) => cpu));
      }
      const rows: Row[] = [];
      for (const [place, { name, bytes, holder }] of stands.entries()) {
        const lost = HELD - (await holder.call('standing'));
        const baseline = stands[NAMES.indexOf('pipe')]?.bytes;
        const bars = name === 'relay' ? { p50: 1.1, p99: 1.2, cpu: 1, memory: 1.2 } : undefined;
        const of = `${name}, ${HELD} held`;
        const column = (rounds: number[][], at: number) => rounds.map((all) => all[at] ?? NaN);
        const row = (what: 'p50' | 'p99' | 'cpu', text: string) =>
          pairedRow(
            `${of}: ${text}`,
            {
              ours: column(figures[what], place),
              baseline: column(figures[what], NAMES.indexOf('pipe')),
            },
            bars?.[what],
          );
        rows.push(
          row('p50', `pairing at ${RATE}/s, p50, ms`),
          row('p99', `pairing at ${RATE}/s, p99, ms`),
          row('cpu', 'CPU of a pairing, ms'),
          memoryRow(`${of}: held for one, bytes`, bytes.held, baseline?.held, bars?.memory),
          memoryRow(`${of}: resident for one, bytes`, bytes.resident, baseline?.resident),
          { name: `${of}: lost meanwhile`, ours: lost, ratio: lost, bar: 0 },
        );
      }
      return rows;
    } finally {
      for (const { holder, server } of stands) {
        await holder.stop();
        await server.stop();
      }
    }
  },
};

async function stand(
  name: ServerName,
  trace: Awaited<ReturnType<typeof realTrace>>,
): Promise<Stand> {
  const server = await startMeasured(SCRIPTS[name]);
  const holder = await startElsewhere<typeof import('./holding.ts')>(
    new URL('./holding.ts', import.meta.url),
  );
  const target = { origin: server.origin, url: server.url };
  // The first connections pay for code that is compiled once.
  await holder.call('hold', name, target, WARM_UP);
  const before = await server.memory();
  await holder.call('hold', name, target, HELD);
  const after = await server.memory();
  const bytes = {
    held: (after.held - before.held) / (HELD - WARM_UP),
    resident: (after.resident - before.resident) / (HELD - WARM_UP),
  };
  let last = 0;
  const next = () => `paired ${(last += 1)}`;
  const pairings: Readonly<Record<ServerName, () => Promise<number>>> = {
    relay: () => pairAtRelay(server, trace, newKeys()),
    pipe: () => pairAtPipe(server, next()),
    PeerJS: () => pairAtPeerServer(server, next()),
    'y-webrtc': () => pairAtYWebrtc(server, next()),
  };
  console.log(`  ${name} holds ${await holder.call('standing')}`);
  return { name, server, holder, bytes, pair: pairings[name] };
}

/** What holding costs by itself (pings, timers) is taken off: as much as it was just before. */
async function slice({ server, pair }: Stand): Promise<{ p50: number; p99: number; cpu: number }> {
  const spent = async (work: () => Promise<unknown>) => {
    const [start, cpu] = [performance.now(), await server.cpu()];
    await work();
    return { ms: performance.now() - start, cpu: ((await server.cpu()) - cpu) * 1000 };
  };
  const idle = await spent(() => new Promise((resolve) => setTimeout(resolve, IDLE_MS)));
  let times: number[] = [];
  const busy = await spent(async () => {
    ({ times } = await openLoop(RATE, PAIRINGS, pair));
  });
  return {
    p50: median(times),
    p99: quantile(times, 0.99),
    cpu: (busy.cpu - (idle.cpu / idle.ms) * busy.ms) / PAIRINGS,
  };
}

function memoryRow(name: string, ours: number, baseline = NaN, bar?: number): Row {
  return { name, ours, baseline, ratio: ours / baseline, ...(bar !== undefined && { bar }) };
}
