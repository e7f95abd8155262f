import { beforeAll, describe, expect, it } from 'vitest';
import { vaultId as vaultIdBytes } from '../../crypto/brand.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import { MAX_CHUNK } from '../../crypto/vault/limits.ts';
import {
  openChunk,
  openDocument,
  sealChunk,
  sealDocument,
  type PieceItem,
} from '../../crypto/vault/piece.ts';
import { newRecordId, newRecordKey } from '../../crypto/vault/record.ts';
import { codeOf, flipped } from '../crypto/handshake-pair.ts';
import { extended, sampled } from '../crypto/vault-fixtures.ts';

beforeAll(() => ready);

const newItem = (over: Partial<PieceItem> = {}): PieceItem => ({
  vaultId: vaultIdBytes(new Uint8Array(16).fill(5)),
  id: newRecordId(random),
  key: newRecordKey(random),
  ...over,
});
const chunk = { at: 1500, bytes: random(3000) };
const body = new TextEncoder().encode('{"v":1,"d":{}}');

describe('a piece of a recording', () => {
  it('opens in its place, and holds what was put in', () => {
    const item = newItem();
    expect(openChunk(item, 3, sealChunk(item, 3, chunk, random))).toEqual(chunk);
    for (const [sort, number] of [
      ['head', 0],
      ['end', 4],
    ] as const) {
      const bytes = sealDocument(item, sort, number, body, random);
      expect(openDocument(item, sort, number, bytes)).toEqual(body);
    }
  });

  it('in the place of another of the same recording is refused', () => {
    const item = newItem();
    const third = sealChunk(item, 3, chunk, random);
    for (const number of [1, 2, 4, 0xffffffff]) {
      expect(codeOf(() => openChunk(item, number, third))).toBe('VAULT_PIECE');
    }
  });

  it('of another recording is refused, under one key as well', () => {
    const [item, other] = [newItem(), newItem()];
    const bytes = sealChunk(other, 1, chunk, random);
    expect(codeOf(() => openChunk(item, 1, bytes))).toBe('VAULT_PIECE');
    const moved = newItem({ key: other.key });
    expect(codeOf(() => openChunk(moved, 1, bytes))).toBe('VAULT_PIECE');
    const elsewhere = { ...other, vaultId: vaultIdBytes(new Uint8Array(16).fill(6)) };
    expect(codeOf(() => openChunk(elsewhere, 1, bytes))).toBe('VAULT_PIECE');
  });

  it('of one sort is none of another, its first bytes edited or not', () => {
    const item = newItem();
    const part = sealChunk(item, 2, chunk, random);
    const end = sealDocument(item, 'end', 2, body, random);
    expect(codeOf(() => openDocument(item, 'end', 2, part))).toBe('VAULT_PIECE');
    expect(codeOf(() => openChunk(item, 2, end))).toBe('VAULT_PIECE');
    for (const sort of [1, 2, 3]) {
      const edited = new Uint8Array(end);
      edited[1] = sort;
      if (sort !== 3)
        expect(codeOf(() => openDocument(item, 'end', 2, edited))).toBe('VAULT_PIECE');
      expect(codeOf(() => openChunk(item, 2, edited))).toBe('VAULT_PIECE');
      expect(codeOf(() => openDocument(item, 'head', 2, edited))).toBe('VAULT_PIECE');
    }
  });

  it('with any one bit changed, cut, or with something behind it is refused', () => {
    const item = newItem();
    const bytes = sealChunk(item, 1, chunk, random);
    for (const index of sampled(bytes.length)) {
      for (const bit of [0, 5]) {
        expect(codeOf(() => openChunk(item, 1, flipped(bytes, index, bit)))).toBe('VAULT_PIECE');
      }
      expect(codeOf(() => openChunk(item, 1, bytes.subarray(0, index)))).toBe('VAULT_PIECE');
    }
    expect(codeOf(() => openChunk(item, 1, extended(bytes)))).toBe('VAULT_PIECE');
  });

  it('holds 1 byte to 1 MiB', () => {
    const item = newItem();
    const seal = (length: number) =>
      sealChunk(item, 1, { at: 0, bytes: new Uint8Array(length) }, random);
    expect(codeOf(() => seal(0))).toBe('VAULT_SIZE');
    expect(openChunk(item, 1, seal(1)).bytes).toHaveLength(1);
    expect(openChunk(item, 1, seal(MAX_CHUNK)).bytes).toHaveLength(MAX_CHUNK);
    expect(codeOf(() => seal(MAX_CHUNK + 1))).toBe('VAULT_SIZE');
    expect(codeOf(() => sealChunk(item, 1, { at: 2 ** 32, bytes: body }, random))).toBe('RANGE');
  });
});
