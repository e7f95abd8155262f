import { copyFile, cp, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import product from '../../vite.config.ts';
import { Person } from '../support/person.ts';
import { processTree } from '../support/process-memory.ts';
import { startRelay } from '../support/relay-process.ts';
import { alternate, median, pairedRow, type Bench, type Row } from './measure.ts';
import type { Layer } from './pages/frames/main.ts';

const PAIRS = 7;
const SLICE_MS = 5000;
/** As milliseconds a frame, what is 0.98 in frames per second. */
const PACE_BAR = 1.02;
const CPU_BAR = 1.15;
/** With less there is not enough to seal; Mbit/s. */
const LEAST_RATE = 2;
/** Of the clock by which the kernel counts a process's time. */
const TICK_MS = 10;

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const BUILT = path('../../node_modules/.cache/alcove/frame-bench');

interface Slice {
  /** Milliseconds from one decoded frame to the next. */
  readonly pace: number;
  /** Milliseconds of all of the browser's processes for one decoded frame. */
  readonly cpu: number;
  /** Mbit/s */
  readonly rate: number;
}

/** A noisy picture through the second layer, by one through a worker that does nothing to it. */
const frames: Bench = {
  name: 'frames',
  async run() {
    const relay = await startRelay({ main: await buildPage() });
    const person = await Person.arrive('frames', 'chromium');
    try {
      await person.open(relay.origin);
      const slices: Record<Layer, Slice[]> = { sealed: [], passed: [] };
      const take = (layer: Layer) => async () => {
        const slice = await measure(person, layer);
        slices[layer].push(slice);
        return slice.pace;
      };
      const pace = await alternate(PAIRS, take('sealed'), take('passed'));
      const complaints = await person.complaints();
      if (complaints.length > 0) throw new Error(complaints.join('\n'));
      return rows(pace, slices);
    } finally {
      await person.leaveBrowser();
      await relay.stop();
    }
  },
};

function rows(
  pace: { ours: readonly number[]; baseline: readonly number[] },
  all: Record<Layer, Slice[]>,
): Row[] {
  // The first pair warms up.
  const [sealed, passed] = [all.sealed.slice(1), all.passed.slice(1)];
  const of = (name: keyof Slice) => ({
    ours: sealed.map((slice) => slice[name]),
    baseline: passed.map((slice) => slice[name]),
  });
  const rate = median(of('rate').ours);
  const slow = rate < LEAST_RATE ? { void: `only ${rate.toFixed(1)} Mbit/s` } : {};
  const cpu = of('cpu');
  const added = cpu.ours.map((value, pair) => (value - (cpu.baseline[pair] ?? Number.NaN)) * 1000);
  return [
    { ...pairedRow('frames: sealed and opened, ms from one to the next', pace, PACE_BAR), ...slow },
    { ...pairedRow('frames: CPU of the browser, both ends, ms a frame', cpu, CPU_BAR), ...slow },
    pairedRow('frames: Mbit/s received', of('rate')),
    {
      name: 'frames: CPU that sealing and opening add, µs a frame (by 1,000)',
      ours: median(added),
      ratio: median(added) / 1000,
    },
  ];
}

async function measure(person: Person, layer: Layer): Promise<Slice> {
  const { page } = person;
  const pid = person.browser.process()?.pid;
  if (pid === undefined) throw new Error('the browser has no process');
  await page.evaluate((wanted) => window.frameBench.start(wanted), layer);
  const now = async () => ({
    ...(await page.evaluate(() => window.frameBench.count())),
    cpu: await cpuOf(pid),
    at: performance.now(),
  });
  const before = await now();
  await new Promise((turn) => setTimeout(turn, SLICE_MS));
  const after = await now();
  await page.evaluate(() => window.frameBench.stop());
  const count = after.frames - before.frames;
  const took = after.at - before.at;
  return {
    pace: took / count,
    cpu: (after.cpu - before.cpu) / count,
    rate: ((after.bytes - before.bytes) * 8) / 1000 / took,
  };
}

/** Milliseconds that a process and all that it started have had of the processors. */
async function cpuOf(root: number): Promise<number> {
  const stats = await Promise.all(
    processTree(root).map((pid) => readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')),
  );
  let ticks = 0;
  for (const stat of stats) {
    // After the program's name, in which anything may stand: the state is the first, and these two.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  }
  return ticks * TICK_MS;
}

/** The product's own build of another page. */
async function buildPage(): Promise<string> {
  const config = product({ command: 'build', mode: 'host', isSsrBuild: false });
  await build({
    ...config,
    configFile: false,
    logLevel: 'warn',
    root: path('./pages/frames'),
    build: {
      ...config.build,
      outDir: join(BUILT, 'client'),
      emptyOutDir: true,
      rolldownOptions: {
        ...config.build?.rolldownOptions,
        input: { bench: path('./pages/frames/index.html') },
      },
    },
  });
  // The server wants both pages to be there.
  await copyFile(join(BUILT, 'client/index.html'), join(BUILT, 'client/j.html'));
  const main = join(BUILT, 'server/alcove.js');
  await cp(path('../../dist/server'), dirname(main), { recursive: true });
  return main;
}

export const frameBenches: readonly Bench[] = [frames];
