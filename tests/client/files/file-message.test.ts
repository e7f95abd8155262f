import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { ready } from '../../../crypto/sodium.ts';
import {
  decodeFileMessage,
  encodeFileMessage,
  FILE_TYPES,
  MAX_NAME_BYTES,
  type FileMessage,
} from '../../../client/session/files/file-message.ts';
import { codeOf } from '../../crypto/handshake-pair.ts';

beforeAll(() => ready);

const id = '0123456789abcdef';
const utf8 = new TextEncoder();
const bytes = (length: number) => new Uint8Array(length);
const offered = (name: Uint8Array) => new Uint8Array([...bytes(16), ...name]);

describe('messages about files', () => {
  test('every kind survives the way there', () => {
    const messages: FileMessage[] = [
      { type: 'offer', id, name: '\ufeff<b>naïve</b> 👋', size: Number.MAX_SAFE_INTEGER },
      { type: 'offer', id, name: 'x'.repeat(MAX_NAME_BYTES), size: 0 },
      { type: 'accept', id, from: 4_294_967_295, key: bytes(32).fill(7) },
      { type: 'decline', id, reason: 'person' },
      { type: 'decline', id, reason: 'too-large' },
      { type: 'decline', id, reason: 'too-many' },
      { type: 'cancel', id },
      { type: 'complete', id },
    ];
    for (const message of messages) {
      const { type, body } = encodeFileMessage(message);
      expect(decodeFileMessage(type, body)).toEqual(message);
    }
  });

  test('anything else is refused with its code', () => {
    const refused: [about: string, type: number, body: Uint8Array][] = [
      ['no id', 16, bytes(7)],
      ['no name', 16, bytes(16)],
      ['a name too long', 16, offered(utf8.encode('x'.repeat(MAX_NAME_BYTES + 1)))],
      ['a name that is no UTF-8', 16, offered(Uint8Array.of(0xff))],
      ['half a pair in UTF-8', 16, offered(Uint8Array.of(0xed, 0xa0, 0x80))],
      ['a size that no number holds', 16, new Uint8Array([...bytes(8), ...bytes(8).fill(255), 65])],
      ['a key too short', 17, bytes(43)],
      ['a key too long', 17, bytes(45)],
      ['no reason', 18, bytes(8)],
      ['a reason unknown', 18, new Uint8Array([...bytes(8), 3])],
      ['more behind a cancel', 19, bytes(9)],
      ['more behind a complete', 20, bytes(9)],
      ['a type unknown', 21, bytes(8)],
      ['a type of the room', 1, bytes(8)],
    ];
    for (const [about, type, body] of refused) {
      expect(
        codeOf(() => decodeFileMessage(type, body)),
        about,
      ).toBe('PEER_MESSAGE_SHAPE');
    }
  });

  test('whatever comes is a message or a code, never another error', () => {
    const outcomes = new Set<string>();
    fc.assert(
      fc.property(
        fc.constantFrom(...FILE_TYPES, 21),
        fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ minLength: 8, maxLength: 8 })),
        (type, body) => {
          const outcome = codeOf(() => decodeFileMessage(type, body));
          outcomes.add(outcome);
          return ['nothing', 'PEER_MESSAGE_SHAPE'].includes(outcome);
        },
      ),
      { numRuns: 2000 },
    );
    expect(outcomes.size).toBe(2);
  });
});
