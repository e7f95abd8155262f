import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RelayPeer, Refused } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { Wire } from '../support/relay-wire.ts';

let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(() => relay.stop());

const statusOf = async (connecting: Promise<unknown>) => {
  const outcome = await connecting.then(
    () => 'connected',
    (error: unknown) => error,
  );
  return outcome instanceof Refused ? outcome.status : outcome;
};

describe('the Origin of a page', () => {
  test.each([
    ['another site', 'https://evil.example'],
    ['another port', 'http://localhost:1'],
    ['another name of this machine', 'http://127.0.0.1'],
    ['a sandboxed page', 'null'],
    ['a name that begins alike', 'suffix'],
    ['nothing', ''],
  ])('of %s is 403', async (_what, given) => {
    const origin = given === 'suffix' ? `${relay.origin}.evil.example` : given;
    expect(await statusOf(RelayPeer.connect(relay, { origin }))).toBe(403);
  });

  test('that is missing is 403', async () => {
    const wire = await Wire.open(relay.port);
    wire.send(
      'GET /signal HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
  });

  test('that is the relay’s own is let in', async () => {
    expect(await statusOf(RelayPeer.connect(relay))).toBe('connected');
  });
});

describe('an upgrade', () => {
  const upgrade = (path: string, headers: string) =>
    `GET ${path} HTTP/1.1\r\nHost: localhost\r\nOrigin: ${relay.origin}\r\n` +
    `Connection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`;
  const good = 'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n';

  test.each([
    ['of another path', '/', good, 404],
    ['of a path that begins alike', '/signal/', good, 404],
    ['with a query', '/signal?x', good, 404],
    ['without a key', '/signal', 'Sec-WebSocket-Version: 13\r\n', 400],
    ['of another version', '/signal', good.replace('13', '12'), 400],
  ])('%s is refused, with every security header', async (_what, path, headers, status) => {
    const wire = await Wire.open(relay.port);
    wire.send(upgrade(path, headers));
    const response = await wire.ended();
    expect(response).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(response).toMatch(/\r\nContent-Security-Policy: default-src 'none'/);
    expect(response).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
  });

  test('that is reset half-way harms nobody', async () => {
    for (let i = 0; i < 20; i += 1) {
      const wire = await Wire.open(relay.port);
      wire.send(upgrade('/signal', good));
      wire.socket.resetAndDestroy();
    }
    expect(await statusOf(RelayPeer.connect(relay))).toBe('connected');
    expect(relay.output()).toBe(`Alcove is ready at ${relay.origin}\n`);
  });
});

test('headers of more than 8 KiB are 431', async () => {
  const wire = await Wire.open(relay.port);
  wire.send(`GET /signal HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(9000)}\r\n\r\n`);
  const response = await wire.ended();
  expect(response).toMatch(/^HTTP\/1\.1 431 /);
  expect(response).toMatch(/\r\nContent-Security-Policy: /);
});

test('what is no HTTP at all is 400', async () => {
  const wire = await Wire.open(relay.port);
  wire.send('\x16\x03\x01 hello?\r\n\r\n');
  expect(await wire.ended()).toMatch(/^HTTP\/1\.1 400 /);
});

test('requests that drip in are ended with 408, and others are served meanwhile', async () => {
  const wires = await Promise.all(Array.from({ length: 40 }, () => Wire.open(relay.port)));
  const drips = wires.map((wire, i) => {
    wire.send('GET /signal HTTP/1.1\r\nHost: localhost\r\n');
    // The attack itself: another header every now and then, and never the end.
    return setInterval(() => wire.send(`X-${i}: y\r\n`), 250);
  });
  try {
    expect(await statusOf(RelayPeer.connect(relay))).toBe('connected');
    for (const wire of wires) expect(await wire.ended()).toMatch(/^HTTP\/1\.1 408 /);
  } finally {
    for (const drip of drips) clearInterval(drip);
  }
});

test('a connection that never says anything at all is ended too', async () => {
  const wire = await Wire.open(relay.port);
  expect(await wire.ended()).toMatch(/^HTTP\/1\.1 408 /);
});
