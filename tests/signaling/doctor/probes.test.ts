import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import { probeHttp } from '../../../signaling/cli/doctor/http-probe.ts';
import { probeName } from '../../../signaling/cli/doctor/name-probe.ts';
import { targetOf } from '../../../signaling/cli/doctor/target.ts';
import { probeTls } from '../../../signaling/cli/doctor/tls-probe.ts';
import { Deployment, freePort, type Certificate } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';

const test = anywhere.skipIf(lacks('what the doctor sees of TLS and pages', 'openssl'));

let deployment: Deployment;
let certificate: Certificate;
const servers: { close(): unknown }[] = [];

beforeAll(async () => {
  deployment = await Deployment.create();
  certificate = await deployment.certificate({});
});

afterAll(async () => {
  for (const server of servers) server.close();
  await deployment.remove();
});

async function portOf(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a name that nobody has', async () => {
  expect(await probeName('nobody.invalid')).toEqual([]);
});

test('a server that speaks TLS 1.1 at best', async () => {
  const server = createTls({
    cert: await readFile(certificate.cert),
    key: await readFile(certificate.key),
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  const port = await portOf(server);
  const ca = await readFile(deployment.ca, 'utf8');
  expect(await probeTls(targetOf(`https://localhost:${port}`, ca))).toMatchObject({
    kind: 'certificate',
    protocol: 'TLSv1.1',
    chainError: undefined,
    namesHost: true,
  });
});

test('a certificate of an authority that nobody trusts', async () => {
  const server = createTls({
    cert: await readFile(certificate.cert),
    key: await readFile(certificate.key),
  });
  const port = await portOf(server);
  expect(await probeTls(targetOf(`https://localhost:${port}`))).toMatchObject({
    kind: 'certificate',
    chainError: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  });
});

test('a port without TLS, and one where nothing listens', async () => {
  const port = await portOf(createHttp());
  expect(await probeTls(targetOf(`https://localhost:${port}`))).toMatchObject({ kind: 'failed' });
  const closed = await freePort();
  expect(await probeTls(targetOf(`https://localhost:${closed}`))).toMatchObject({
    kind: 'unreachable',
  });
});

test('an answer without an end is not read to its end', async () => {
  const server = createHttp((_request, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', write);
    write();
  });
  const port = await portOf(server);
  expect(await probeHttp(targetOf(`http://localhost:${port}`), '/')).toMatchObject({
    kind: 'failed',
    detail: 'the answer is too long',
  });
});
