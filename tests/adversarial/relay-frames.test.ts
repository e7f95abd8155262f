import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../signaling/protocol/close-codes.ts';
import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';
import { Wire } from '../support/relay-wire.ts';

/** RFC 6455, section 7.4.1: what the WebSocket layer itself refuses. */
const PROTOCOL_ERROR = 1002;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelay({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => relay.stop());

const badFrame = { code: CLOSE_CODES.BAD_FRAME, reason: 'BAD_FRAME' };

describe('a frame of another size is BAD_FRAME', () => {
  test.each([0, 1, 5, 2047, 2049, 16_383])('of %i bytes', async (length) => {
    const peer = await RelayPeer.connect(relay);
    peer.sayBytes(new Uint8Array(length).fill(6));
    expect(await peer.closed).toEqual(badFrame);
  });

  test.each([16_385, 65_536, 10_000_000])('of %i bytes, unread', async (length) => {
    const peer = await RelayPeer.connect(relay);
    peer.sayBytes(new Uint8Array(length));
    expect((await peer.closed).code).toBe(TOO_BIG);
  });

  test('of a good OPEN one byte more or less', async () => {
    for (const change of [-1, 1]) {
      const peer = await RelayPeer.connect(relay);
      const frame = encodeClientMessage(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
      const other = new Uint8Array(frame.length + change);
      other.set(frame.subarray(0, other.length));
      peer.sayBytes(other);
      expect(await peer.closed).toEqual(badFrame);
    }
  });
});

describe('a frame that says nothing known is BAD_FRAME', () => {
  test.each([
    ['an unknown type', 0, 0x08],
    ['a type of the relay’s own', 0, 0x81],
    ['a field out of range', 37, 6],
    ['a bit in the padding', 2047, 0x80],
  ])('%s', async (_what, at, value) => {
    const peer = await RelayPeer.connect(relay);
    const frame = encodeClientMessage(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
    frame[at] = value;
    peer.sayBytes(frame);
    expect(await peer.closed).toEqual(badFrame);
  });
});

test.each(['', '{"type":"open"}', 'x'.repeat(2048), '\u{1f511}'.repeat(512)])(
  'a text frame is BAD_FRAME, of whatever size',
  async (text) => {
    const peer = await RelayPeer.connect(relay);
    peer.socket.send(text);
    expect(await peer.closed).toEqual(badFrame);
  },
);

test('a good message in a text frame is BAD_FRAME', async () => {
  const peer = await RelayPeer.connect(relay);
  const frame = encodeClientMessage(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
  peer.socket.send(frame, { binary: false });
  expect(await peer.closed).toEqual(badFrame);
});

test('a message in a few fragments is read, in many tiny ones it is refused', async () => {
  const split = async (parts: number) => {
    const peer = await RelayPeer.connect(relay);
    const frame = encodeClientMessage(peer.hand(new TestKey()).open({ seats: [new TestKey()] }));
    const size = Math.ceil(frame.length / parts);
    for (let at = 0; at < frame.length; at += size) {
      peer.socket.send(frame.subarray(at, at + size), { fin: at + size >= frame.length });
    }
    return peer;
  };
  await (await split(16)).hear('opened');
  for (const parts of [17, 2048]) {
    expect((await (await split(parts)).closed).code).toBe(POLICY_VIOLATION);
  }
});

test('a frame that arrives byte by byte is refused long before its end', async () => {
  const wire = await Wire.open(relay.port);
  await wire.upgrade(relay.origin);
  wire.socket.setNoDelay(true);
  let [sent, ended] = [0, false];
  const code = wire.closeCode().finally(() => (ended = true));
  // Binary, masked with zeros, 2,048 bytes long.
  wire.send(Uint8Array.of(0b1000_0010, 0b1111_1110, 8, 0, 0, 0, 0, 0));
  for (; !ended && sent < 2047; sent += 1) {
    wire.send(Uint8Array.of(0));
    // The attack itself: a piece, and a while later the next.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect(await code).toBe(POLICY_VIOLATION);
  expect(sent).toBeLessThan(2047);
});

test('a flood of empty fragments is refused', async () => {
  const peer = await RelayPeer.connect(relay);
  const nothing = new Uint8Array();
  for (let i = 0; i < 1000; i += 1) peer.socket.send(nothing, { fin: false });
  expect((await peer.closed).code).toBe(POLICY_VIOLATION);
});

describe('compression is refused', () => {
  test('when it is offered', async () => {
    const peer = await RelayPeer.connect(relay, { perMessageDeflate: true });
    expect(peer.socket.extensions).toBe('');
    const wire = await Wire.open(relay.port);
    const head = await wire.upgrade(
      relay.origin,
      'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n',
    );
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).not.toMatch(/extensions/i);
    wire.socket.destroy();
  });

  test('when it is used all the same', async () => {
    const wire = await Wire.open(relay.port);
    await wire.upgrade(relay.origin);
    // FIN, RSV1 ("compressed"), binary; masked with zeros, one byte.
    wire.send(Uint8Array.of(0b1100_0010, 0b1000_0001, 0, 0, 0, 0, 0));
    expect(await wire.closeCode()).toBe(PROTOCOL_ERROR);
  });
});

test('a frame that is not masked is refused', async () => {
  const wire = await Wire.open(relay.port);
  await wire.upgrade(relay.origin);
  wire.send(Uint8Array.of(0b1000_0010, 1, 0));
  expect(await wire.closeCode()).toBe(PROTOCOL_ERROR);
});

test('whatever was refused, the relay goes on', async () => {
  expect((await fetch(`${relay.url}/healthz`)).status).toBe(200);
  expect(relay.output()).toBe(`Alcove is ready at ${relay.origin}\n`);
});
