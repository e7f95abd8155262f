import { readdir, readFile } from 'node:fs/promises';
import { WebSocket } from 'ws';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { alternate, median, pairedRow, quantile, type Bench, type Row } from './measure.ts';
import { openLoop } from './open-loop.ts';
import { newKeys, pairAtPipe, pairAtRelay } from './pairing.ts';
import { withServers, type ServerProcess } from './server-process.ts';
import { realTrace } from './trace.ts';

const CPU_PAIRS = 9;
const CPU_PAIRINGS = 400;
const CPU_AT_ONCE = 1;

const LATENCY_PAIRS = 40;
const RATE = 200;
const LATENCY_PAIRINGS = 200;
/** A timer is late by a millisecond or so anyway. */
const OWN_PAUSE_MS = 2;

/** Idle connections of one address: half are hosts, half guests, below what one address may have. */
const OF_ONE_ADDRESS = 100;
/** Open files a process may have, less what it needs besides. */
const MARGIN = 500;

let lastName = 0;
const newName = (): string => {
  lastName += 1;
  return `pairing ${lastName}`;
};

/** Processor time that one pairing costs the server. */
const processorTime: Bench = {
  name: 'relay-cpu',
  async run() {
    const trace = await realTrace();
    return withServers(async ({ relay, pipe }) => {
      const cost = async (server: ServerProcess, pair: (index: number) => Promise<unknown>) => {
        const before = await server.cpu();
        await atOnce(CPU_AT_ONCE, CPU_PAIRINGS, pair);
        return (((await server.cpu()) - before) / CPU_PAIRINGS) * 1000;
      };
      const pairs = await alternate(
        CPU_PAIRS,
        () => {
          const keys = Array.from({ length: CPU_PAIRINGS }, newKeys);
          return cost(relay, (index) => pairAtRelay(relay, trace, keys[index] ?? newKeys()));
        },
        () => cost(pipe, () => pairAtPipe(pipe, newName())),
      );
      return [pairedRow('relay: CPU of a pairing, ms', pairs, 1)];
    });
  },
};

/** Open loop: pairings begin on time whether or not earlier ones have ended. */
const latency: Bench = {
  name: 'relay-latency',
  async run() {
    const trace = await realTrace();
    return withServers(async ({ relay, pipe }) => {
      const slices = { ours: [] as number[][], baseline: [] as number[][] };
      const pauses: number[] = [];
      const slice = async (into: number[][], pair: (index: number) => Promise<number>) => {
        const { times, latest } = await openLoop(RATE, LATENCY_PAIRINGS, pair);
        into.push(times);
        pauses.push(latest);
        return median(times);
      };
      const middle = await alternate(
        LATENCY_PAIRS,
        () => {
          const keys = Array.from({ length: LATENCY_PAIRINGS }, newKeys);
          const pair = (index: number) => pairAtRelay(relay, trace, keys[index] ?? newKeys());
          return slice(slices.ours, pair);
        },
        () => slice(slices.baseline, () => pairAtPipe(pipe, newName())),
      );
      // The first of each warmed up.
      const late = (all: number[][]) => all.slice(1).map((times) => quantile(times, 0.99));
      const tail = { ours: late(slices.ours), baseline: late(slices.baseline) };
      const noisy = quantile(middle.baseline, 0.75) > 2 * quantile(middle.baseline, 0.25);
      const note = noisy ? { void: 'the pipe itself varied twofold: too noisy to tell' } : {};
      return [
        { ...pairedRow(`relay: pairing at ${RATE}/s, p50, ms`, middle, 1.1), ...note },
        {
          ...pairedRow(`relay: pairing at ${RATE}/s, p99, ms`, tail, 1.2),
          ...note,
          ...ownNote(pauses),
        },
      ];
    });
  },
};

/** What one connection costs that has proven itself and then says nothing. */
const memory: Bench = {
  name: 'relay-memory',
  async run() {
    const rows: Row[] = [];
    const limit = await openFilesLimit();
    for (const count of [1000, 5000, 20_000].map((wanted) => Math.min(wanted, limit - MARGIN))) {
      rows.push(
        ...(await withServers(async ({ relay, pipe }) => {
          const ours = await idleCost(relay, count, idleAtRelay);
          const baseline = await idleCost(pipe, count, idleAtPipe);
          const of = `${count} idle connections`;
          return [
            {
              name: `relay: held for one of ${of}, bytes`,
              ours: ours.held,
              baseline: baseline.held,
              ratio: ours.held / baseline.held,
              bar: 1.2,
            },
            {
              name: `relay: resident for one of ${of}, bytes`,
              ours: ours.resident,
              baseline: baseline.resident,
              ratio: ours.resident / baseline.resident,
            },
          ];
        })),
      );
    }
    return rows;
  },
};

export const relayBenches: readonly Bench[] = [processorTime, latency, memory];

async function atOnce(
  width: number,
  count: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
}

/** A tail that this process made itself, by collecting its own garbage, says nothing of the relay. */
function ownNote(pauses: readonly number[]): { void?: string } {
  const pause = median(pauses);
  if (pause <= OWN_PAUSE_MS) return {};
  return { void: `the load itself paused for ${pause.toFixed(1)} ms: no word on the tail` };
}

async function idleCost(
  server: ServerProcess,
  count: number,
  connect: (server: ServerProcess, localAddress: string) => Promise<WebSocket[]>,
): Promise<{ held: number; resident: number }> {
  // The first connections pay for code that is compiled once.
  const warm = await connect(server, '127.2.0.1');
  const before = await server.memory();
  const sockets: WebSocket[] = [];
  for (let done = 0; done < count; done += OF_ONE_ADDRESS) {
    const address = done / OF_ONE_ADDRESS;
    sockets.push(
      ...(await connect(server, `127.3.${Math.floor(address / 250)}.${(address % 250) + 1}`)),
    );
  }
  const after = await server.memory();
  for (const socket of [...warm, ...sockets]) socket.terminate();
  return {
    held: (after.held - before.held) / sockets.length,
    resident: (after.resident - before.resident) / sockets.length,
  };
}

/** Pairs of a host whose room is open and a guest who is attached to it. */
async function idleAtRelay(relay: ServerProcess, localAddress: string): Promise<WebSocket[]> {
  const pairs = Array.from({ length: OF_ONE_ADDRESS / 2 }, async () => {
    const [key, seat] = [new TestKey(), new TestKey()];
    const host = await RelayPeer.connect(relay, { localAddress });
    await host.open(key, { seats: [seat] });
    const guest = await RelayPeer.connect(relay, { localAddress });
    guest.join(key.roomId, seat);
    await guest.hear('attached');
    await host.hear('claimed');
    return [host.socket, guest.socket];
  });
  return (await Promise.all(pairs)).flat();
}

async function idleAtPipe(pipe: ServerProcess, localAddress: string): Promise<WebSocket[]> {
  const pairs = Array.from({ length: OF_ONE_ADDRESS / 2 }, async () => {
    const name = newName();
    const sockets = [1, 2].map(
      () => new WebSocket(pipe.origin.replace('http', 'ws'), { localAddress }),
    );
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve, reject) => {
            socket.once('error', reject);
            socket.once('open', () => socket.send(name));
            socket.once('message', resolve);
          }),
      ),
    );
    return sockets;
  });
  return (await Promise.all(pairs)).flat();
}

/** Of this process; a child has the same. */
async function openFilesLimit(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8');
  const soft = Number(/^Max open files\s+(\d+)/m.exec(limits)?.[1]);
  const open = (await readdir('/proc/self/fd')).length;
  return (Number.isFinite(soft) ? soft : 1024) - open;
}
