import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SessionError } from '../../client/session/errors.ts';
import {
  decodePeerMessage,
  encodePeerMessage,
  MAX_MESSAGE_LENGTH,
  type PeerMessage,
} from '../../client/session/peer-message.ts';

const ID = '0123456789abcdef';
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const codeOf = (type: number, body: Uint8Array): string => {
  try {
    decodePeerMessage(type, body);
    return 'accepted';
  } catch (error) {
    if (error instanceof SessionError) return error.code;
    throw error;
  }
};

describe('messages over the direct connection', () => {
  test('every kind survives the way there', () => {
    const messages: PeerMessage[] = [
      { type: 'chat', id: ID, text: 'naïve 👋 <b>', at: 1 },
      { type: 'received', id: ID },
      { type: 'media', camera: true, microphone: false, screen: false },
      { type: 'verified' },
      { type: 'bye', reason: 'left' },
      { type: 'bye', reason: 'codes-differ' },
      { type: 'hold', hold: 'pause' },
      { type: 'hold', hold: 'someone' },
      { type: 'hold', hold: null },
    ];
    for (const message of messages) {
      const { type, body } = encodePeerMessage(message);
      expect(decodePeerMessage(type, body)).toEqual(message);
    }
  });

  test('anything else is refused with its code', () => {
    const chat = { id: ID, text: 'x', at: 1 };
    const refused: [number, unknown][] = [
      [0, {}],
      [7, {}],
      [6, {}],
      [6, { hold: 'other' }],
      [6, { hold: 'pause', until: 1 }],
      [1, { ...chat, text: '' }],
      [1, { ...chat, text: 'x'.repeat(MAX_MESSAGE_LENGTH + 1) }],
      [1, { ...chat, id: 'not hex' }],
      [1, { ...chat, at: -1 }],
      [1, { ...chat, html: '<b>' }],
      [1, { ...chat, at: 2 ** 53 }],
      [4, []],
      [4, { extra: 1 }],
      [3, { camera: 1, microphone: true, screen: true }],
      [5, { reason: 'other' }],
    ];
    for (const [type, value] of refused) {
      expect(codeOf(type, bytes(value)), JSON.stringify(value)).toBe('PEER_MESSAGE_SHAPE');
    }
    expect(codeOf(1, Uint8Array.of(0xff))).toBe('PEER_MESSAGE_SHAPE');
  });

  test('whatever comes is a message or a code, never another error', () => {
    fc.assert(
      fc.property(fc.nat(255), fc.uint8Array({ maxLength: 300 }), (type, body) => {
        return ['accepted', 'PEER_MESSAGE_SHAPE'].includes(codeOf(type, body));
      }),
      { numRuns: 3000 },
    );
  });
});
