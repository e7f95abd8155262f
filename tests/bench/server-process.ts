import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const RELAY = here('../../dist/server/alcove.js');
export const PIPE = here('./pipe.mjs');
const PROBE = pathToFileURL(here('./memory-probe.mjs')).href;
/** Of the kernel's clock ticks that /proc counts in; 100 on every Linux. */
const TICKS_A_SECOND = 100;

interface Memory {
  /** Bytes of objects and of buffers outside the heap, after garbage was collected. */
  readonly held: number;
  readonly resident: number;
}

/** A server under measurement, in a process of its own. */
export interface ServerProcess {
  readonly origin: string;
  /** Where it listens, whatever ORIGIN says. */
  readonly url: string;
  /** Seconds of processor time since its start, user and system. Linux alone. */
  cpu(): Promise<number>;
  /** Throws once the process is no more. */
  memory(): Promise<Memory>;
  /** How many it has open, sockets among them. Linux alone. */
  files(): Promise<number>;
  stop(): Promise<void>;
}

/** Both servers at once, stopped again whatever the work does. */
export async function withServers<T>(
  work: (servers: { relay: ServerProcess; pipe: ServerProcess }) => Promise<T>,
): Promise<T> {
  const [relay, pipe] = await Promise.all([startMeasured(RELAY), startMeasured(PIPE)]);
  try {
    return await work({ relay, pipe });
  } finally {
    await Promise.all([relay.stop(), pipe.stop()]);
  }
}

/** A server whose memory and processor time can be asked for. */
export async function startMeasured(
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--expose-gc', '--import', PROBE, script], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ORIGIN: '', TRUST_PROXY: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const [origin, url] = await new Promise<[string, string]>((resolve, reject) => {
    let printed = '';
    child.stdout?.on('data', (data: Buffer) => {
      printed += data.toString();
      const [, ready, port] =
        /ready at ([^\s,]+)(?:, listening on \S+ port (\d+))?$/m.exec(printed) ?? [];
      if (ready === undefined) return;
      resolve([ready, port === undefined ? ready : `http://127.0.0.1:${port}`]);
    });
    child.once('exit', () => reject(new Error(`${script} did not start: ${printed}`)));
  });
  let alive = true;
  const exited = once(child, 'exit').then(() => (alive = false));
  return {
    origin,
    url,
    async cpu() {
      const stat = await readFile(`/proc/${child.pid ?? 0}/stat`, 'utf8');
      // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
    },
    async memory() {
      const answer = once(child, 'message');
      if (alive) child.send('memory');
      await Promise.race([answer, exited]);
      if (!alive) throw new Error(`${script} is no more.`);
      const [usage] = (await answer) as [NodeJS.MemoryUsage];
      return { held: usage.heapUsed + usage.external, resident: usage.rss };
    },
    async files() {
      return (await readdir(`/proc/${child.pid ?? 0}/fd`)).length;
    },
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
