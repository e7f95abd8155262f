import { beforeAll, describe, expect, it } from 'vitest';
import { hashBytes, vaultId as vaultIdBytes, type StorageKey } from '../../crypto/brand.ts';
import { concat, zeroPadded } from '../../crypto/bytes.ts';
import { sealLong } from '../../crypto/aead.ts';
import { lengthPrefixed, uint } from '../../crypto/encoding.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import { openAudit, sealAudit } from '../../crypto/vault/audit.ts';
import { deriveKeys, type VaultKeys } from '../../crypto/vault/keys.ts';
import { openPage, sealPage, type PageName } from '../../crypto/vault/page.ts';
import { emptySum } from '../../crypto/vault/page-sum.ts';
import { openRecord, recordName, sealRecord } from '../../crypto/vault/record.ts';
import { openRoot, sealRoot } from '../../crypto/vault/root.ts';
import { codeOf, flipped } from '../crypto/handshake-pair.ts';
import { extended, newEntry, newVault, sampled } from '../crypto/vault-fixtures.ts';

beforeAll(() => ready);

const utf8 = (text: string) => new TextEncoder().encode(text);
const vaultId = vaultIdBytes(new Uint8Array(16).fill(5));
const body = utf8('{"title":"A quiet room"}');

describe('a record', () => {
  const seal = (entry: ReturnType<typeof newEntry>) => sealRecord({ vaultId, entry, body, random });

  it('with any one bit changed is refused, and says how', () => {
    const entry = newEntry();
    const bytes = seal(entry);
    for (const index of sampled(bytes.length)) {
      for (const bit of [0, 5]) {
        const code = codeOf(() => openRecord(flipped(bytes, index, bit), entry, vaultId));
        // Compartment 1 becomes 0 or 33, which there are not; revision 7 becomes 6, 39 or more.
        const idField = index >= 2 && index < 18;
        const older = index === 21 && bit === 0;
        const expected = idField
          ? 'VAULT_RECORD_SWAPPED'
          : older
            ? 'VAULT_RECORD_OLDER'
            : 'VAULT_RECORD';
        expect(code, `${index} ${bit}`).toBe(expected);
      }
    }
  });

  it('cut anywhere or with something behind it is refused', () => {
    const entry = newEntry();
    const bytes = seal(entry);
    for (const cut of sampled(bytes.length)) {
      expect(
        codeOf(() => openRecord(bytes.subarray(0, cut), entry, vaultId)),
        `${cut}`,
      ).toBe('VAULT_RECORD');
      expect(codeOf(() => recordName(bytes.subarray(0, cut)))).toBe('VAULT_RECORD');
    }
    expect(codeOf(() => openRecord(extended(bytes), entry, vaultId))).toBe('VAULT_RECORD');
    expect(codeOf(() => recordName(extended(bytes)))).toBe('VAULT_RECORD');
    const twice = concat(bytes, new Uint8Array(1024));
    expect(codeOf(() => openRecord(twice, entry, vaultId))).toBe('VAULT_RECORD');
  });

  it('in the place of another is told apart', () => {
    const [a, b] = [newEntry(), newEntry()];
    expect(codeOf(() => openRecord(seal(b), a, vaultId))).toBe('VAULT_RECORD_SWAPPED');
    const moved = { ...a, compartment: 2 } as const;
    expect(codeOf(() => openRecord(seal(a), moved, vaultId))).toBe('VAULT_RECORD_SWAPPED');
  });

  it('of an earlier save is told apart, and does not open under an edited number', () => {
    const now = newEntry({ revision: 8 });
    const before = { ...now, revision: 7, key: newEntry().key };
    const old = seal(before);
    expect(codeOf(() => openRecord(old, now, vaultId))).toBe('VAULT_RECORD_OLDER');
    const edited = new Uint8Array(old);
    edited.set(uint(8, 4), 18);
    expect(codeOf(() => openRecord(edited, now, vaultId))).toBe('VAULT_RECORD');
    // The same number twice, as after a vault was put back and written on: another key all the same.
    const again = { ...now, key: newEntry().key };
    expect(codeOf(() => openRecord(seal(again), now, vaultId))).toBe('VAULT_RECORD');
  });

  it('of a later save than its page knows is refused', () => {
    const now = newEntry({ revision: 8 });
    const later = seal({ ...now, revision: 9 });
    expect(codeOf(() => openRecord(later, now, vaultId))).toBe('VAULT_RECORD');
  });

  it('under one key for several saves, the number and not the key keeps them apart', () => {
    const first = newEntry({ compartment: 4, revision: 1 });
    const second = { ...first, revision: 2 };
    expect(openRecord(seal(second), second, vaultId)).toEqual(body);
    expect(codeOf(() => openRecord(seal(first), second, vaultId))).toBe('VAULT_RECORD_OLDER');
    const edited = new Uint8Array(seal(first));
    edited.set(uint(2, 4), 18);
    expect(codeOf(() => openRecord(edited, second, vaultId))).toBe('VAULT_RECORD');
  });

  it('of another vault is refused', () => {
    const entry = newEntry();
    const other = vaultIdBytes(random(16));
    expect(codeOf(() => openRecord(seal(entry), entry, other))).toBe('VAULT_RECORD');
  });

  it.each([
    ['not zero behind the body', [5], [0, 0, 0, 0, 1]],
    ['a length that a smaller size would hold', [1020, 2048], []],
    ['a length beyond the end', [1021], []],
    ['a length beyond everything', [0xffffffff], []],
  ])('that is authentic and padded in another way is refused: %s', (_, [length, size], rest) => {
    const entry = newEntry();
    const header = concat(uint(1, 1), uint(1, 1), entry.id, uint(entry.revision, 4));
    const content = concat(uint(length ?? 0, 4), new Uint8Array(5), Uint8Array.from(rest));
    const data = concat(lengthPrefixed('alcove/1/vault-record'), header, vaultId);
    const nonce = random(24);
    const sealed = sealLong(entry.key, nonce, data, zeroPadded(content, size ?? 1024));
    const bytes = concat(header, nonce, sealed);
    expect(codeOf(() => openRecord(bytes, entry, vaultId))).toBe('VAULT_RECORD');
  });
});

/** What lies under keys of the vault: how it is sealed for a place, opened at one, and refused. */
interface Kind {
  readonly code: string;
  readonly seal: (keys: VaultKeys, place: number) => Uint8Array;
  readonly open: (keys: VaultKeys, place: number, bytes: Uint8Array) => unknown;
}

const at = (number: number): PageName => ({ compartment: 2, number });
const root = {
  generation: 1,
  savedAt: 2,
  pages: 3,
  sum: emptySum(),
  auditLength: 4,
  auditHead: hashBytes(new Uint8Array(32)),
};

const KINDS: Readonly<Record<string, Kind>> = {
  page: {
    code: 'VAULT_PAGE',
    seal: (keys, number) =>
      sealPage(keys, at(number), { entries: [newEntry()], catalogue: body }, random),
    open: (keys, number, bytes) => openPage(keys, at(number), bytes),
  },
  root: {
    code: 'VAULT_ROOT',
    seal: (keys) => sealRoot(keys, root, random),
    open: (keys, _, bytes) => openRoot(keys, bytes),
  },
  'audit entry': {
    code: 'VAULT_AUDIT',
    seal: (keys, sequence) => sealAudit(keys, sequence, { at: 1, event: body }, random),
    open: (keys, sequence, bytes) => openAudit(keys, sequence, bytes),
  },
};

describe.each(Object.entries(KINDS))('a %s', (name, { code, seal, open }) => {
  it('with any one bit changed is refused', () => {
    const { keys } = newVault();
    const bytes = seal(keys, 1);
    expect(codeOf(() => open(keys, 1, bytes))).toBe('nothing');
    for (const index of sampled(bytes.length)) {
      expect(
        codeOf(() => open(keys, 1, flipped(bytes, index, index % 8))),
        `${index}`,
      ).toBe(code);
    }
  });

  it('cut anywhere or with something behind it is refused', () => {
    const { keys } = newVault();
    const bytes = seal(keys, 1);
    for (const cut of sampled(bytes.length)) {
      expect(
        codeOf(() => open(keys, 1, bytes.subarray(0, cut))),
        `${cut}`,
      ).toBe(code);
    }
    expect(codeOf(() => open(keys, 1, extended(bytes)))).toBe(code);
  });

  it('of another vault, or from before a rotation, is refused', () => {
    const { key, header, keys } = newVault();
    const bytes = seal(keys, 1);
    const rotated = deriveKeys(key, { ...header, keyGeneration: 2 });
    for (const others of [newVault().keys, rotated]) {
      expect(codeOf(() => open(others, 1, bytes))).toBe(code);
      // Under the very same keys as well, the place alone tells them apart.
      const there = { ...keys, scope: others.scope };
      expect(codeOf(() => open(there, 1, bytes))).toBe(code);
    }
  });

  it('in another place is refused, except the root, which has one place', () => {
    const { keys } = newVault();
    const elsewhere = name === 'root' ? 'nothing' : code;
    expect(codeOf(() => open(keys, 2, seal(keys, 1)))).toBe(elsewhere);
    expect(codeOf(() => open(keys, 0, seal(keys, 1)))).toBe(elsewhere);
  });

  it.each(Object.keys(KINDS).filter((other) => other !== name))(
    'that is really a %s is refused',
    (other) => {
      const { keys } = newVault();
      expect(codeOf(() => open(keys, 1, KINDS[other]?.seal(keys, 1) ?? body))).toBe(code);
    },
  );
});

describe('a page of another compartment', () => {
  it('is refused, under the same key too', () => {
    const { keys } = newVault();
    const bytes = sealPage(keys, at(1), { entries: [], catalogue: body }, random);
    for (const compartment of [1, 3, 4] as const) {
      const name = { compartment, number: 1 };
      expect(codeOf(() => openPage(keys, name, bytes))).toBe('VAULT_PAGE');
      const pages = { ...keys.pages, [compartment]: keys.pages[2] };
      expect(codeOf(() => openPage({ ...keys, pages }, name, bytes))).toBe('VAULT_PAGE');
    }
  });
});

describe('what is authentic and of another shape', () => {
  const forge = (
    key: StorageKey,
    label: string,
    keys: VaultKeys,
    place: Uint8Array,
    text: Uint8Array,
  ) => {
    const nonce = random(24);
    const data = concat(lengthPrefixed(`alcove/1/${label}`), keys.scope, place);
    return concat(nonce, sealLong(key, nonce, data, text));
  };

  it.each([
    ['seventeen entries', concat(uint(17, 2), new Uint8Array(17 * 52))],
    ['more entries than bytes', concat(uint(2, 2), new Uint8Array(103))],
    ['half a count', uint(0, 1)],
    ['nothing', new Uint8Array(0)],
  ])('a page with %s', (_, content) => {
    const { keys } = newVault();
    const place = concat(uint(2, 1), uint(1, 4));
    const text = zeroPadded(lengthPrefixed(content), 1024);
    const bytes = forge(keys.pages[2], 'vault-page', keys, place, text);
    expect(codeOf(() => openPage(keys, at(1), bytes))).toBe('VAULT_PAGE');
  });

  it.each([
    [
      'no number of a generation',
      concat(uint(0xffffffff, 4), uint(0xffffffff, 4), new Uint8Array(80)),
    ],
    ['a byte too many', new Uint8Array(89)],
    ['a byte too few', new Uint8Array(87)],
  ])('a root with %s', (_, text) => {
    const { keys } = newVault();
    const bytes = forge(keys.root, 'vault-root', keys, new Uint8Array(0), text);
    expect(codeOf(() => openRoot(keys, bytes))).toBe('VAULT_ROOT');
  });

  it.each([
    ['something behind the event', concat(uint(0, 4), uint(1, 8), uint(1, 1)), 256],
    ['a length beyond the end', concat(uint(245, 4), uint(1, 8)), 256],
    ['a longer padding', concat(uint(0, 4), uint(1, 8)), 512],
    ['a size that is no multiple', concat(uint(300, 4), uint(1, 8)), 500],
    ['no time', concat(uint(0, 4), uint(0xffffffff, 4), uint(0, 4)), 256],
  ])('an audit entry with %s', (_, content, size) => {
    const { keys } = newVault();
    const text = zeroPadded(content, size);
    const bytes = forge(keys.audit, 'vault-audit-entry', keys, uint(1, 4), text);
    expect(codeOf(() => openAudit(keys, 1, bytes))).toBe('VAULT_AUDIT');
  });
});
