import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import { tryTurn, type TurnAnswer } from '../../../signaling/cli/turn-client.ts';
import { turn } from '../../../signaling/relay/turn.ts';
import {
  Deployment,
  freePort,
  missingPrograms,
  type Certificate,
} from '../../support/deployment.ts';

const SECRET = 'what relay and coturn share';

const test = anywhere.skipIf(missingPrograms().length > 0);

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

const credentials = () =>
  turn({
    secret: SECRET,
    urls: [],
    random: () => new Uint8Array(16),
    clock: () => Date.now() / 1000,
  }).mint();

const ask = (port: number, transport: 'udp' | 'tcp' | 'tls' = 'tcp'): Promise<TurnAnswer> =>
  tryTurn({ host: 'localhost', port, transport }, credentials());

/** Starts a coturn; resolves to its ports. */
async function coturn(
  more: readonly string[] = [],
  secret: string | null = SECRET,
): Promise<{ readonly port: number; readonly tlsPort: number }> {
  const [port, tlsPort] = [await freePort(), await freePort()];
  await deployment.coturn({ port, tlsPort, secret, certificate, more });
  return { port, tlsPort };
}

test('coturn allocates for who has credentials, over each transport', async () => {
  const { port, tlsPort } = await coturn();
  const answer = { kind: 'allocated', realm: 'localhost', address: '127.0.0.1' };
  expect(await ask(port, 'udp')).toEqual(answer);
  expect(await ask(port, 'tcp')).toEqual(answer);
  const ca = await readFile(deployment.ca, 'utf8');
  const place = { host: 'localhost', port: tlsPort, transport: 'tls' } as const;
  expect(await tryTurn(place, credentials(), ca)).toEqual(answer);
  // Without the authority, and towards a port that has no TLS.
  expect(await ask(tlsPort, 'tls')).toMatchObject({ kind: 'tls' });
  expect(await ask(port, 'tls')).toMatchObject({ kind: 'tls' });
});

test('coturn that asks nobody for credentials', async () => {
  const { port } = await coturn([], null);
  expect(await ask(port)).toEqual({ kind: 'open' });
});

test('coturn that passes on no UDP', async () => {
  const { port } = await coturn(['--no-udp-relay']);
  expect(await ask(port)).toMatchObject({ kind: 'refused', code: 442 });
});

test('an allocation is given back: who may have one can soon have the next', async () => {
  const { port } = await coturn(['--user-quota=1']);
  const place = { host: 'localhost', port, transport: 'udp' } as const;
  const same = credentials();
  expect(await tryTurn(place, same)).toMatchObject({ kind: 'allocated' });
  // Kept, it would be there for ten minutes.
  const again = async () => (await tryTurn(place, same)).kind;
  await expect.poll(again, { timeout: 10_000, interval: 200 }).toBe('allocated');
});

test('a web server is no TURN server', async () => {
  expect(await ask(await portOf(createHttp()))).toEqual({ kind: 'no-turn' });
});

test('who ends every connection is no TURN server', async () => {
  expect(await ask(await portOf(createServer((socket) => socket.end())))).toEqual({
    kind: 'no-turn',
  });
});

test('nothing listens, for either', async () => {
  const closed = await freePort();
  expect(await ask(closed)).toEqual({ kind: 'closed' });
  expect(await ask(closed, 'udp')).toEqual({ kind: 'closed' });
});

test('UDP that is never answered is asked four times', async () => {
  const socket = createSocket('udp4');
  servers.push(socket);
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const asked: Buffer[] = [];
  socket.on('message', (message) => asked.push(message));
  expect(await ask(socket.address().port, 'udp')).toEqual({ kind: 'silent' });
  expect(asked).toHaveLength(4);
  expect(new Set(asked.map((one) => one.toString('hex'))).size).toBe(1);
});
