import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProtocolError } from '../../../signaling/protocol/errors.ts';
import {
  decodeClientMessage,
  decodeRelayMessage,
  encodeClientMessage,
  encodeRelayMessage,
  type ClientMessage,
  type KickReason,
  type RelayMessage,
} from '../../../signaling/protocol/messages.ts';
import { BODY_LARGE, BODY_SMALL } from '../../../signaling/protocol/sizes.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const reason = fc.constantFrom<KickReason>(
  'declined',
  'replaced',
  'contested',
  'exhausted',
  'removed',
);
const body = fc.constantFrom(BODY_SMALL, BODY_LARGE).chain((length) =>
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((start) => {
    const whole = new Uint8Array(length);
    whole.set(start);
    return whole;
  }),
);
const data = fc.record({ type: fc.constant('data' as const), connection: u32, body });

const open = fc.integer({ min: 1, max: 5 }).chain((seats) =>
  fc.record({
    type: fc.constant('open' as const),
    hostKey: bytes(32),
    ttl: fc.integer({ min: 60, max: 86_400 }),
    seats: fc.array(fc.record({ key: bytes(32), sealed: fc.boolean() }), {
      minLength: seats,
      maxLength: seats,
    }),
    spent: fc.array(fc.record({ key: bytes(32), seat: fc.integer({ min: 0, max: seats - 1 }) }), {
      maxLength: 16,
    }),
    signature: bytes(64),
  }),
);

const clientMessage: fc.Arbitrary<ClientMessage> = fc.oneof(
  open,
  fc.record({
    type: fc.constant('join' as const),
    roomId: bytes(16),
    keys: fc.array(fc.record({ key: bytes(32), signature: bytes(64) }), {
      minLength: 1,
      maxLength: 2,
    }),
  }),
  fc.record({ type: fc.constant('enrol' as const), key: bytes(32), signature: bytes(64) }),
  fc.record({
    type: fc.constant('seal' as const),
    seat: fc.integer({ min: 0, max: 4 }),
    connection: u32,
    key: bytes(32),
    signature: bytes(64),
  }),
  fc.record({
    type: fc.constant('kick' as const),
    connection: u32,
    reason,
    signature: bytes(64),
  }),
  fc.record({ type: fc.constant('close' as const), signature: bytes(64) }),
  data,
);

const seat = fc.integer({ min: 0, max: 4 });
const visible = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 1,
  maxLength: 255,
});
const relayMessage: fc.Arbitrary<RelayMessage> = fc.oneof(
  fc.record({ type: fc.constant('challenge' as const), nonce: bytes(32) }),
  fc.record({ type: fc.constantFrom('opened' as const, 'waiting' as const, 'host-gone' as const) }),
  fc.record({ type: fc.constant('attached' as const), key: fc.integer({ min: 0, max: 1 }) }),
  fc.record({
    type: fc.constant('claimed' as const),
    connection: u32,
    seat,
    sealed: fc.boolean(),
  }),
  fc.record({ type: fc.constant('gone' as const), connection: u32 }),
  fc.record({
    type: fc.constantFrom('spent-claim' as const, 'sealed' as const, 'seal-refused' as const),
    seat,
  }),
  fc.record({
    type: fc.constant('turn' as const),
    lifetime: fc.integer({ min: 1, max: 86_400 }),
    urls: fc.array(visible, { minLength: 1, maxLength: 4 }),
    username: visible,
    password: visible,
  }),
  data,
);

const codeOf = (action: () => unknown) => {
  try {
    action();
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
  return 'accepted';
};

const sides = [
  { side: 'client', encode: encodeClientMessage, decode: decodeClientMessage, any: clientMessage },
  { side: 'relay', encode: encodeRelayMessage, decode: decodeRelayMessage, any: relayMessage },
] as const;

describe('every message survives its frame', () => {
  test('from a client', () => {
    fc.assert(
      fc.property(clientMessage, (message) => {
        expect(decodeClientMessage(encodeClientMessage(message))).toEqual(message);
      }),
    );
  });

  test('from the relay', () => {
    fc.assert(
      fc.property(relayMessage, (message) => {
        expect(decodeRelayMessage(encodeRelayMessage(message))).toEqual(message);
      }),
    );
  });

  test('a frame has one of two sizes, and only a large body needs the large one', () => {
    fc.assert(
      fc.property(clientMessage, (message) => {
        const large = message.type === 'data' && message.body.length === BODY_LARGE;
        expect(encodeClientMessage(message).length).toBe(large ? 16_384 : 2048);
      }),
    );
  });

  test('what is decoded, bodies aside, holds no view of the frame', () => {
    const frame = encodeClientMessage({
      type: 'seal',
      seat: 0,
      connection: 1,
      key: new Uint8Array(32).fill(7),
      signature: new Uint8Array(64).fill(8),
    });
    const message = decodeClientMessage(Buffer.from(frame));
    if (message.type !== 'seal') throw new Error(message.type);
    expect(message.key.buffer.byteLength).toBe(32);
    expect(message.signature.buffer.byteLength).toBe(64);
  });
});

describe('layout, byte by byte', () => {
  const hex = (frame: Uint8Array, length: number) =>
    Buffer.from(frame.subarray(0, length)).toString('hex');

  test.each<[string, ClientMessage, string]>([
    [
      'open',
      {
        type: 'open',
        hostKey: new Uint8Array(32).fill(0xaa),
        ttl: 86_400,
        seats: [
          { key: new Uint8Array(32).fill(0xb0), sealed: false },
          { key: new Uint8Array(32).fill(0xb1), sealed: true },
        ],
        spent: [{ key: new Uint8Array(32).fill(0xc0), seat: 1 }],
        signature: new Uint8Array(64).fill(0xdd),
      },
      `01${'aa'.repeat(32)}0001518002${'b0'.repeat(32)}00${'b1'.repeat(32)}0101${'c0'.repeat(32)}01${'dd'.repeat(64)}00`,
    ],
    [
      'join',
      {
        type: 'join',
        roomId: new Uint8Array(16).fill(0x11),
        keys: [
          { key: new Uint8Array(32).fill(0x22), signature: new Uint8Array(64).fill(0x33) },
          { key: new Uint8Array(32).fill(0x44), signature: new Uint8Array(64).fill(0x55) },
        ],
      },
      `02${'11'.repeat(16)}02${'22'.repeat(32)}${'33'.repeat(64)}${'44'.repeat(32)}${'55'.repeat(64)}00`,
    ],
    [
      'seal',
      {
        type: 'seal',
        seat: 4,
        connection: 0x0102_0304,
        key: new Uint8Array(32).fill(0x66),
        signature: new Uint8Array(64).fill(0x77),
      },
      `030401020304${'66'.repeat(32)}${'77'.repeat(64)}00`,
    ],
    [
      'kick',
      {
        type: 'kick',
        connection: 9,
        reason: 'removed',
        signature: new Uint8Array(64).fill(0x88),
      },
      `040000000904${'88'.repeat(64)}00`,
    ],
    [
      'close',
      { type: 'close', signature: new Uint8Array(64).fill(0x99) },
      `05${'99'.repeat(64)}00`,
    ],
    [
      'data',
      { type: 'data', connection: 0xffff_fffe, body: new Uint8Array(BODY_SMALL).fill(0xee) },
      `06fffffffe${'ee'.repeat(8)}`,
    ],
  ])('%s', (_name, message, expected) => {
    expect(hex(encodeClientMessage(message), expected.length / 2)).toBe(expected);
  });

  test.each<[RelayMessage, string]>([
    [{ type: 'challenge', nonce: new Uint8Array(32).fill(0xab) }, `81${'ab'.repeat(32)}00`],
    [{ type: 'opened' }, '8200'],
    [{ type: 'waiting' }, '8300'],
    [{ type: 'attached', key: 1 }, '840100'],
    [{ type: 'claimed', connection: 0x0a0b_0c0d, seat: 3, sealed: true }, '850a0b0c0d030100'],
    [{ type: 'gone', connection: 5 }, '860000000500'],
    [{ type: 'spent-claim', seat: 2 }, '870200'],
    [{ type: 'sealed', seat: 2 }, '880200'],
    [{ type: 'seal-refused', seat: 2 }, '890200'],
    [{ type: 'host-gone' }, '8a00'],
    [{ type: 'data', connection: 6, body: new Uint8Array(BODY_LARGE).fill(1) }, '8b000000060101'],
  ])('%o', (message, expected) => {
    expect(hex(encodeRelayMessage(message), expected.length / 2)).toBe(expected);
  });
});

describe.each(sides)('a $side frame that nobody writes is refused', ({ side, decode }) => {
  test.each([0, 1, 2047, 2049, 16_383, 16_385])('of %i bytes', (length) => {
    expect(codeOf(() => decode(new Uint8Array(length).fill(6)))).toBe('FRAME_SIZE');
  });

  test('of any unknown type', () => {
    const known = side === 'client' ? [1, 2, 3, 4, 5, 6, 7] : range(0x81, 0x8c);
    for (const type of range(0, 255).filter((one) => !known.includes(one))) {
      const frame = new Uint8Array(2048);
      frame[0] = type;
      expect(
        codeOf(() => decode(frame)),
        String(type),
      ).toBe('FRAME_TYPE');
    }
  });

  test('of the large size, unless it is data', () => {
    for (const type of [...range(1, 5), ...range(0x81, 0x8a)]) {
      const frame = new Uint8Array(16_384);
      frame[0] = type;
      expect(
        codeOf(() => decode(frame)),
        String(type),
      ).toBe('FRAME_SIZE');
    }
  });
});

describe('fuzz', () => {
  test('whatever a client sends is refused with a code, or is exactly what would be written', () => {
    const frame = fc.tuple(fc.integer({ min: 0, max: 7 }), bytes(1024)).map(([type, noise]) => {
      const whole = new Uint8Array(2048);
      whole.set(noise);
      whole[0] = type;
      return whole;
    });
    fc.assert(
      fc.property(frame, (given) => {
        let message: ClientMessage;
        try {
          message = decodeClientMessage(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          return;
        }
        expect(Buffer.compare(encodeClientMessage(message), given)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  test('one changed byte of a good frame is refused, or another message in one encoding', () => {
    const change = fc.record({
      message: clientMessage,
      at: fc.integer({ min: 0, max: 2047 }),
      by: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(change, ({ message, at, by }) => {
        const frame = encodeClientMessage(message);
        frame[at] = (frame[at] ?? 0) ^ by;
        let other: ClientMessage;
        try {
          other = decodeClientMessage(frame);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          return;
        }
        expect(other).not.toEqual(message);
        expect(Buffer.compare(encodeClientMessage(other), frame)).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever a relay sends is refused with a code, or is exactly what would be written', () => {
    const frame = fc.tuple(fc.integer({ min: 0x80, max: 0x8d }), bytes(6)).map(([type, noise]) => {
      const whole = new Uint8Array(2048);
      whole.set(noise, 1);
      whole[0] = type;
      return whole;
    });
    fc.assert(
      fc.property(frame, (given) => {
        let message: RelayMessage;
        try {
          message = decodeRelayMessage(given);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
          return;
        }
        expect(Buffer.compare(encodeRelayMessage(message), given)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
