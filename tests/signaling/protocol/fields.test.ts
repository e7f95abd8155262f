import { describe, expect, test } from 'vitest';
import { CLOSE_CODES, closeCodeName } from '../../../signaling/protocol/close-codes.ts';
import { ProtocolError } from '../../../signaling/protocol/errors.ts';
import {
  decodeClientMessage,
  encodeClientMessage,
  type ClientMessage,
} from '../../../signaling/protocol/messages.ts';

const key = new Uint8Array(32).fill(1);
const signature = new Uint8Array(64).fill(2);
const open: Extract<ClientMessage, { type: 'open' }> = {
  type: 'open',
  hostKey: key,
  ttl: 60,
  seats: [{ key, sealed: false }],
  spent: [],
  signature,
};
const seat = { key, sealed: false };

describe('fields outside their range have no encoding', () => {
  test.each<[string, ClientMessage]>([
    ['a room for 59 seconds', { ...open, ttl: 59 }],
    ['a room for more than a day', { ...open, ttl: 86_401 }],
    ['a room for part of a second', { ...open, ttl: 60.5 }],
    ['no seats', { ...open, seats: [] }],
    ['six seats', { ...open, seats: new Array<typeof seat>(6).fill(seat) }],
    ['seventeen burnt keys', { ...open, spent: new Array(17).fill({ key, seat: 0 }) }],
    ['a burnt key of no seat', { ...open, spent: [{ key, seat: 1 }] }],
    ['a short host key', { ...open, hostKey: key.subarray(1) }],
    ['a long signature', { ...open, signature: new Uint8Array(65) }],
    ['no keys', { type: 'join', roomId: new Uint8Array(16), keys: [] }],
    [
      'three keys',
      { type: 'join', roomId: new Uint8Array(16), keys: new Array(3).fill({ key, signature }) },
    ],
    ['a sixth seat', { type: 'seal', seat: 5, connection: 1, key, signature }],
    ['a negative connection', { type: 'seal', seat: 0, connection: -1, key, signature }],
    ['a connection of 33 bits', { type: 'data', connection: 2 ** 32, body: new Uint8Array(2043) }],
    ['a body of another size', { type: 'data', connection: 1, body: new Uint8Array(2044) }],
  ])('%s', (_name, message) => {
    expect(() => encodeClientMessage(message)).toThrow(ProtocolError);
  });
});

describe('fields outside their range are refused from the wire', () => {
  const refusedAs = (message: ClientMessage, at: number, value: number) => {
    const frame = encodeClientMessage(message);
    frame[at] = value;
    try {
      decodeClientMessage(frame);
    } catch (error) {
      return error instanceof ProtocolError ? error.code : error;
    }
    return 'accepted';
  };
  const kick: ClientMessage = { type: 'kick', connection: 1, reason: 'declined', signature };
  const join: ClientMessage = {
    type: 'join',
    roomId: new Uint8Array(16),
    keys: [{ key, signature }],
  };

  test.each<[string, ClientMessage, number, number]>([
    ['time to live', open, 36, 59],
    ['no seats', open, 37, 0],
    ['six seats', open, 37, 6],
    ['a seat neither sealed nor not', open, 70, 2],
    ['seventeen burnt keys', open, 71, 17],
    ['no keys', join, 17, 0],
    ['three keys', join, 17, 3],
    ['an unknown reason', kick, 5, 5],
    ['a sixth seat', { type: 'seal', seat: 0, connection: 1, key, signature }, 1, 5],
  ])('%s', (_name, message, at, value) => {
    expect(refusedAs(message, at, value)).toBe('FRAME_FIELD');
  });

  test('anything but zeros in the padding', () => {
    expect(refusedAs(open, 2047, 1)).toBe('FRAME_PADDING');
    expect(refusedAs(kick, 70, 1)).toBe('FRAME_PADDING');
  });
});

test('every close code has one name, and no other code has any', () => {
  for (const [name, code] of Object.entries(CLOSE_CODES)) expect(closeCodeName(code)).toBe(name);
  expect(new Set(Object.values(CLOSE_CODES)).size).toBe(Object.keys(CLOSE_CODES).length);
  for (const code of [1000, 1005, 1006, 4000, 4399, 4999]) {
    expect(closeCodeName(code)).toBeUndefined();
  }
});
