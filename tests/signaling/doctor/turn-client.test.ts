import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import { ATTRIBUTE, decodeStun, encodeStun, REQUEST } from '../../../signaling/cli/stun-message.ts';
import { tryTurn, turnPlace, type TurnAnswer } from '../../../signaling/cli/turn-client.ts';
import { turn } from '../../../signaling/relay/turn.ts';
import { Deployment, freePort, type Certificate } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';

const SECRET = 'what relay and coturn share';

const test = anywhere.skipIf(lacks('how coturn is asked', 'openssl', 'turnserver'));

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

/** As the relay minted them some seconds ago. */
const credentials = (ago = 0) =>
  turn({
    secret: SECRET,
    urls: [],
    random: () => new Uint8Array(16),
    clock: () => Date.now() / 1000 - ago,
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

test('coturn opens no path by credentials that are over', async () => {
  const { port } = await coturn();
  const { lifetime } = credentials();
  const after = async (seconds: number) => {
    const place = { host: 'localhost', port, transport: 'udp' } as const;
    return (await tryTurn(place, credentials(lifetime + seconds))).kind;
  };
  expect(await after(-30)).toBe('allocated');
  expect(await after(1)).toBe('unauthorized');
  expect(await after(60)).toBe('unauthorized');
});

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

const ERROR = (code: number) => Buffer.from([0, 0, Math.floor(code / 100), code % 100]);
const nonce = (text: string): [number, Buffer] => [ATTRIBUTE.nonce, Buffer.from(text)];
const realm = (text: string): [number, Buffer] => [ATTRIBUTE.realm, Buffer.from(text)];
const error = (code: number): [number, Buffer] => [ATTRIBUTE.errorCode, ERROR(code)];

/** Says what no coturn can be made to say: an answer for each request over TCP, in order, unsigned. */
async function says(...answers: readonly (readonly [number, Buffer][])[]): Promise<TurnAnswer> {
  const left = [...answers];
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      const request = decodeStun(data);
      const attributes = new Map(left.shift());
      if (!request) return;
      const type = request.type | (attributes.has(ATTRIBUTE.errorCode) ? 0x110 : 0x100);
      // In two pieces, as a network may.
      const answer = encodeStun({ ...request, type, attributes });
      socket.write(answer.subarray(0, 7));
      setImmediate(() => socket.write(answer.subarray(7)));
    });
    socket.on('error', () => undefined);
  });
  return ask(await portOf(server));
}

test('an allocation that nobody signed is none', async () => {
  expect(await says([error(401), realm('r'), nonce('n')], [])).toEqual({ kind: 'no-turn' });
});

test('a challenge without a realm', async () => {
  expect(await says([error(401), nonce('n')])).toEqual({ kind: 'no-realm' });
});

test('a nonce that went stale is asked for once more', async () => {
  const stale = [error(438), realm('r'), nonce('m')] as const;
  expect(await says([error(401), realm('r'), nonce('n')], [...stale], [error(401)])).toEqual({
    kind: 'unauthorized',
    realm: 'r',
  });
  expect(await says([error(401), realm('r'), nonce('n')], [...stale], [...stale])).toMatchObject({
    kind: 'refused',
    code: 438,
  });
});

test('an answer to another question is none', async () => {
  const server = createServer((socket) => {
    socket.on('data', (data) => {
      const request = decodeStun(data);
      if (request) socket.write(encodeStun({ ...request, type: REQUEST.refresh | 0x100 }));
    });
  });
  expect(await ask(await portOf(server))).toEqual({ kind: 'no-turn' });
});

anywhere.each([
  ['turn:a.example', { host: 'a.example', port: 3478, transport: 'udp' }],
  ['turn:A.example:80?transport=tcp', { host: 'a.example', port: 80, transport: 'tcp' }],
  ['turns:a.example', { host: 'a.example', port: 5349, transport: 'tls' }],
  ['turns:a.example?transport=udp', { host: 'a.example', port: 5349, transport: 'dtls' }],
  ['turn:[2001:db8::1]:1', { host: '2001:db8::1', port: 1, transport: 'udp' }],
  ['stun:a.example', undefined],
])('%s', (url, place) => {
  expect(turnPlace(url)).toEqual(place);
});
