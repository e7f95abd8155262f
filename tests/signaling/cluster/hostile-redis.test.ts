import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import fc from 'fast-check';
import {
  decodeCarried,
  encodeCarried,
  type CarriedMessage,
} from '../../../signaling/cluster/carried-message.ts';
import { ClusterKeys } from '../../../signaling/cluster/cluster-keys.ts';
import { open, seal, sender } from '../../../signaling/cluster/envelope.ts';
import { CLOSE_CODES } from '../../../signaling/protocol/close-codes.ts';
import { BODY_SMALL } from '../../../signaling/protocol/sizes.ts';
import { POLICY } from '../../../signaling/relay/policy.ts';
import { lacks } from '../../support/installed.ts';
import { redisReader } from '../../support/redis-process.ts';
import { startCluster, type RelayCluster } from '../../support/relay-cluster.ts';
import { TestKey } from '../../support/relay-keys.ts';

const test = anywhere.skipIf(lacks('a Redis that is hostile', 'redis-server'));

let cluster: RelayCluster;
beforeAll(async () => {
  cluster = await startCluster(2);
});
afterAll(() => cluster.stop());

const [FROM, TO] = ['ab'.repeat(16), 'cd'.repeat(16)];
const ADDRESS = '203.0.113.77';

const frame = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const line = fc.integer({ min: 1, max: 0xffff_ffff });
const carried: fc.Arbitrary<CarriedMessage> = fc.oneof(
  fc.constant({ type: 'beat' } as const),
  fc.record({
    type: fc.constant('introduced' as const),
    line,
    address: fc.constant(FROM),
    nonce: frame(32),
    frame: frame(2048),
  }),
  fc.record({ type: fc.constant('frame' as const), line, frame: fc.uint8Array() }),
  fc.record({ type: fc.constant('pinged' as const), line }),
  fc.record({ type: fc.constant('gone' as const), line }),
  fc.record({ type: fc.constant('send' as const), line, frame: frame(2048) }),
  fc.record({
    type: fc.constant('close' as const),
    line,
    code: fc.constantFrom(...(Object.keys(CLOSE_CODES) as (keyof typeof CLOSE_CODES)[])),
  }),
);

test('what one process says another reads, and nothing else', () => {
  fc.assert(
    fc.property(carried, fc.nat(), fc.nat(), (message, stretch, order) => {
      const bytes = encodeCarried({ stretch, order }, message);
      expect(decodeCarried(bytes)).toEqual({ stretch, order, message });
      if (message.type !== 'frame') {
        expect(decodeCarried(bytes.subarray(0, -1))).toBeUndefined();
        expect(decodeCarried(Buffer.concat([bytes, Buffer.alloc(1)]))).toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      const read = decodeCarried(Buffer.from(bytes));
      if (read) expect(encodeCarried(read, read.message)).toEqual(Buffer.from(bytes));
    }),
  );
});

test('an envelope opens for whom it was sealed, whole, and for nobody else', () => {
  const keys = new ClusterKeys('a secret of some length', 'https://alcove.example');
  const key = keys.speech(FROM, TO);
  const envelope = seal(key, FROM, 7, Buffer.from('words'));
  expect(sender(envelope)).toBe(FROM);
  expect(open(key, envelope)?.toString()).toBe('words');
  for (let at = 0; at < envelope.length; at += 1) {
    const changed = Buffer.from(envelope);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(open(key, changed), `byte ${at}`).toBeUndefined();
  }
  const others = [
    keys.speech(TO, FROM),
    keys.speech(FROM, FROM),
    new ClusterKeys('another secret of a length', 'https://alcove.example').speech(FROM, TO),
    new ClusterKeys('a secret of some length', 'https://other.example').speech(FROM, TO),
  ];
  for (const other of others) expect(open(other, envelope)).toBeUndefined();
  expect(sender(envelope.subarray(0, 37))).toBeUndefined();
  expect(sender(Buffer.alloc(17_000))).toBeUndefined();
});

test('who reads all of Redis learns no room, no address, no key and no body; nothing stays', async () => {
  const reader = await redisReader(cluster.redis);
  const watcher = await redisReader(cluster.redis);
  const seen: Buffer[] = [];
  await watcher.pSubscribe('*', (bytes, channel) => seen.push(channel, bytes), true);
  const [hostKey, link] = [new TestKey(), new TestKey()];
  const host = await cluster.connect(0, ADDRESS);
  await host.open(hostKey, { seats: [link] });
  const guest = await cluster.connect(1, ADDRESS);
  guest.join(hostKey.roomId, link);
  await guest.hear('attached');
  await host.hear('claimed');
  const body = new Uint8Array(BODY_SMALL).fill(0x5a);
  guest.say({ type: 'data', connection: 0, body });
  await host.hear('data');
  await watcher.ping();

  const keys = await reader.keys('*');
  expect(keys.map((key) => key.replace(/[\da-f]{32}$/, 'X')).sort()).toEqual([
    'alcove:process:X',
    'alcove:process:X',
    'alcove:room:X',
  ]);
  for (const key of keys) {
    expect(await reader.pTTL(key)).toBeGreaterThan(0);
    expect(await reader.pTTL(key)).toBeLessThanOrEqual(20_000);
    seen.push(Buffer.from(key), Buffer.from((await reader.get(key)) ?? ''));
  }
  expect(seen.filter((bytes) => bytes.length > BODY_SMALL).length).toBeGreaterThanOrEqual(3);
  const all = Buffer.concat(seen);
  for (const secret of [hostKey.roomId, hostKey.publicKey, link.publicKey, guest.nonce]) {
    expect(all.includes(Buffer.from(secret))).toBe(false);
    expect(all.includes(Buffer.from(secret).toString('hex'))).toBe(false);
  }
  expect(all.includes(ADDRESS)).toBe(false);
  expect(all.includes(Buffer.from(body.subarray(0, 16)))).toBe(false);
  await guest.leave();
  await host.leave();
  reader.destroy();
  watcher.destroy();
});

test('a Redis that invents, repeats and cuts messages changes nothing in a room', async () => {
  const forger = await redisReader(cluster.redis);
  const watcher = await redisReader(cluster.redis);
  const heard: { channel: Buffer; bytes: Buffer }[] = [];
  await watcher.pSubscribe('alcove:*', (bytes, channel) => heard.push({ channel, bytes }), true);
  const [hostKey, link] = [new TestKey(), new TestKey()];
  const host = await cluster.connect(0);
  await host.open(hostKey, { seats: [link] });
  const guest = await cluster.connect(1);
  guest.join(hostKey.roomId, link);
  await guest.hear('attached');
  const { connection } = await host.hear('claimed');
  const body = new Uint8Array(BODY_SMALL).fill(1);
  const talk = async () => {
    guest.say({ type: 'data', connection: 0, body });
    expect(await host.hear('data')).toMatchObject({ connection });
    host.say({ type: 'data', connection, body });
    await guest.hear('data');
  };
  await talk();
  await watcher.ping();
  const channels = await forger.pubSubChannels('alcove:*');
  expect(channels).toHaveLength(3);
  for (const { channel, bytes } of [...heard]) {
    const changed = Buffer.from(bytes);
    changed[bytes.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    for (const one of [bytes, bytes, changed, bytes.subarray(0, 40)]) {
      await forger.publish(channel.toString(), one);
      for (const other of channels) await forger.publish(other, one);
    }
  }
  for (const channel of channels) {
    await forger.publish(channel, '');
    await forger.publish(channel, Buffer.alloc(100_000, 7));
  }
  await talk();
  expect(host.messages.filter(({ type }) => type === 'data')).toHaveLength(2);
  expect(cluster.relays.map((relay) => relay.output()).join('')).not.toContain('failure');
  forger.destroy();
  watcher.destroy();
});

test('one address opens no more rooms at several processes than at one', async () => {
  let open = 0;
  for (let process = 0; ; process = 1 - process) {
    const peer = await cluster.connect(process, ADDRESS);
    peer.say(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
    const reason = await Promise.race([
      peer.hear('opened').then(() => undefined),
      peer.closed.then(({ reason }) => reason),
    ]).catch(async () => (await peer.closed).reason);
    if (reason !== undefined) {
      expect(reason).toBe('TOO_MANY');
      break;
    }
    open += 1;
    // Slower than they may come.
    await new Promise((resolve) => setTimeout(resolve, 1000 / POLICY.arrivalRate.refill));
  }
  expect(open).toBeGreaterThanOrEqual(POLICY.roomsAnAddress);
  expect(open).toBeLessThanOrEqual(POLICY.roomsAnAddress + 2 * POLICY.arrivalRate.refill);
});
