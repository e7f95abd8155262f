import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type ConnectionOptions } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';
import { Wire } from '../../support/relay-wire.ts';
import { selfSigned } from '../../support/self-signed.ts';

let folder: string;
let relay: RelayProcess;
let files: { readonly TLS_CERT: string; readonly TLS_KEY: string };
let current = selfSigned();

const write = async ({ cert, key }: { cert: string; key: string }) => {
  await writeFile(files.TLS_CERT, cert);
  await writeFile(files.TLS_KEY, key);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-tls-'));
  files = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
  await write(current);
  relay = await startRelay({ env: files });
});
afterAll(async () => {
  await relay.stop();
  await rm(folder, { recursive: true });
});

/** The certificate that a new connection is shown, as its own authority. */
async function handshake(options: ConnectionOptions = {}): Promise<string> {
  const socket = connect({ port: relay.port, host: 'localhost', ca: current.cert, ...options });
  try {
    await once(socket, 'secureConnect');
    return socket.getProtocol() ?? '';
  } finally {
    socket.destroy();
  }
}

const peer = () =>
  RelayPeer.connect({ origin: relay.origin, url: relay.origin }, { ca: current.cert });

test('pages and relay are https by themselves', async () => {
  expect(relay.origin).toBe(`https://localhost:${relay.port}`);
  const sent = request(`${relay.origin}/j`, { ca: current.cert }).end();
  const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  response.resume();
  expect(response.statusCode).toBe(200);
  expect(response.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(response.headers['content-security-policy']).toContain(`wss://localhost:${relay.port}`);
  await (await peer()).leave();
});

test('nothing older than TLS 1.2 is spoken, and nothing that is no TLS', async () => {
  expect(await handshake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
  expect(await handshake()).toBe('TLSv1.3');
  await expect(
    handshake({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
  ).rejects.toThrow(/alert protocol version/);
  const wire = await Wire.open(relay.port);
  wire.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(await wire.ended()).not.toContain('HTTP');
});

test('who is slow to shake hands, or to say what it wants, is cut off', async () => {
  const silent = await Wire.open(relay.port);
  const socket = connect({ port: relay.port, host: 'localhost', ca: current.cert });
  await once(socket, 'secureConnect');
  socket.write('GET / HTTP/1.1\r\nHost: loc');
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));
  await Promise.all([silent.ended(), once(socket, 'close')]);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

describe('a renewed certificate', () => {
  test('is found without a word, and whoever is connected stays so', async () => {
    const standing = await peer();
    current = selfSigned();
    await expect(handshake()).rejects.toThrow();
    await write(current);
    await relay.prints('The certificate was read; it ends on 2049-01-01.');
    expect(await handshake()).toBe('TLSv1.3');
    standing.socket.ping();
    await once(standing.socket, 'pong');
    await standing.leave();
  });

  test('that is of no use is not taken, and the log says so', async () => {
    await writeFile(files.TLS_KEY, selfSigned().key);
    process.kill(relay.pid, 'SIGHUP');
    await relay.prints(
      'TLS_CERT and TLS_KEY do not belong together. The certificate stays as it was.',
    );
    expect(await handshake()).toBe('TLSv1.3');
    await writeFile(files.TLS_CERT, 'nothing');
    process.kill(relay.pid, 'SIGHUP');
    await relay.prints('TLS_CERT names a file without a PEM certificate.');
    expect(await handshake()).toBe('TLSv1.3');
  });
});

test('what cannot be served is refused at the start', async () => {
  const { TLS_CERT, TLS_KEY } = files;
  await write(current);
  for (const [env, sentence] of [
    [{ TLS_CERT }, 'TLS_CERT and TLS_KEY go together, and only one of them is set.'],
    [{ TLS_CERT, TLS_KEY: '/nowhere' }, 'TLS_KEY names a file that cannot be read: /nowhere.'],
    [
      { TLS_CERT, TLS_KEY, ORIGIN: 'http://alcove.example' },
      'ORIGIN must begin with https where TLS_CERT is set.',
    ],
  ] as const) {
    expect(await runRelay({ env })).toEqual({ code: 1, output: `${sentence}\n` });
  }
});
