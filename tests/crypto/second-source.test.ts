import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { kdf, hash } from '../../crypto/kdf.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { blake2b, H, KDF, xchachaOpen } from './second-source.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));

describe('the second source', () => {
  it.each([0, 1, 127, 128, 129, 256, 1000])('agrees with Node on BLAKE2b of %i bytes', (length) => {
    const input = Uint8Array.from({ length }, (_, i) => i);
    const expected = createHash('blake2b512').update(input).digest('hex');
    expect(hex(blake2b(64, input))).toBe(expected);
  });

  it('knows the keyed answer of the BLAKE2 authors (blake2b-kat, one byte 00)', () => {
    const key = Uint8Array.from({ length: 64 }, (_, i) => i);
    expect(hex(blake2b(64, Uint8Array.of(0), key))).toBe(KEYED_ANSWER);
  });

  it.each([16, 32, 64])('agrees with libsodium on keyed hashes of %i bytes', (length) => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => 200 - i);
    expect(kdf(key, 'traffic', length, 'relay', key)).toEqual(
      KDF(key, 'traffic', length, 'relay', key),
    );
    expect(hash('context', key, '')).toEqual(H('context', key, ''));
  });

  it('opens what libsodium seals with a long nonce', () => {
    const key = Uint8Array.from({ length: 32 }, (_, i) => i);
    const nonce = Uint8Array.from({ length: 24 }, (_, i) => 100 + i);
    const text = new TextEncoder().encode('a quiet room');
    const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(text, key, null, nonce, key);
    expect(xchachaOpen(key, nonce, key, sealed)).toEqual(text);
  });
});

describe('libsodium', () => {
  it('agrees on a key as the X-Wing draft does (draft-connolly-cfrg-xwing-kem, appendix C)', () => {
    const { publicKey, privateKey } = sodium.crypto_kem_xwing_seed_keypair(unhex(XWING.seed));
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(
      publicKey,
      unhex(XWING.eseed),
    );
    expect(hex(sharedSecret)).toBe(XWING.ss);
    expect(hex(sodium.crypto_kem_xwing_dec(ciphertext, privateKey))).toBe(XWING.ss);
  });
});

const KEYED_ANSWER =
  '961f6dd1e4dd30f63901690c512e78e4b45e4742ed197c3c5e45c549fd25f2e4' +
  '187b0bc9fe30492b16b0d0bc4ef9b0f34c7003fac09a5ef1532e69430234cebd';

const XWING = {
  seed: '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
  eseed:
    '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e2' +
    '35b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
  ss: 'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384',
};
