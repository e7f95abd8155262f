import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killed, WORLD, type Country } from './country.ts';

export const TURN_SECRET = 'what relay and coturn share';
/** Nothing there is anybody's to reach from here; coturn ends a path that it finds no route for. */
const PRIVATE = [
  '10.0.0.0-10.255.255.255',
  '172.16.0.0-172.31.255.255',
  '192.168.0.0-192.168.255.255',
  '127.0.0.0-127.255.255.255',
];
const READY_MS = 10_000;

/** A coturn in the world, as the README has it. */
export class TurnServer {
  readonly #child: ChildProcess;
  readonly #folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.#folder = folder;
  }

  static async start(country: Country, secret = TURN_SECRET): Promise<TurnServer> {
    const folder = await mkdtemp(join(tmpdir(), 'alcove-coturn-'));
    const child = country.start(
      'world',
      'turnserver',
      '-n',
      `--listening-ip=${WORLD}`,
      `--relay-ip=${WORLD}`,
      '--listening-port=3478',
      '--realm=alcove.example',
      '--use-auth-secret',
      `--static-auth-secret=${secret}`,
      '--no-cli',
      '--no-tls',
      '--no-dtls',
      '--no-multicast-peers',
      ...PRIVATE.map((range) => `--denied-peer-ip=${range}`),
      '--log-file=stdout',
      '--simple-log',
      `--pidfile=${join(folder, 'pid')}`,
      `--userdb=${join(folder, 'db')}`,
    );
    const server = new TurnServer(child, folder);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => (said += data.toString()));
    }
    const end = Date.now() + READY_MS;
    while (!(await answers(country))) {
      if (Date.now() < end && child.exitCode === null) continue;
      await server.stop();
      throw new Error(`coturn did not get ready: ${said}`);
    }
    return server;
  }

  async stop(): Promise<void> {
    await killed(this.#child);
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Whether it answers the simplest question of STUN; a question that came too early is never answered. */
async function answers(country: Country): Promise<boolean> {
  const asking = country.start('world', 'timeout', '1', 'turnutils_stunclient', WORLD);
  await once(asking, 'exit');
  return asking.exitCode === 0;
}
