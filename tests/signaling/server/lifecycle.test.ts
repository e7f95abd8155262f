import { once } from 'node:events';
import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay } from '../../support/relay-process.ts';

/** Not every machine has IPv6. */
const LOOPBACKS = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal, address }) => internal && !address.startsWith('fe80'))
  .map(({ address }) => address);

describe('starting', () => {
  test('says where, and answers under every name of this machine', async () => {
    const relay = await startRelay();
    expect(relay.output()).toBe(`Alcove is ready at http://localhost:${relay.port}\n`);
    for (const host of ['localhost', ...LOOPBACKS]) {
      const name = host.includes(':') ? `[${host}]` : host;
      const response = await fetch(`http://${name}:${relay.port}/healthz`);
      expect(response.status, host).toBe(200);
    }
    await relay.stop();
  });

  test('with an ORIGIN says that, and where it listens', async () => {
    const relay = await startRelay({ env: { ORIGIN: 'https://alcove.example', TRUST_PROXY: '1' } });
    expect(relay.origin).toBe('https://alcove.example');
    expect(relay.output()).toBe(
      `Alcove is ready at https://alcove.example, listening on localhost port ${relay.port}\n`,
    );
    await relay.stop();
  });

  test('on one address answers there', async () => {
    const relay = await startRelay({ env: { HOST: '127.0.0.1' } });
    expect(relay.origin).toBe(`http://127.0.0.1:${relay.port}`);
    expect((await fetch(`${relay.origin}/`, { redirect: 'manual' })).status).toBe(200);
    await relay.stop();
  });

  test('on a port in use ends with a sentence and 1, whichever address it is in use on', async () => {
    for (const host of LOOPBACKS) {
      const other = createServer().listen(0, host);
      await once(other, 'listening');
      const address = other.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      const { code, output } = await runRelay({ port });
      expect(code).toBe(1);
      expect(output).toBe(
        `Port ${port} is in use by another program; set PORT to a free one, for example PORT=8788.\n`,
      );
      other.close();
    }
  });

  test.each([
    [{ PORT: 'x' }, 'PORT must be a whole number from 0 to 65535, and it is "x".\n'],
    [{ HOST: '203.0.113.254' }, 'HOST names no address of this machine: 203.0.113.254.\n'],
    [
      { TRUST_PROXY: 'yes' },
      'TRUST_PROXY must be the number of proxies in front, from 0 to 8, and it is "yes".\n',
    ],
  ])('with %o ends with a sentence and 1', async (env, sentence) => {
    expect(await runRelay({ env })).toEqual({ code: 1, output: sentence });
  });
});

describe('stopping', () => {
  test('tells every connection that it goes away, and ends with 0', async () => {
    const relay = await startRelay();
    const peers = await Promise.all(Array.from({ length: 5 }, () => RelayPeer.connect(relay)));
    const code = relay.stop();
    for (const peer of peers) {
      expect(await peer.closed).toEqual({ code: 1001, reason: 'GOING_AWAY' });
    }
    expect(await code).toBe(0);
    expect(relay.output()).toBe(`Alcove is ready at ${relay.origin}\nAlcove has stopped.\n`);
  });

  test('is said at /readyz while the last are leaving, and nobody new comes in', async () => {
    const relay = await startRelay();
    const status = async (path: string) => (await fetch(relay.url + path)).status;
    expect(await status('/readyz')).toBe(200);
    const slow = await RelayPeer.connect(relay);
    const quick = await RelayPeer.connect(relay);
    slow.socket.pause();
    const code = relay.stop();
    await quick.closed;
    expect(await status('/readyz')).toBe(503);
    expect(await status('/healthz')).toBe(200);
    await expect(RelayPeer.connect(relay)).rejects.toThrow('503');
    expect(await code).toBe(0);
    slow.socket.terminate();
  });

  test('does not wait for who does not answer', async () => {
    const relay = await startRelay();
    const peer = await RelayPeer.connect(relay);
    peer.socket.pause();
    expect(await relay.stop()).toBe(0);
    peer.socket.terminate();
  });
});

describe('reading the settings again', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alcove-reload-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('changes what may change, disconnects nobody, and names what has to wait', async () => {
    const config = join(folder, 'alcove.env');
    await writeFile(config, '');
    const relay = await startRelay({ args: ['--config', config] });
    const standing = await RelayPeer.connect(relay);
    const origin = 'https://mine.example';
    await expect(RelayPeer.connect(relay, { origin })).rejects.toThrow('403');
    await writeFile(config, `ALLOW_ORIGINS=${origin}\nTRUST_PROXY=2\n`);
    process.kill(relay.pid, 'SIGHUP');
    await relay.prints('The settings were read again.');
    expect(relay.output()).toContain('TRUST_PROXY changes at the next start.');
    expect(relay.output()).not.toContain('ALLOW_ORIGINS changes');
    await (await RelayPeer.connect(relay, { origin })).leave();
    await writeFile(config, 'ALLOW_ORIGINS=mine.example\n');
    process.kill(relay.pid, 'SIGHUP');
    await relay.prints('The settings stay as they were.');
    await (await RelayPeer.connect(relay, { origin })).leave();
    standing.socket.ping();
    await once(standing.socket, 'pong');
    await relay.stop();
  });
});

test('an https origin with nothing that makes it https is remarked upon', async () => {
  const relay = await startRelay({ env: { ORIGIN: 'https://alcove.example' } });
  await relay.prints('a proxy in front needs TRUST_PROXY=1.');
  await relay.stop();
});

test('a relay killed and started again knows nothing, and learns it all from the host', async () => {
  const relay = await startRelay();
  const [hostKey, link, access] = [new TestKey(), new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay);
  const hand = await host.open(hostKey, { seats: [link] });
  const guest = await RelayPeer.connect(relay);
  guest.join(hostKey.roomId, link);
  const { connection } = await host.hear('claimed');
  host.say(hand.seal(0, connection, access));
  await host.hear('sealed');
  await relay.kill();
  expect((await guest.closed).code).toBe(1006);

  const again = await relay.restart();
  expect(again.origin).toBe(relay.origin);
  const returning = await RelayPeer.connect(again);
  returning.join(hostKey.roomId, access, link);
  await returning.hear('waiting');
  const thief = await RelayPeer.connect(again);
  thief.join(hostKey.roomId, link);
  await thief.hear('waiting');
  const back = await RelayPeer.connect(again);
  await back.open(hostKey, {
    seats: [{ key: access, sealed: true }],
    spent: [{ key: link, seat: 0 }],
  });
  expect(await returning.hear('attached')).toEqual({ type: 'attached', key: 0 });
  expect(await thief.closed).toMatchObject({ reason: 'SPENT' });
  expect(await back.hear('claimed')).toMatchObject({ seat: 0, sealed: true });
  expect(await back.hear('spent-claim')).toEqual({ type: 'spent-claim', seat: 0 });
  await again.stop();
});
