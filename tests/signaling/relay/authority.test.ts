import { beforeAll, describe, expect, test } from 'vitest';
import { hostKeyPair, roomId } from '../../../crypto/link.ts';
import { sign } from '../../../crypto/signing.ts';
import { ready } from '../../../crypto/sodium.ts';
import { nodeAuthority } from '../../../signaling/relay/authority.ts';
import { TestKey } from '../../support/relay-keys.ts';

beforeAll(() => ready);

const message = new TextEncoder().encode('message');

describe('the relay’s cryptography is the clients’', () => {
  test('a room id is the same on both sides', () => {
    const { publicKey } = hostKeyPair(new Uint8Array(32).fill(3));
    expect(nodeAuthority.roomId(publicKey)).toEqual(Uint8Array.from(roomId(publicKey)));
  });

  test('a signature by libsodium is good in Node', () => {
    const { publicKey, secretKey } = hostKeyPair(new Uint8Array(32).fill(3));
    const signature = sign(secretKey, message);
    expect(nodeAuthority.verify(publicKey, signature, message)).toBe(true);
    signature[0] = (signature[0] ?? 0) ^ 1;
    expect(nodeAuthority.verify(publicKey, signature, message)).toBe(false);
  });
});

test.each([
  ['another key', new TestKey().publicKey],
  ['no key at all', new Uint8Array(32).fill(0xff)],
  ['a key too short', new Uint8Array(31)],
])('nobody has signed with %s, and nothing is thrown', (_what, key) => {
  const signature = new TestKey().sign(message);
  expect(nodeAuthority.verify(key, signature, message)).toBe(false);
});

test('a signature of another length is none', () => {
  const key = new TestKey();
  const signature = key.sign(message);
  expect(nodeAuthority.verify(key.publicKey, signature.subarray(1), message)).toBe(false);
});
