import { expect, test } from 'vitest';
import {
  ATTRIBUTE,
  decodeStun,
  encodeStun,
  errorOf,
  hasIntegrity,
  integrityKey,
  relayedAddressOf,
  type StunMessage,
} from '../../../signaling/cli/stun-message.ts';

/** RFC 5769, 2.4: a request with long-term authentication. */
const SAMPLE = Buffer.from(
  '000100602112a44278ad3433c6ad72c029da412e' +
    '00060012e3839ee38388e383aae38383e382afe382b90000' +
    '0015001c662f2f3439396b39353464364f4c33346f4c394653547679363473410014000b6578616d706c652e6f726700' +
    '00080014f67024656dd64a3e02b8e0712e85c9a28ca89666',
  'hex',
);
const NAME = '\u30de\u30c8\u30ea\u30c3\u30af\u30b9';
const KEY = integrityKey(NAME, 'example.org', 'TheMatrIX');

const message = (attributes: readonly [number, Buffer][]): StunMessage => ({
  type: 1,
  transaction: SAMPLE.subarray(8, 20),
  attributes: new Map(attributes),
});

test('writes the sample of RFC 5769, byte by byte', () => {
  const sample = message([
    [ATTRIBUTE.username, Buffer.from(NAME)],
    [ATTRIBUTE.nonce, Buffer.from('f//499k954d6OL34oL9FSTvy64sA')],
    [ATTRIBUTE.realm, Buffer.from('example.org')],
  ]);
  expect(encodeStun(sample, KEY).toString('hex')).toBe(SAMPLE.toString('hex'));
});

test('reads the sample, and knows who signed it', () => {
  const read = decodeStun(SAMPLE);
  expect(read?.attributes.get(ATTRIBUTE.username)?.toString()).toBe(NAME);
  expect(read?.attributes.get(ATTRIBUTE.realm)?.toString()).toBe('example.org');
  expect(hasIntegrity(SAMPLE, KEY)).toBe(true);
  expect(hasIntegrity(SAMPLE, integrityKey(NAME, 'example.org', 'another'))).toBe(false);
});

test('no changed bit of what is signed passes', () => {
  for (let bit = 0; bit < SAMPLE.length * 8; bit += 1) {
    const changed = Buffer.from(SAMPLE);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    // The length itself is signed as what it must be; a message of another is not whole.
    const whole = decodeStun(changed) !== undefined;
    expect(whole && hasIntegrity(changed, KEY), `bit ${bit}`).toBe(false);
  }
});

test('what is cut short is no message', () => {
  for (let length = 0; length < SAMPLE.length; length += 1) {
    expect(decodeStun(SAMPLE.subarray(0, length))).toBeUndefined();
  }
});

test('an attribute longer than its message is no message', () => {
  const long = encodeStun(message([[ATTRIBUTE.realm, Buffer.from('abcd')]]));
  long.writeUInt16BE(5, 22);
  expect(decodeStun(long)).toBeUndefined();
});

test('reads errors and addresses', () => {
  const error = Buffer.concat([Buffer.from([0, 0, 4, 38]), Buffer.from('Stale Nonce')]);
  expect(errorOf(message([[ATTRIBUTE.errorCode, error]]))).toEqual({
    code: 438,
    reason: 'Stale Nonce',
  });
  expect(errorOf(message([]))).toBeUndefined();
  // RFC 5769, 2.2: 192.0.2.1.
  const address = Buffer.from('0001a147e112a643', 'hex');
  expect(relayedAddressOf(message([[ATTRIBUTE.relayedAddress, address]]))).toBe('192.0.2.1');
  expect(relayedAddressOf(message([]))).toBeUndefined();
});
