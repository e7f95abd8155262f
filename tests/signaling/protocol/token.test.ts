import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeToken, encodeToken } from '../../../signaling/protocol/token.ts';

const sha512 = (input: Uint8Array) => new Uint8Array(createHash('sha512').update(input).digest());
const seed = Uint8Array.from({ length: 32 }, (_, index) => index);
/** Of the seed that counts up; also in PROTOCOL.md. */
const TEXT = 'alcove_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8mFu_l';

test('a token is written as PROTOCOL.md says', () => {
  const label = Buffer.from('alcove/1/token');
  const lp = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const check = createHash('sha512')
    .update(Buffer.concat([lp(label), lp(seed)]))
    .digest()
    .subarray(0, 4);
  const expected = `alcove_${Buffer.concat([seed, check]).toString('base64url')}`;
  expect(encodeToken(seed, sha512)).toBe(expected);
  expect(expected).toBe(TEXT);
});

test('any seed is read back, with space around it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      expect(decodeToken(`  ${encodeToken(bytes, sha512)}\n`, sha512)).toEqual(bytes);
    }),
  );
});

test('no slip of the pen is taken for a token', () => {
  const token = encodeToken(seed, sha512);
  for (const wrong of [
    '',
    'alcove_',
    token.slice(0, -1),
    `${token}A`,
    token.slice(7),
    token.toUpperCase(),
    token.replace('_', '-'),
  ]) {
    expect(decodeToken(wrong, sha512), wrong).toBeUndefined();
  }
  for (let place = 7; place < token.length; place += 1) {
    const other = token[place] === 'A' ? 'B' : 'A';
    const wrong = token.slice(0, place) + other + token.slice(place + 1);
    expect(decodeToken(wrong, sha512), wrong).toBeUndefined();
  }
});
