import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { seal, ZERO_NONCE } from '../../crypto/aead.ts';
import { vaultKey, type VaultKey } from '../../crypto/brand.ts';
import { concat } from '../../crypto/bytes.ts';
import { lengthPrefixed, uint } from '../../crypto/encoding.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { kdf } from '../../crypto/kdf.ts';
import { encapsulate } from '../../crypto/kem.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import {
  encodeHeader,
  openSlot,
  parseHeader,
  sealHeader,
  type VaultHeader,
} from '../../crypto/vault/header.ts';
import { checkStretching, nameFields, type Slot } from '../../crypto/vault/slot.ts';
import { codeOf, flipped } from '../crypto/handshake-pair.ts';
import {
  sampled,
  extended,
  newPasskey,
  newPassphrase,
  newRecovery,
  newVault,
  openAt,
  slotAt,
} from '../crypto/vault-fixtures.ts';

beforeAll(() => ready);

/** What is seen by whoever opens the stored bytes by their first slot. */
function outcome(bytes: Uint8Array, secret: Parameters<typeof openAt>[2]): string {
  return codeOf(() => openAt(parseHeader(bytes), 0, secret));
}

/** The fields of a header whose first slot asks for a passkey of 20 bytes; what an edit gives. */
const FIELDS: readonly [name: string, length: number, codes: readonly string[]][] = [
  ['magic', 8, ['VAULT_HEADER']],
  ['version', 1, ['VAULT_VERSION']],
  ['vault id', 16, ['VAULT_KEY']],
  ['key generation', 4, ['VAULT_HEADER']],
  ['count', 1, ['VAULT_HEADER']],
  ['length', 4, ['VAULT_HEADER']],
  ['type', 1, ['VAULT_HEADER']],
  ['slot id', 16, ['VAULT_KEY']],
  // Not below 2^53 it is no time at all.
  ['created', 8, ['VAULT_KEY', 'VAULT_HEADER']],
  ['passes', 4, ['VAULT_KEY']],
  ['memory', 4, ['VAULT_KEY']],
  ['salt', 16, ['VAULT_KEY']],
  ['passkey salt', 32, ['VAULT_KEY']],
  ['credential length', 4, ['VAULT_HEADER']],
  ['credential', 20, ['VAULT_KEY']],
  ['public key', 1216, ['VAULT_KEY']],
  ['ciphertext', 1120, ['VAULT_HEADER']],
  ['sealed key', 48, ['VAULT_HEADER']],
  ['sealed anchor', 48, ['VAULT_HEADER']],
  ['the second slot', 4 + 49 + 1216 + 1120 + 96, ['VAULT_HEADER']],
  ['mac', 32, ['VAULT_HEADER']],
];

describe('a header with one bit changed', () => {
  it.each(FIELDS)('in %s', (name, length, codes) => {
    const secret = newPasskey();
    const bytes = encodeHeader(newVault(secret, newRecovery()).header);
    const names = FIELDS.map(([field]) => field);
    const start = FIELDS.slice(0, names.indexOf(name)).reduce((sum, [, size]) => sum + size, 0);
    expect(FIELDS.reduce((sum, [, size]) => sum + size, 0)).toBe(bytes.length);
    // Every bit of a short field, and some in each stretch of a long one.
    const step = length > 64 ? 61 : 1;
    for (let index = start; index < start + length; index += step) {
      for (const bit of length > 64 ? [index % 8] : [0, 1, 2, 3, 4, 5, 6, 7]) {
        expect(codes, `${name} ${index - start} ${bit}`).toContain(
          outcome(flipped(bytes, index, bit), secret),
        );
      }
    }
    expect(outcome(bytes, secret)).toBe('nothing');
  });
});

describe('a header of another length', () => {
  it('is refused at every cut, and with something behind it', () => {
    const bytes = encodeHeader(newVault().header);
    for (const cut of sampled(bytes.length)) {
      expect(
        codeOf(() => parseHeader(bytes.subarray(0, cut))),
        `${cut}`,
      ).toBe('VAULT_HEADER');
    }
    expect(codeOf(() => parseHeader(extended(bytes)))).toBe('VAULT_HEADER');
  });

  it('any bytes at all are refused or read as what they are', () => {
    const bytes = encodeHeader(newVault(newRecovery()).header);
    const edit = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 6 }), (edits) => {
        const changed = new Uint8Array(bytes);
        for (const [index, value] of edits) changed[index] = value;
        try {
          expect(encodeHeader(parseHeader(changed))).toEqual(changed);
        } catch (error) {
          if (!(error instanceof CryptoError)) throw error;
          expect(error.code).toMatch(/^VAULT_(?:HEADER|VERSION)$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of 0 or 9 slots, or with a slot twice, is refused though nothing else is wrong', () => {
    const { header } = newVault(newRecovery());
    const slot = slotAt(header, 0);
    const others = Array.from({ length: 9 }, () => slotAt(newVault(newRecovery()).header, 0));
    for (const slots of [[], others, [slot, slot]]) {
      expect(codeOf(() => parseHeader(encodeHeader({ ...header, slots })))).toBe('VAULT_HEADER');
    }
    const eight = { ...header, slots: others.slice(1) };
    expect(codeOf(() => parseHeader(encodeHeader(eight)))).toBe('nothing');
    const never = { ...header, keyGeneration: 0 };
    expect(codeOf(() => parseHeader(encodeHeader(never)))).toBe('VAULT_HEADER');
  });
});

describe('a passkey slot', () => {
  it.each([
    [0, 'VAULT_HEADER'],
    [1, 'nothing'],
    [1023, 'nothing'],
    [1024, 'VAULT_HEADER'],
  ])('with a credential id of %i bytes: %s', (length, code) => {
    const bytes = encodeHeader(newVault(newPasskey(20)).header);
    // Magic to count; the slot from its type to the PRF salt.
    const [slotStart, idStart] = [30, 30 + 4 + 81];
    const rest = bytes.subarray(idStart + 4 + 20, -32);
    const slot = concat(
      bytes.subarray(slotStart + 4, idStart),
      lengthPrefixed(new Uint8Array(length)),
      rest,
    );
    const changed = concat(bytes.subarray(0, slotStart), lengthPrefixed(slot), new Uint8Array(32));
    expect(codeOf(() => parseHeader(changed))).toBe(code);
  });
});

describe('a slot', () => {
  it('does not open with another secret, or one of another kind', () => {
    const vault = newVault();
    for (const index of [0, 1, 2]) {
      for (const secret of [newPassphrase(), newPasskey(), newRecovery()]) {
        expect(codeOf(() => openAt(vault.header, index, secret))).toBe('VAULT_KEY');
      }
    }
  });

  it('that asks for a passkey does not open by the passphrase alone, nor the other way round', () => {
    const passkey = newPasskey();
    const { header } = newVault(passkey);
    const slot = slotAt(header, 0);
    const { stretched } = passkey;
    expect(codeOf(() => openSlot(header, slot, { kind: 'passphrase', stretched }))).toBe(
      'VAULT_KEY',
    );
    const { prf } = newPasskey();
    expect(codeOf(() => openSlot(header, slot, { ...passkey, prf }))).toBe('VAULT_KEY');
    const other = newPassphrase().stretched;
    expect(codeOf(() => openSlot(header, slot, { ...passkey, stretched: other }))).toBe(
      'VAULT_KEY',
    );
    // The slot said to be one of a passphrase: another key pair.
    if (slot.kind !== 'passphrase-and-passkey') throw new Error('another kind');
    const { passkey: asked, ...rest } = slot;
    const lowered: Slot = { ...rest, kind: 'passphrase' };
    expect(asked.credentialId).toHaveLength(20);
    expect(
      codeOf(() =>
        openSlot({ ...header, slots: [lowered] }, lowered, { kind: 'passphrase', stretched }),
      ),
    ).toBe('VAULT_KEY');
  });

  it('of another vault does not open, though it has the same passphrase', () => {
    const secret = newPassphrase();
    const [mine, theirs] = [newVault(secret), newVault(secret)];
    const slot = slotAt(theirs.header, 0);
    const header = { ...mine.header, slots: [slot] };
    expect(codeOf(() => openSlot(header, slot, secret))).toBe('VAULT_KEY');
  });

  it('taken out, put in another order or exchanged is noticed by who opens another', () => {
    const { header, secrets } = newVault();
    const [a, b, c] = [slotAt(header, 0), slotAt(header, 1), slotAt(header, 2)];
    const foreign = slotAt(newVault().header, 1);
    for (const slots of [[a], [a, c, b], [a, b], [a, b, c, foreign], [a, foreign, c]]) {
      expect(codeOf(() => openAt({ ...header, slots }, 0, secrets[0]))).toBe('VAULT_HEADER');
    }
  });
});

describe('cheap or endless passphrases', () => {
  it.each([
    [0, 131_072, 'VAULT_KDF_WEAK'],
    [1, 131_072, 'VAULT_KDF_WEAK'],
    [3, 8, 'VAULT_KDF_WEAK'],
    [3, 65_535, 'VAULT_KDF_WEAK'],
    [17, 131_072, 'VAULT_KDF_HUGE'],
    [3, 1_048_577, 'VAULT_KDF_HUGE'],
    [0xffffffff, 0xffffffff, 'VAULT_KDF_HUGE'],
    [2, 65_536, 'nothing'],
    [16, 1_048_576, 'nothing'],
  ])('%i passes over %i KiB in a stored header: %s', (opsLimit, memLimitKiB, code) => {
    const { header } = newVault(newPassphrase());
    const slot = slotAt(header, 0);
    if (slot.kind !== 'passphrase') throw new Error('another kind');
    const edited = { ...slot, stretching: { ...slot.stretching, opsLimit, memLimitKiB } };
    const read = slotAt(parseHeader(encodeHeader({ ...header, slots: [edited] })), 0);
    if (read.kind !== 'passphrase') throw new Error('another kind');
    expect(codeOf(() => checkStretching(read.stretching))).toBe(code);
  });

  it('a recovery slot that asks for stretching is none', () => {
    const { header } = newVault(newRecovery());
    const bytes = encodeHeader(header);
    // Type, id and time, then passes, memory and salt.
    const start = 8 + 1 + 16 + 4 + 1 + 4 + 25;
    for (let index = start; index < start + 24; index += 1) {
      expect(codeOf(() => parseHeader(flipped(bytes, index)))).toBe('VAULT_HEADER');
    }
  });
});

describe('a vault that somebody else made for the owner to fill', () => {
  /** Everything about the stored header is known, and nothing of any secret. */
  function planted(
    header: VaultHeader,
    anchor: Uint8Array,
  ): { header: VaultHeader; key: VaultKey } {
    const key = vaultKey(random(32));
    const place = { vaultId: header.vaultId, keyGeneration: header.keyGeneration };
    const slot = slotAt(header, 0);
    const { ciphertext, secret } = encapsulate(slot.publicKey, random, 'VAULT_HEADER');
    const generation = uint(place.keyGeneration, 4);
    const both = concat(secret, anchor);
    const wrapKey = kdf(both, 'vault-wrap', 32, place.vaultId, generation, slot.id);
    const public_ = concat(...nameFields(slot), slot.publicKey);
    const data = concat(...[place.vaultId, generation, public_].map(lengthPrefixed));
    const sealedKey = seal(wrapKey, ZERO_NONCE, data, key);
    return { key, header: sealHeader(key, place, [{ ...slot, ciphertext, sealedKey }]) };
  }

  it('does not open: the public key of a slot is not enough to wrap for it', () => {
    const secret = newPassphrase();
    const { header } = newVault(secret);
    const stored = parseHeader(encodeHeader(planted(header, random(32)).header));
    expect(codeOf(() => openAt(stored, 0, secret))).toBe('VAULT_HEADER');
  });

  it('would open if the anchor were known: the attempt itself is right', () => {
    const secret = newPassphrase();
    const { header } = newVault(secret);
    const fields = nameFields(slotAt(header, 0));
    const anchor = kdf(secret.stretched, 'vault-anchor', 32, header.vaultId, ...fields);
    const { header: forged, key } = planted(header, anchor);
    expect(openAt(forged, 0, secret)).toEqual(key);
  });
});
