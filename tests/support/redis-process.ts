import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from '@redis/client';
import { freePort, type Certificate } from './deployment.ts';

const PASSWORD = 'a password of a test';
const READY_MS = 10_000;

export interface RedisProcess {
  /** With the password, without a secret. */
  readonly url: string;
  /** SIGKILL: everything in it is gone. */
  kill(): Promise<void>;
  /** An empty one in its place. */
  restart(): Promise<void>;
  /** SIGSTOP: its connections stand, and nothing answers. */
  freeze(): void;
  thaw(): void;
}

export interface RedisOptions {
  /** It speaks TLS alone, as `localhost`; PEM files. */
  readonly certificate?: Certificate;
  /** One more who may come in, in Redis' words: a name, a password, and what they may do. */
  readonly user?: readonly string[];
}

/** A real redis-server on a free port, that keeps nothing on disk. */
export async function startRedis({ certificate, user }: RedisOptions = {}): Promise<RedisProcess> {
  const port = await freePort();
  const tls = certificate && [
    ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', certificate.cert, '--tls-key-file', certificate.key],
  ];
  const args = [
    ...(tls ?? ['--port', String(port)]),
    ...['--bind', '127.0.0.1', '--requirepass', PASSWORD],
    ...(user ? ['--user', ...user] : []),
  ];
  const launch = async () => {
    const child = spawn('redis-server', [...args, '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let text = '';
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`redis-server ended: ${text}`)));
      child.stdout.on('data', (data: Buffer) => {
        text += data.toString();
        if (text.includes('Ready to accept connections')) resolve();
      });
      AbortSignal.timeout(READY_MS).addEventListener('abort', () => reject(new Error(text)));
    });
    return child;
  };
  let child = await launch();
  return {
    url: `${tls ? 'rediss' : 'redis'}://:${encodeURIComponent(PASSWORD)}@${tls ? 'localhost' : '127.0.0.1'}:${port}`,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    restart: async () => {
      child = await launch();
    },
    freeze: () => child.kill('SIGSTOP'),
    thaw: () => child.kill('SIGCONT'),
  };
}

/** Somebody else who has the password of Redis, and not the processes' secret. */
export async function redisReader({ url }: RedisProcess) {
  const client = createClient({ url, RESP: 3 });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
