import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../signaling/protocol/close-codes.ts';
import { INTRODUCTION_MS } from '../../signaling/protocol/limits.ts';
import { BODY_LARGE, BODY_SMALL } from '../../signaling/protocol/sizes.ts';
import { POLICY } from '../../signaling/relay/policy.ts';
import { TestKey } from '../support/relay-keys.ts';
import { Refused, RelayPeer } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { Wire } from '../support/relay-wire.ts';

let relay: RelayProcess;
/** How who connects and says nothing ends, and after how long; they wait beside the other tests. */
let silence: Promise<{ readonly end: unknown; readonly ms: number }>;
let halfSaid: Promise<number>;
beforeAll(async () => {
  relay = await startRelay({ env: { TRUST_PROXY: '1' } });
  const silent = await RelayPeer.connect(relay, { address: '203.0.113.7' });
  const since = performance.now();
  silence = silent.closed.then((end) => ({ end, ms: performance.now() - since }));
  const wire = await Wire.open(relay.port);
  await wire.upgrade(relay.origin, 'X-Forwarded-For: 203.0.113.7\r\n');
  // Of a binary message of 2,048 bytes, masked with zeros, the first two.
  wire.send(Uint8Array.of(0b1000_0010, 0b1111_1110, 8, 0, 0, 0, 0, 0, 1, 1));
  halfSaid = wire.closeCode();
});
afterAll(() => relay.stop());

const closedWith = (name: keyof typeof CLOSE_CODES) => ({ code: CLOSE_CODES[name], reason: name });

test('a flood of pings is TOO_FAST, and so is one of pongs', async () => {
  for (const kind of ['ping', 'pong'] as const) {
    const peer = await RelayPeer.connect(relay, { address: '203.0.113.1' });
    for (let i = 0; i < POLICY.connectionRate.burst * 2; i += 1) peer.socket[kind]('x'.repeat(125));
    expect(await peer.closed).toEqual(closedWith('TOO_FAST'));
  }
});

test('an ordinary ping is answered', async () => {
  const peer = await RelayPeer.connect(relay);
  const pong = new Promise((resolve) => peer.socket.once('pong', resolve));
  peer.socket.ping('are you there');
  expect(String(await pong)).toBe('are you there');
});

test('of pings that come while a pong waits to leave the newest is answered', async () => {
  const wire = await Wire.open(relay.port);
  await wire.upgrade(relay.origin, 'X-Forwarded-For: 203.0.113.21\r\n');
  const PINGS = 50;
  // FIN and ping, masked with zeros: one byte each, which says the place.
  const pings = Array.from({ length: PINGS }, (_, at) => [0x89, 0x81, 0, 0, 0, 0, at]);
  const before = wire.text.length;
  wire.send(Buffer.from(pings.flat()));
  const last = String.fromCharCode(0x8a, 1, PINGS - 1);
  const pongs = (await wire.until((text) => text.includes(last, before))).slice(before);
  expect(pongs.length / last.length).toBeLessThan(PINGS / 2);
  wire.socket.destroy();
});

test('a flood of frames is TOO_FAST', async () => {
  const peer = await RelayPeer.connect(relay, { address: '203.0.113.2' });
  peer.join(new TestKey().roomId, new TestKey());
  await peer.hear('waiting');
  const body = new Uint8Array(BODY_SMALL);
  for (let i = 0; i < POLICY.connectionRate.burst; i += 1) {
    peer.say({ type: 'data', connection: 0, body });
  }
  expect(await peer.closed).toEqual(closedWith('TOO_FAST'));
});

describe('one address', () => {
  test('opens so many rooms and no more, while others open theirs', async () => {
    const address = '203.0.113.3';
    for (let i = 0; i < POLICY.roomsAnAddress; i += 1) {
      const peer = await RelayPeer.connect(relay, { address });
      await peer.open(new TestKey(), { seats: [new TestKey()] });
    }
    const peer = await RelayPeer.connect(relay, { address });
    peer.say(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
    expect(await peer.closed).toEqual(closedWith('TOO_MANY'));
    const other = await RelayPeer.connect(relay, { address: '203.0.113.4' });
    await other.open(new TestKey(), { seats: [new TestKey()] });
  });

  test('waits so often and no more, in so many rooms', async () => {
    const address = '203.0.113.5';
    for (let i = 0; i < POLICY.waitingAnAddress; i += 1) {
      const peer = await RelayPeer.connect(relay, { address });
      peer.join(new TestKey().roomId, new TestKey());
      await peer.hear('waiting');
    }
    const peer = await RelayPeer.connect(relay, { address });
    peer.join(new TestKey().roomId, new TestKey());
    expect(await peer.closed).toEqual(closedWith('TOO_MANY'));
  });

  test('connects so often and is then 429, while others connect', async () => {
    // Far more than the bucket holds and than a slow machine lets run into it meanwhile.
    const attempts = Array.from({ length: POLICY.arrivalRate.burst * 3 }, (_, i) =>
      // Every one from another address of the same /64 network.
      RelayPeer.connect(relay, { address: `2001:db8:1:2::${(i + 1).toString(16)}` }).then(
        () => 101,
        (error: unknown) => (error instanceof Refused ? error.status : error),
      ),
    );
    const statuses = await Promise.all(attempts);
    expect(new Set(statuses)).toEqual(new Set([101, 429]));
    // By then an address that had never come before is refused with the rest of its network.
    expect(statuses.at(-1)).toBe(429);
    await RelayPeer.connect(relay, { address: '2001:db8:1:3::1' });
  });

  test('does not hide behind what it writes into X-Forwarded-For itself', async () => {
    const address = (i: number) => `198.51.100.${i % 250}, 203.0.113.6`;
    const attempts = Array.from({ length: POLICY.arrivalRate.burst + 40 }, (_, i) =>
      RelayPeer.connect(relay, { address: address(i) }).then(
        () => 101,
        (error: unknown) => (error instanceof Refused ? error.status : error),
      ),
    );
    expect(new Set(await Promise.all(attempts))).toContain(429);
  });
});

test('a room has so many who wait, and no more', async () => {
  const room = new TestKey().roomId;
  for (let i = 0; i < POLICY.waitingARoom; i += 1) {
    const peer = await RelayPeer.connect(relay, { address: `203.0.113.${100 + i}` });
    peer.join(room, new TestKey());
    await peer.hear('waiting');
  }
  const peer = await RelayPeer.connect(relay, { address: '203.0.113.99' });
  peer.join(room, new TestKey());
  expect(await peer.closed).toEqual(closedWith('ROOM_FULL'));
});

describe('a host that is sent far more than a network holds', () => {
  const GUESTS = 8;
  const FRAMES = 60;
  const body = new Uint8Array(BODY_LARGE);

  async function crowd(subnet: string): Promise<{ host: RelayPeer; guests: RelayPeer[] }> {
    const hostKey = new TestKey();
    const seats = Array.from({ length: 4 }, () => new TestKey());
    const host = await RelayPeer.connect(relay, { address: `${subnet}.1` });
    await host.open(hostKey, { seats });
    const guests: RelayPeer[] = [];
    for (let i = 0; i < GUESTS; i += 1) {
      const guest = await RelayPeer.connect(relay, { address: `${subnet}.${2 + i}` });
      const seat = seats[i % seats.length];
      if (seat) guest.join(hostKey.roomId, seat);
      await guest.hear('attached');
      await host.hear('claimed');
      guests.push(guest);
    }
    return { host, guests };
  }

  test('and does not read it is cut off, and its guests hear so', async () => {
    const { host, guests } = await crowd('192.0.2');
    host.socket.pause();
    for (const guest of guests) {
      for (let i = 0; i < FRAMES; i += 1) guest.say({ type: 'data', connection: 0, body });
    }
    for (const guest of guests) await guest.hear('host-gone');
    host.socket.terminate();
  });

  test('and reads it gets all of it', async () => {
    const { host, guests } = await crowd('198.18.0');
    for (let i = 0; i < FRAMES; i += 1) {
      for (const guest of guests) guest.say({ type: 'data', connection: 0, body });
      for (let heard = 0; heard < GUESTS; heard += 1) await host.hear('data');
    }
  });
});

test('who connects and says nothing, or half a message, is TIMEOUT', async () => {
  const { end, ms } = await silence;
  expect(end).toEqual(closedWith('TIMEOUT'));
  expect(ms).toBeGreaterThan(INTRODUCTION_MS - 1000);
  expect(await halfSaid).toBe(CLOSE_CODES.TIMEOUT);
});

test('after all that the relay is there, and has written nothing', async () => {
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  expect(relay.output()).toBe(`Alcove is ready at ${relay.origin}\n`);
});
