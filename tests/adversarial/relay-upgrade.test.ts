import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RelayPeer, Refused } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { Wire } from '../support/relay-wire.ts';

/** 8 s for a request, and the look that is made once a second; with room for a slow machine. */
const BODY_MS = 13_000;

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
    ['nothing', ''],
  ])('of %s is 403', async (_what, origin) => {
    expect(await statusOf(RelayPeer.connect(relay, { origin }))).toBe(403);
  });

  test.each<[string, (own: string) => string]>([
    ['with a name that begins alike', (own) => `${own}.evil.example`],
    ['in capitals', (own) => own.replace('localhost', 'LOCALHOST')],
    ['with a scheme in capitals', (own) => own.replace('http', 'HTTP')],
    ['of another scheme', (own) => own.replace('http', 'https')],
    ['without its port', (own) => own.replace(/:\d+$/, '')],
    ['with a port that begins alike', (own) => `${own}0`],
    ['with a dot after its name', (own) => own.replace('localhost', 'localhost.')],
    ['with a slash at its end', (own) => `${own}/`],
    ['with a user before its name', (own) => own.replace('//', '//user@')],
    ['as a user before another name', (own) => `${own}@evil.example`],
    ['twice', (own) => `${own}, ${own}`],
  ])('%s is 403', async (_what, change) => {
    const origin = change(relay.origin);
    expect(origin).not.toBe(relay.origin);
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

// Each waits for a deadline of the relay's: side by side.
describe.concurrent('slow requests', () => {
  test('that drip in are ended with 408, and others are served meanwhile', async ({ expect }) => {
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

  test('whose body drips in are ended, too', async ({ expect }) => {
    const wire = await Wire.open(relay.port);
    const since = performance.now();
    wire.send('GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n');
    const drip = setInterval(() => wire.send('x'), 250);
    try {
      expect(await wire.ended()).toMatch(/^HTTP\/1\.1 200 /);
      expect(performance.now() - since).toBeLessThan(BODY_MS);
    } finally {
      clearInterval(drip);
    }
  });

  test('that never begin are ended, too', async ({ expect }) => {
    const wire = await Wire.open(relay.port);
    expect(await wire.ended()).toMatch(/^HTTP\/1\.1 408 /);
  });
});
