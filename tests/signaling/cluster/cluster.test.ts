import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test as anywhere } from 'vitest';
import { BODY_LARGE, BODY_SMALL, FRAME_SMALL } from '../../../signaling/protocol/sizes.ts';
import { lacks } from '../../support/installed.ts';
import { redisReader } from '../../support/redis-process.ts';
import { startCluster, type RelayCluster } from '../../support/relay-cluster.ts';
import { TestKey, type HostHand } from '../../support/relay-keys.ts';
import type { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay } from '../../support/relay-process.ts';

const test = anywhere.skipIf(lacks('several processes', 'redis-server'));

let cluster: RelayCluster;
beforeAll(async () => {
  cluster = await startCluster(3);
});
afterAll(() => cluster.stop());

/** As long as a client waits at first. */
const WAIT_MS = 200;

/** A room with one seat. */
class Keys {
  readonly host = new TestKey();
  readonly link = new TestKey();
  readonly access = new TestKey();
  readonly sealed = {
    seats: [{ key: this.access, sealed: true }],
    spent: [{ key: this.link, seat: 0 }],
  };
}

const body = (length: number, fill: number) => new Uint8Array(length).fill(fill);

/** Both hear what the other says. */
async function expectTalk(host: RelayPeer, guest: RelayPeer, connection: number): Promise<void> {
  for (const [length, fill] of [
    [BODY_SMALL, 7],
    [BODY_LARGE, 9],
  ] as const) {
    guest.say({ type: 'data', connection: 0, body: body(length, fill) });
    const up = await host.hear('data');
    expect(up.connection).toBe(connection);
    expect(Buffer.from(up.body).equals(body(length, fill))).toBe(true);
    host.say({ type: 'data', connection, body: body(length, fill + 1) });
    expect(Buffer.from((await guest.hear('data')).body).equals(body(length, fill + 1))).toBe(true);
  }
}

interface Pair {
  host: RelayPeer;
  hand: HostHand;
  guest: RelayPeer;
  connection: number;
}

/** A host at one process, its guest at another, in the room. */
async function admit(keys: Keys, hostAt: number, guestAt: number): Promise<Pair> {
  const host = await cluster.connect(hostAt);
  const hand = await host.open(keys.host, { seats: [keys.link] });
  const guest = await cluster.connect(guestAt);
  guest.join(keys.host.roomId, keys.link);
  expect(await guest.hear('attached')).toEqual({ type: 'attached', key: 0 });
  const { connection, sealed } = await host.hear('claimed');
  expect(sealed).toBe(false);
  host.say(hand.seal(0, connection, keys.access));
  await host.hear('sealed');
  return { host, hand, guest, connection };
}

/** Connects and introduces itself until it hears something else than that the relay is of no use. */
async function untilHeard(
  process: number,
  introduce: (peer: RelayPeer) => void,
  good: 'opened' | 'waiting' | 'attached',
): Promise<RelayPeer> {
  for (;;) {
    const peer = await cluster.connect(process);
    introduce(peer);
    try {
      await peer.hear(good);
      return peer;
    } catch {
      expect(['OVERLOADED', 'GOING_AWAY']).toContain((await peer.closed).reason);
      await delay(WAIT_MS);
    }
  }
}

const reopen = (keys: Keys) => (peer: RelayPeer) =>
  peer.say(peer.hand(keys.host).open(keys.sealed));
const rejoin = (keys: Keys) => (peer: RelayPeer) =>
  peer.join(keys.host.roomId, keys.access, keys.link);

/** What a process says that it holds. */
async function gauges(process: number): Promise<string[]> {
  const [, port = ''] = /port (\d+) of 127/.exec(cluster.relays[process]?.output() ?? '') ?? [];
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return text.split('\n').filter((line) => /^alcove_(connections|rooms|addresses) /.test(line));
}

// First: what others leave behind would be counted.
test('each process counts what came to it, and the rooms whose home it is', async () => {
  const { host, guest } = await admit(new Keys(), 0, 1);
  const [connections, addresses] = ['alcove_connections 1', 'alcove_addresses 1'];
  expect(await gauges(0)).toEqual([connections, 'alcove_rooms 1', addresses]);
  expect(await gauges(1)).toEqual([connections, 'alcove_rooms 0', addresses]);
  await guest.leave();
  await host.leave();
});

describe('two ends at different processes', () => {
  test('meet, talk, and end', async () => {
    const keys = new Keys();
    const { host, hand, guest, connection } = await admit(keys, 0, 1);
    await expectTalk(host, guest, connection);
    host.say(hand.close());
    expect((await guest.closed).reason).toBe('ENDED');
    expect((await host.closed).reason).toBe('ENDED');
    const late = await cluster.connect(2);
    late.join(keys.host.roomId, keys.access);
    expect((await late.closed).reason).toBe('ENDED');
  });

  test('meet at the process of whoever came first', async () => {
    const keys = new Keys();
    const guest = await cluster.connect(1);
    guest.join(keys.host.roomId, keys.link);
    await guest.hear('waiting');
    const host = await cluster.connect(0);
    await host.open(keys.host, { seats: [keys.link] });
    await guest.hear('attached');
    const { connection } = await host.hear('claimed');
    await expectTalk(host, guest, connection);
  });

  test('come back at any process', async () => {
    const keys = new Keys();
    const { host, guest, connection } = await admit(keys, 0, 1);
    await guest.leave();
    expect(await host.hear('gone')).toEqual({ type: 'gone', connection });
    const again = await cluster.connect(2);
    again.join(keys.host.roomId, keys.access);
    await again.hear('attached');
    expect(await host.hear('claimed')).toMatchObject({ seat: 0, sealed: true });
    const newer = await cluster.connect(1);
    await newer.open(keys.host, keys.sealed);
    expect((await host.closed).reason).toBe('REPLACED');
    await again.hear('attached');
    await expectTalk(newer, again, (await newer.hear('claimed')).connection);
    await newer.leave();
    await again.hear('host-gone');
  });

  test('a used link opens nothing at any process, and the host is told', async () => {
    const keys = new Keys();
    const { host } = await admit(keys, 0, 1);
    for (const process of [0, 1, 2]) {
      const thief = await cluster.connect(process);
      thief.join(keys.host.roomId, keys.link);
      expect((await thief.closed).reason).toBe('SPENT');
      expect(await host.hear('spent-claim')).toEqual({ type: 'spent-claim', seat: 0 });
    }
  });

  test('what breaks the protocol is refused as by one relay', async () => {
    const keys = new Keys();
    const { guest, host, connection } = await admit(keys, 0, 1);
    guest.say({ type: 'data', connection: 5, body: body(BODY_SMALL, 1) });
    expect((await guest.closed).reason).toBe('BAD_STATE');
    expect(await host.hear('gone')).toEqual({ type: 'gone', connection });
    const text = await cluster.connect(1);
    rejoin(keys)(text);
    await text.hear('attached');
    text.socket.send('words');
    expect((await text.closed).reason).toBe('BAD_FRAME');
    const early = await cluster.connect(1);
    early.say({ type: 'data', connection: 0, body: body(BODY_SMALL, 1) });
    expect((await early.closed).reason).toBe('BAD_STATE');
    const forger = await cluster.connect(1);
    forger.say(forger.hand(keys.host, { origin: 'https://other.example' }).open(keys.sealed));
    expect((await forger.closed).reason).toBe('BAD_SIGNATURE');
  });
});

test('a room whose two ends are at one process costs no word through Redis', async () => {
  const reader = await redisReader(cluster.redis);
  let frames = 0;
  await reader.pSubscribe(
    'alcove:*',
    (message) => (frames += message.length >= FRAME_SMALL ? 1 : 0),
    true,
  );
  const { host, guest, connection } = await admit(new Keys(), 1, 1);
  await expectTalk(host, guest, connection);
  // What was published before is heard before the answer.
  await reader.ping();
  expect(frames).toBe(0);
  const other = await admit(new Keys(), 0, 1);
  await expectTalk(other.host, other.guest, other.connection);
  await reader.ping();
  expect(frames).toBeGreaterThanOrEqual(6);
  reader.destroy();
});

describe('a process that is killed', () => {
  test('as a home loses no session: both come back at others', async () => {
    const keys = new Keys();
    const { host, guest } = await admit(keys, 0, 1);
    await cluster.relays[0]?.kill();
    expect((await host.closed).code).toBe(1006);
    expect((await guest.closed).reason).toBe('GOING_AWAY');
    const guestAgain = await untilHeard(1, rejoin(keys), 'waiting');
    const hostAgain = await untilHeard(2, reopen(keys), 'opened');
    await guestAgain.hear('attached');
    const { connection, sealed } = await hostAgain.hear('claimed');
    expect(sealed).toBe(true);
    await expectTalk(hostAgain, guestAgain, connection);
    const thief = await cluster.connect(1);
    thief.join(keys.host.roomId, keys.link);
    expect((await thief.closed).reason).toBe('SPENT');
    await hostAgain.hear('spent-claim');
    await cluster.restart(0);
  });

  test('as a front: the host hears that its guest is gone, and the guest comes back', async () => {
    const keys = new Keys();
    const { host, connection } = await admit(keys, 0, 1);
    await cluster.relays[1]?.kill();
    expect(await host.hear('gone')).toEqual({ type: 'gone', connection });
    const again = await cluster.connect(2);
    again.join(keys.host.roomId, keys.access);
    await again.hear('attached');
    await expectTalk(host, again, (await host.hear('claimed')).connection);
    await cluster.restart(1);
  });

  test('and one that is stopped in order sends all away at once', async () => {
    const keys = new Keys();
    const { host, guest } = await admit(keys, 0, 1);
    const stopped = cluster.relays[0]?.stop();
    expect((await host.closed).reason).toBe('GOING_AWAY');
    expect((await guest.closed).reason).toBe('GOING_AWAY');
    const hostAgain = await cluster.connect(2);
    await hostAgain.open(keys.host, keys.sealed);
    expect(await stopped).toBe(0);
    await cluster.restart(0);
  });
});

describe('a Redis that', () => {
  test('is away makes what is new wait, and what runs in one process goes on', async () => {
    const [near, far] = [new Keys(), new Keys()];
    const here = await admit(near, 0, 0);
    const there = await admit(far, 0, 1);
    await cluster.redis.kill();
    expect((await there.guest.closed).reason).toBe('GOING_AWAY');
    await there.host.hear('gone');
    const early = await cluster.connect(1);
    rejoin(far)(early);
    expect((await early.closed).reason).toBe('OVERLOADED');
    await expectTalk(here.host, here.guest, here.connection);
    // Its home needs nobody to say so.
    const near2 = await cluster.connect(0);
    near2.join(near.host.roomId, near.access);
    await near2.hear('attached');
    await here.host.hear('claimed');
    await cluster.redis.restart();
    const again = await untilHeard(1, rejoin(far), 'attached');
    await expectTalk(there.host, again, (await there.host.hear('claimed')).connection);
    await expectTalk(here.host, here.guest, here.connection);
    expect(cluster.relays[1]?.output()).toContain(
      'Redis is out of reach: what is new waits until it is back.\nRedis is back.\n',
    );
    expect(cluster.relays[0]?.output()).not.toContain('failure');
  });

  test('does not answer is given up, and taken again when it does', async () => {
    const keys = new Keys();
    const { host, guest } = await admit(keys, 0, 1);
    cluster.redis.freeze();
    expect((await guest.closed).reason).toBe('GOING_AWAY');
    await host.hear('gone');
    const early = await cluster.connect(2);
    rejoin(keys)(early);
    expect((await early.closed).reason).toBe('OVERLOADED');
    cluster.redis.thaw();
    const again = await untilHeard(2, rejoin(keys), 'attached');
    await expectTalk(host, again, (await host.hear('claimed')).connection);
  });

  test('wants another password is said so in a sentence', async () => {
    const REDIS = `${cluster.redis.url.replace(/:[^:@]*@/, ':wrong@')}#0123456789abcdef`;
    expect(await runRelay({ env: { REDIS } })).toEqual({
      code: 1,
      output: 'Redis refuses what REDIS says.\n',
    });
  });
});
