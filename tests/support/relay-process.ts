import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fileNameOf, SETTINGS } from '../../signaling/server/settings.ts';

/** The built program. */
export const MAIN = fileURLToPath(new URL('../../dist/server/alcove.js', import.meta.url));
/** Of the ready line, plain or in an object: the origin, and the port where ORIGIN was given. */
const READY = /(?:^|")Alcove is ready at ([^\s",]+)(?:, listening on \S+ port (\d+))?(?="|$)/m;
const READY_MS = 20_000;
/** What the tests' own surroundings must not decide. */
const CONFIGURATION: ReadonlySet<string> = new Set(
  Object.values(SETTINGS).flatMap(({ name }) => [name, fileNameOf(name)]),
);

export interface RelayProcess {
  /** What pages sign over and are opened at. */
  readonly origin: string;
  /** Where the process itself listens, whatever ORIGIN says; `http://localhost:PORT`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** Resolves as soon as it has printed this, or has before. */
  prints(text: string): Promise<void>;
  /** SIGTERM; resolves to the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL: gone without a word. */
  kill(): Promise<void>;
  /** The same again on the same port, after `stop` or `kill`. */
  restart(): Promise<RelayProcess>;
}

export interface RelayProcessOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A fixed one, so that it can be killed and started again; by default any free one. */
  readonly port?: number;
  /** What runs it elsewhere, in front of the program; it must become that program itself. */
  readonly within?: readonly string[];
  /** Another copy of the built server, beside pages of its own. */
  readonly main?: string;
  /** Words of the command line: a command, flags. */
  readonly args?: readonly string[];
}

/** Starts the built server as a process of its own. Run `npm run build` before. */
export async function startRelay(options: RelayProcessOptions = {}): Promise<RelayProcess> {
  const { child, output } = launch(options);
  const ready = await new Promise<RegExpExecArray>((resolve, reject) => {
    const look = () => {
      const match = READY.exec(output());
      if (match) resolve(match);
    };
    child.stdout?.on('data', look);
    child.once('exit', () => reject(new Error(`The relay did not start: ${output()}`)));
    AbortSignal.timeout(READY_MS).addEventListener('abort', () =>
      reject(new Error(`The relay did not get ready: ${output()}`)),
    );
  });
  const origin = ready[1] ?? '';
  const port = Number(ready[2] ?? new URL(origin).port);
  const exited = once(child, 'exit');
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await exited;
    return child.exitCode;
  };
  return {
    origin,
    url: `http://localhost:${port}`,
    port,
    pid: child.pid ?? 0,
    output,
    async prints(text) {
      while (!output().includes(text)) {
        await Promise.race([
          child.stdout && once(child.stdout, 'data'),
          child.stderr && once(child.stderr, 'data'),
          exited.then(() => Promise.reject(new Error(`It ended without ${text}: ${output()}`))),
        ]);
      }
    },
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
    restart: () => startRelay({ ...options, port }),
  };
}

/** Runs the program until it ends by itself: what keeps the server from starting, or another command. */
export async function runRelay(
  options: RelayProcessOptions,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { child, output } = launch(options);
  await once(child, 'close');
  return { code: child.exitCode, output: output() };
}

function launch({
  env = {},
  port = 0,
  main = MAIN,
  within = [],
  args: words = [],
}: RelayProcessOptions): {
  child: ChildProcess;
  output: () => string;
} {
  if (!existsSync(main)) throw new Error(`${main} is missing: run npm run build first.`);
  const inherited = Object.entries(process.env).filter(([name]) => !CONFIGURATION.has(name));
  const [program = process.execPath, ...args] = [...within, process.execPath, main, ...words];
  // Rooms for anybody, whatever the origin: who opens them is the subject of few tests.
  const open = words.includes('--local') ? {} : { OPEN: 'yes' };
  const child = spawn(program, args, {
    env: { ...Object.fromEntries(inherited), PORT: String(port), ...open, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  child.stderr.on('data', (data: Buffer) => (text += data.toString()));
  return { child, output: () => text };
}
