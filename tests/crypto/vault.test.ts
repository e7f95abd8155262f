import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashBytes, slotId, vaultId as vaultIdBytes, type PageSum } from '../../crypto/brand.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import { emptyAuditHead, nextAuditHead, openAudit, sealAudit } from '../../crypto/vault/audit.ts';
import { COMPARTMENTS } from '../../crypto/vault/compartment.ts';
import { encodeHeader, LARGEST_HEADER, parseHeader } from '../../crypto/vault/header.ts';
import { deriveKeys } from '../../crypto/vault/keys.ts';
import { openPage, sealPage } from '../../crypto/vault/page.ts';
import { emptySum, pageTag, xorInto } from '../../crypto/vault/page-sum.ts';
import { openRecord, recordName, sealRecord } from '../../crypto/vault/record.ts';
import { openRoot, sealRoot } from '../../crypto/vault/root.ts';
import { addSlot, createHeader, rotate } from '../../crypto/vault/rotation.ts';
import type { Slot } from '../../crypto/vault/slot.ts';
import { codeOf } from './handshake-pair.ts';
import {
  newEntry,
  newPasskey,
  newPassphrase,
  newRecovery,
  newVault,
  openAt,
  slotAt,
} from './vault-fixtures.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const utf8 = (text: string) => new TextEncoder().encode(text);

describe('a header', () => {
  it('opens by each of its slots, also after it was stored', () => {
    const { header, key, secrets } = newVault();
    const read = parseHeader(encodeHeader(header));
    expect(read).toEqual(header);
    secrets.forEach((secret, index) => {
      expect(hex(openAt(read, index, secret))).toBe(hex(key));
    });
  });

  it('holds no secret', () => {
    const { header, key, secrets } = newVault();
    const stored = hex(encodeHeader(header));
    const known = secrets.flatMap((secret) => [
      'stretched' in secret ? secret.stretched : secret.recoveryKey,
      ...('prf' in secret ? [secret.prf] : []),
    ]);
    expect(known).toHaveLength(4);
    for (const bytes of [key, ...known]) expect(stored).not.toContain(hex(bytes));
    // Nor does what the program keeps of it.
    expect(JSON.stringify(header)).not.toMatch(/stretched|prf|recoveryKey/);
  });

  it('takes a credential id of any length that there is', () => {
    const eight = Array.from({ length: 8 }, () => newPasskey(1023));
    const { header, key } = newVault(...eight);
    const bytes = encodeHeader(header);
    expect(bytes).toHaveLength(LARGEST_HEADER);
    expect(hex(openAt(parseHeader(bytes), 7, eight[7]))).toBe(hex(key));
    const one = newPasskey(1);
    expect(hex(openAt(parseHeader(encodeHeader(newVault(one).header)), 0, one))).toMatch(
      /^\w{64}$/,
    );
    for (const length of [0, 1024]) {
      expect(codeOf(() => newVault(newPasskey(length)))).toBe('LENGTH');
    }
  });

  it('has one to eight slots', () => {
    expect(codeOf(() => createHeader({ slots: [], random }))).toBe('VAULT_LAST_SLOT');
    const nine = Array.from({ length: 9 }, newRecovery);
    expect(codeOf(() => createHeader({ slots: nine, random }))).toBe('VAULT_SLOTS');
    const { header, key } = newVault(...nine.slice(1));
    expect(codeOf(() => addSlot({ header, key, slot: newRecovery(), random }))).toBe('VAULT_SLOTS');
    expect(codeOf(() => rotate({ header, key, keep: [], add: [], random }))).toBe(
      'VAULT_LAST_SLOT',
    );
    const keep = header.slots.map(({ id }) => id);
    expect(codeOf(() => rotate({ header, key, keep, add: [newRecovery()], random }))).toBe(
      'VAULT_SLOTS',
    );
  });

  it.each([
    [1, 131_072, 'VAULT_KDF_WEAK'],
    [2, 65_535, 'VAULT_KDF_WEAK'],
    [2, 65_536, 'nothing'],
    [16, 1_048_576, 'nothing'],
    [17, 131_072, 'VAULT_KDF_HUGE'],
    [3, 1_048_577, 'VAULT_KDF_HUGE'],
  ])('with %i passes over %i KiB: %s', (opsLimit, memLimitKiB, code) => {
    const slot = newPassphrase();
    const changed = { ...slot, stretching: { ...slot.stretching, opsLimit, memLimitKiB } };
    expect(codeOf(() => newVault(changed))).toBe(code);
  });
});

describe('changing slots', () => {
  it('adds one to the same vault key', () => {
    const { header, key, secrets } = newVault();
    const slot = newPassphrase();
    const more = addSlot({ header, key, slot, random });
    expect(more.keyGeneration).toBe(1);
    [...secrets, slot].forEach((secret, index) => {
      expect(hex(openAt(more, index, secret))).toBe(hex(key));
    });
  });

  it('rotates for slots whose secrets are not there, any number of times', () => {
    const vault = newVault();
    let { header, key } = vault;
    for (let generation = 2; generation < 5; generation += 1) {
      const keep = header.slots.map(({ id }) => id);
      const next = rotate({ header, key, keep, add: [], random });
      expect(hex(next.key)).not.toBe(hex(key));
      ({ key } = next);
      header = parseHeader(encodeHeader(next.header));
      expect(header.keyGeneration).toBe(generation);
      vault.secrets.forEach((secret, index) => {
        expect(hex(openAt(header, index, secret))).toBe(hex(key));
      });
    }
  });

  it('changes a passphrase in one step: the old one is out, the recovery key stays', () => {
    const [old, recovery, fresh] = [newPassphrase(), newRecovery(), newPasskey()];
    const { header, key } = newVault(old, recovery);
    const keep = [slotAt(header, 1).id];
    const next = rotate({ header, key, keep, add: [fresh], random });
    expect(next.header.slots.map(({ kind }) => kind)).toEqual([
      'recovery',
      'passphrase-and-passkey',
    ]);
    expect(hex(openAt(next.header, 0, recovery))).toBe(hex(next.key));
    expect(hex(openAt(next.header, 1, fresh))).toBe(hex(next.key));
    for (const index of [0, 1]) {
      expect(codeOf(() => openAt(next.header, index, old))).toBe('VAULT_KEY');
    }
  });

  it('a slot that was left out opens nothing that was sealed afterwards', () => {
    const [lost, recovery] = [newPassphrase(), newRecovery()];
    const before = newVault(lost, recovery);
    const next = rotate({ ...before, keep: [slotAt(before.header, 1).id], add: [], random });
    const after = deriveKeys(next.key, next.header);
    const name = { compartment: 2, number: 0 } as const;
    const page = sealPage(after, name, { entries: [], catalogue: utf8('[]') }, random);
    const root = sealRoot(after, newRoot(), random);
    const audit = sealAudit(after, 1, { at: 1, event: utf8('{}') }, random);

    // The old header, put back, with the old passphrase.
    const old = deriveKeys(openAt(before.header, 0, lost), before.header);
    expect(codeOf(() => openPage(old, name, page))).toBe('VAULT_PAGE');
    expect(codeOf(() => openRoot(old, root))).toBe('VAULT_ROOT');
    expect(codeOf(() => openAudit(old, 1, audit))).toBe('VAULT_AUDIT');
    // The old slot in the new header, as it was and with the new number of the generation.
    const mixed = { ...next.header, slots: [slotAt(before.header, 0), ...next.header.slots] };
    expect(codeOf(() => openAt(mixed, 0, lost))).toBe('VAULT_HEADER');
    expect(codeOf(() => openAt({ ...before.header, keyGeneration: 2 }, 0, lost))).toBe(
      'VAULT_HEADER',
    );
  });

  it('is refused on a header that was edited, so that no key is wrapped for a stranger', () => {
    const vault = newVault();
    const stranger = newVault();
    const [a, b, c] = [0, 1, 2].map((index) => slotAt(vault.header, index)) as [Slot, Slot, Slot];
    const { publicKey, ciphertext } = slotAt(stranger.header, 2);
    const { key } = vault;
    for (const slots of [
      [a, b, { ...c, publicKey }],
      [a, b, { ...c, ciphertext }],
      [a, b],
    ]) {
      const header = { ...vault.header, slots };
      const keep = slots.map(({ id }) => id);
      expect(codeOf(() => rotate({ header, key, keep, add: [], random }))).toBe('VAULT_HEADER');
      expect(codeOf(() => addSlot({ header, key, slot: newRecovery(), random }))).toBe(
        'VAULT_HEADER',
      );
    }
  });

  it('ignores ids that are no slots', () => {
    const { header, key } = newVault();
    const keep = [slotAt(header, 0).id, slotId(random(16))];
    expect(rotate({ header, key, keep, add: [], random }).header.slots).toHaveLength(1);
  });
});

describe('the keys of a vault', () => {
  it('all differ, by kind, compartment, vault and generation, and are zero after wipe', () => {
    const { key, header } = newVault();
    const places = [
      header,
      { ...header, keyGeneration: 2 },
      { ...header, vaultId: newVault().header.vaultId },
    ];
    const derived = places.map((place) => deriveKeys(key, place));
    const single = derived.flatMap((keys) => [
      ...Object.values(keys.pages),
      keys.root,
      keys.sum,
      keys.audit,
      keys.backup,
    ]);
    expect(new Set(single.map(hex)).size).toBe(3 * (COMPARTMENTS.length + 4));
    derived.forEach((keys) => {
      keys.wipe();
    });
    expect(single.every((bytes) => bytes.every((byte) => byte === 0))).toBe(true);
  });
});

describe('a record', () => {
  const vaultId = vaultIdBytes(new Uint8Array(16).fill(3));

  it('gives back every body, padded to a power of two', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (body) => {
        const entry = newEntry();
        const bytes = sealRecord({ vaultId, entry, body, random });
        const padded = bytes.length - 62;
        expect(padded).toBe(Math.max(1024, 2 ** Math.ceil(Math.log2(body.length + 4))));
        expect(hex(openRecord(bytes, entry, vaultId))).toBe(hex(body));
        expect(recordName(bytes)).toMatchObject({ compartment: 1, revision: 7 });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [0, 1024],
    [1020, 1024],
    [1021, 2048],
    [2044, 2048],
    [2 ** 24 - 4, 2 ** 24],
  ])('of %i bytes is sealed as %i', (length, padded) => {
    const entry = newEntry();
    const body = new Uint8Array(length).fill(9);
    const bytes = sealRecord({ vaultId, entry, body, random });
    expect(bytes).toHaveLength(22 + 24 + padded + 16);
    expect(Buffer.compare(openRecord(bytes, entry, vaultId), body)).toBe(0);
  });

  it('has an end', () => {
    const body = new Uint8Array(2 ** 24 - 3);
    expect(codeOf(() => sealRecord({ vaultId, entry: newEntry(), body, random }))).toBe(
      'VAULT_SIZE',
    );
    const entry = newEntry({ revision: 2 ** 32 });
    expect(codeOf(() => sealRecord({ vaultId, entry, body: body.subarray(0, 1), random }))).toBe(
      'RANGE',
    );
  });

  it('is wiped as a whole by wiping its body', () => {
    const entry = newEntry();
    const body = utf8('what was said');
    const opened = openRecord(sealRecord({ vaultId, entry, body, random }), entry, vaultId);
    opened.fill(0);
    const all = new Uint8Array(opened.buffer);
    // The length is left, which the stored size does not tell.
    expect(all.slice(4).every((byte) => byte === 0)).toBe(true);
  });

  it('read from a larger buffer, as a slice of a file is', () => {
    const entry = newEntry();
    const sealed = sealRecord({ vaultId, entry, body: utf8('x'), random });
    const slice = Buffer.concat([Buffer.alloc(3), sealed, Buffer.alloc(5)]).subarray(3, -5);
    expect(hex(openRecord(slice, entry, vaultId))).toBe(hex(utf8('x')));
    expect(hex(recordName(slice).id)).toBe(hex(entry.id));
  });
});

describe('a page', () => {
  it('gives back entries and catalogue', () => {
    const { keys } = newVault(newRecovery());
    fc.assert(
      fc.property(
        fc.constantFrom(...COMPARTMENTS),
        fc.nat({ max: 2 ** 31 - 1 }),
        fc.array(fc.nat({ max: 2 ** 31 - 1 }), { maxLength: 16 }),
        fc.uint8Array({ maxLength: 3000 }),
        (compartment, number, revisions, catalogue) => {
          const entries = revisions.map((revision) => {
            const { id, key } = newEntry();
            return { id, revision, key };
          });
          const name = { compartment, number };
          const page = openPage(keys, name, sealPage(keys, name, { entries, catalogue }, random));
          expect(page.entries.map(({ revision }) => revision)).toEqual(revisions);
          expect(page.entries.map(({ id, key }) => hex(id) + hex(key))).toEqual(
            entries.map(({ id, key }) => hex(id) + hex(key)),
          );
          expect(hex(page.catalogue)).toBe(hex(catalogue));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('holds sixteen entries and not seventeen', () => {
    const { keys } = newVault(newRecovery());
    const name = { compartment: 1, number: 0 } as const;
    const page = (count: number) => ({
      entries: Array.from({ length: count }, () => newEntry()),
      catalogue: new Uint8Array(0),
    });
    expect(openPage(keys, name, sealPage(keys, name, page(16), random)).entries).toHaveLength(16);
    expect(codeOf(() => sealPage(keys, name, page(17), random))).toBe('VAULT_SIZE');
  });
});

describe('the sum over all pages', () => {
  it('after any changes is the sum of the pages that are there now', () => {
    const { keys } = newVault(newRecovery());
    const change = fc.record({
      compartment: fc.constantFrom(...COMPARTMENTS),
      number: fc.nat({ max: 3 }),
      remove: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        const stored = new Map<string, PageSum>();
        const sum = emptySum();
        for (const { compartment, number, remove } of changes) {
          const place = `${compartment}/${number}`;
          const old = stored.get(place);
          if (old) xorInto(sum, old);
          stored.delete(place);
          if (remove) continue;
          const tag = pageTag(keys, { compartment, number }, random(24));
          xorInto(sum, tag);
          stored.set(place, tag);
        }
        const again = emptySum();
        for (const tag of stored.values()) xorInto(again, tag);
        expect(hex(sum)).toBe(hex(again));
        expect(hex(sum) === hex(emptySum())).toBe(stored.size === 0);
      }),
      { numRuns: 50 },
    );
  });

  it('a tag depends on the vault, the compartment, the number and the save', () => {
    const { keys } = newVault(newRecovery());
    const other = newVault(newRecovery()).keys;
    const bytes = random(100);
    const tags = [
      pageTag(keys, { compartment: 1, number: 0 }, bytes),
      pageTag(keys, { compartment: 2, number: 0 }, bytes),
      pageTag(keys, { compartment: 1, number: 1 }, bytes),
      pageTag(keys, { compartment: 1, number: 0 }, random(100)),
      pageTag(other, { compartment: 1, number: 0 }, bytes),
    ];
    expect(new Set(tags.map(hex)).size).toBe(5);
    const same = Buffer.concat([bytes.subarray(0, 24), random(7)]);
    expect(hex(pageTag(keys, { compartment: 1, number: 0 }, same))).toBe(hex(tags[0] ?? bytes));
    expect(codeOf(() => pageTag(keys, { compartment: 1, number: 0 }, bytes.subarray(0, 23)))).toBe(
      'VAULT_PAGE',
    );
  });
});

describe('the root', () => {
  it('gives back its counts', () => {
    const { keys } = newVault(newRecovery());
    const root = { ...newRoot(), generation: Number.MAX_SAFE_INTEGER };
    const bytes = sealRoot(keys, root, random);
    expect(bytes).toHaveLength(128);
    expect(openRoot(keys, bytes)).toEqual(root);
    expect(codeOf(() => sealRoot(keys, { ...root, pages: 2 ** 32 }, random))).toBe('RANGE');
    expect(codeOf(() => sealRoot(keys, { ...root, savedAt: -1 }, random))).toBe('RANGE');
  });
});

describe('the audit trail', () => {
  it('gives back what was written', () => {
    const { keys } = newVault(newRecovery());
    fc.assert(
      fc.property(
        fc.nat({ max: 2 ** 31 - 1 }),
        fc.maxSafeNat(),
        fc.uint8Array({ maxLength: 700 }),
        (sequence, at, event) => {
          const bytes = sealAudit(keys, sequence, { at, event }, random);
          expect((bytes.length - 40) % 256).toBe(0);
          expect(bytes.length - 40 - event.length).toBeLessThan(256 + 12);
          const opened = openAudit(keys, sequence, bytes);
          expect(opened.at).toBe(at);
          expect(hex(opened.event)).toBe(hex(event));
        },
      ),
      { numRuns: 60 },
    );
    const event = new Uint8Array(65_536);
    const longest = openAudit(keys, 1, sealAudit(keys, 1, { at: 0, event }, random));
    expect(longest.event).toHaveLength(65_536);
    const longer = new Uint8Array(65_537);
    expect(codeOf(() => sealAudit(keys, 1, { at: 0, event: longer }, random))).toBe('VAULT_SIZE');
  });

  it('is a chain: the head depends on every entry and their order', () => {
    const [a, b] = [
      { at: 1, event: utf8('a') },
      { at: 2, event: utf8('b') },
    ];
    const heads = [[a], [b], [a, b], [b, a], [a, b, b], [{ ...a, at: 3 }, b]].map((lines) =>
      hex(
        lines.reduce((head, line, index) => nextAuditHead(head, index + 1, line), emptyAuditHead()),
      ),
    );
    expect(new Set(heads).size).toBe(heads.length);
    expect(hex(nextAuditHead(emptyAuditHead(), 1, a))).not.toBe(
      hex(nextAuditHead(emptyAuditHead(), 2, a)),
    );
  });
});

function newRoot() {
  return {
    generation: 12,
    savedAt: 1_790_000_000_000,
    pages: 3,
    sum: emptySum(),
    auditLength: 5,
    auditHead: hashBytes(random(32)),
  };
}
