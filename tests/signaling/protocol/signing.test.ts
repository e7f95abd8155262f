import { describe, expect, test } from 'vitest';
import { enrolInput, signingInput } from '../../../signaling/protocol/messages.ts';
import { roomIdInput, type Signable } from '../../../signaling/protocol/signing-input.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const utf8 = (text: string) => Buffer.from(text).toString('hex');
/** Written anew here: u32be length, then the bytes. */
const lp = (field: string) => (field.length / 2).toString(16).padStart(8, '0') + field;

const key = new Uint8Array(32).fill(0xa1);
const context = {
  roomId: new Uint8Array(16).fill(0xb2),
  origin: 'https://älcove.example',
  nonce: new Uint8Array(32).fill(0xc3),
  counter: 258,
};
const around = (label: string, role: string, payload: string) =>
  [
    lp(utf8(`alcove/1/relay-${label}`)),
    lp(utf8(role)),
    lp('b2'.repeat(16)),
    lp(utf8('https://älcove.example')),
    lp('c3'.repeat(32)),
    lp('00000102'),
    lp(payload),
  ].join('');

test.each<[Signable, string]>([
  [
    {
      type: 'open',
      hostKey: key,
      ttl: 60,
      seats: [{ key, sealed: true }],
      spent: [{ key, seat: 0 }],
    },
    around(
      'open',
      'host',
      `${'a1'.repeat(32)}0000003c01${'a1'.repeat(32)}0101${'a1'.repeat(32)}00`,
    ),
  ],
  [{ type: 'join', key }, around('join', 'guest', 'a1'.repeat(32))],
  [
    { type: 'seal', seat: 2, connection: 7, key },
    around('seal', 'host', `0200000007${'a1'.repeat(32)}`),
  ],
  [{ type: 'kick', connection: 7, reason: 'exhausted' }, around('kick', 'host', '0000000703')],
  [{ type: 'close' }, around('close', 'host', '')],
])('what is signed for $type', (message, expected) => {
  expect(hex(signingInput(message, context))).toBe(expected);
});

describe('a signature is bound to', () => {
  const signed = signingInput({ type: 'join', key }, context);
  test.each([
    ['its room', { ...context, roomId: new Uint8Array(16) }],
    ['the relay', { ...context, origin: 'https://alcove.example' }],
    ['the connection', { ...context, nonce: new Uint8Array(32) }],
    ['its place in the order', { ...context, counter: 257 }],
  ])('%s', (_what, other) => {
    expect(hex(signingInput({ type: 'join', key }, other))).not.toBe(hex(signed));
  });
});

test('what is signed for enrol names no room', () => {
  const expected = [
    lp(utf8('alcove/1/relay-enrol')),
    lp(utf8('host')),
    lp(''),
    lp(utf8('https://älcove.example')),
    lp('c3'.repeat(32)),
    lp('00000000'),
    lp('a1'.repeat(32)),
  ].join('');
  expect(hex(enrolInput(key, context))).toBe(expected);
});

test('a room is named by its host key', () => {
  expect(hex(roomIdInput(key))).toBe(lp(utf8('alcove/1/room')) + lp('a1'.repeat(32)));
});
