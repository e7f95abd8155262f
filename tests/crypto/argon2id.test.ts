import { beforeAll, expect, test } from 'vitest';
import { argon2id, ready } from '../../crypto/sodium-sumo.ts';
import { CryptoError } from '../../crypto/errors.ts';

beforeAll(() => ready);

const utf8 = (text: string) => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

// Reckoned with another implementation: argon2id of @noble/hashes 2, version 1.3, one lane.
test.each([
  {
    passphrase: 'Café fine',
    salt: Uint8Array.from({ length: 16 }, (_, i) => i),
    opsLimit: 3,
    memLimitKiB: 1024,
    key: '0ef0f229f7c2e54c22a3ca37032ef2e678c654839e52726daa22b46b7fdb54e5',
  },
  {
    passphrase: '',
    salt: new Uint8Array(16).fill(255),
    opsLimit: 2,
    memLimitKiB: 64,
    key: '2e64224d3e72f93e3c8e6cdde52d56a20ee812c34921974c427a19101f529f88',
  },
])('Argon2id of “$passphrase” is as another implementation has it', ({ key, ...of }) => {
  expect(hex(argon2id(utf8(of.passphrase), of))).toBe(key);
});

test('salt, passes and memory all enter it', () => {
  const cost = { salt: new Uint8Array(16), opsLimit: 2, memLimitKiB: 64 };
  const keys = [
    cost,
    { ...cost, salt: new Uint8Array(16).fill(1) },
    { ...cost, opsLimit: 3 },
    { ...cost, memLimitKiB: 65 },
  ].map((parameters) => hex(argon2id(utf8('x'), parameters)));
  expect(new Set(keys).size).toBe(4);
});

test.each([0, 15, 17])('a salt of %i bytes is refused', (length) => {
  const parameters = { salt: new Uint8Array(length), opsLimit: 2, memLimitKiB: 64 };
  expect(() => argon2id(utf8('x'), parameters)).toThrow(new CryptoError('LENGTH'));
});
