import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@redis/client';
import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import { Deployment } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';
import { startRedis, type RedisProcess } from '../../support/redis-process.ts';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay } from '../../support/relay-process.ts';

const test = anywhere.skipIf(lacks('a Redis over TLS', 'openssl', 'redis-server'));

const SECRET = 'a secret of the processes alone';
const PASSWORD = 'of/anna: 100%';
/** What the README says such a user needs; each of these is a word of Redis 7 and of Valkey alike. */
const MAY =
  'resetkeys ~alcove:* resetchannels &alcove:* nocommands +@connection +subscribe +publish +eval +get +set +del +exists';

let deployment: Deployment;
let redis: RedisProcess;
/** In a file, as who may read the environment must not. */
let place: string;
const env = (more: Record<string, string> = {}) => ({
  REDIS_FILE: place,
  ORIGIN: 'https://alcove.example',
  TRUST_PROXY: '1',
  ...more,
});

beforeAll(async () => {
  deployment = await Deployment.create();
  const certificate = await deployment.certificate({});
  const user = ['anna', 'on', `>${PASSWORD}`, ...MAY.split(' ')];
  redis = await startRedis({ certificate, user });
  place = join(deployment.folder, 'redis');
  const url = new URL(redis.url);
  url.username = 'anna';
  url.password = encodeURIComponent(PASSWORD);
  await writeFile(place, `${url.href}#${SECRET}\n`, { mode: 0o600 });
});
afterAll(async () => {
  await redis.kill();
  await deployment.remove();
});

test('two processes share it, as a user who may do no more than they need', async () => {
  const options = { env: env({ REDIS_CA: deployment.ca }) };
  const [here, there] = await Promise.all([startRelay(options), startRelay(options)]);
  expect(here.output()).not.toContain('out of reach');
  const [key, link] = [new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(here, { address: '198.51.100.1' });
  await host.open(key, { seats: [link] });
  const guest = await RelayPeer.connect(there, { address: '198.51.100.2' });
  guest.join(key.roomId, link);
  await host.hear('claimed');
  // Gives the room and the process back, too: every script has run, and none was stopped by Redis.
  expect(await Promise.all([here.stop(), there.stop()])).toEqual([0, 0]);
  const ca = await readFile(deployment.ca, 'utf8');
  const reader = createClient({ url: redis.url, socket: { tls: true, ca } });
  reader.on('error', () => undefined);
  await reader.connect();
  expect(await reader.aclLog()).toEqual([]);
  reader.destroy();
});

test('a certificate of an authority that nobody named is said so in a sentence', async () => {
  expect(await runRelay({ env: env() })).toEqual({
    code: 1,
    output:
      'The certificate of Redis is not trusted for the host in REDIS; REDIS_CA names whom to trust.\n',
  });
});

test('a file without certificates is no REDIS_CA', async () => {
  expect(await runRelay({ env: env({ REDIS_CA: place }) })).toEqual({
    code: 1,
    output: 'REDIS_CA names a file without a PEM certificate.\n',
  });
});
