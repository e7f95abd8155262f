import { beforeAll, describe, expect, it } from 'vitest';
import { vaultId, vaultKey } from '../../crypto/brand.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import { deriveKeys } from '../../crypto/vault/keys.ts';
import { openPage } from '../../crypto/vault/page.ts';
import { openRoot } from '../../crypto/vault/root.ts';
import backup from '../vectors/vault-backup.json' with { type: 'json' };
import header from '../vectors/vault-header.json' with { type: 'json' };
import stored from '../vectors/vault-stored.json' with { type: 'json' };
import { blake2b, chachaSeal, H, join, KDF, lp, xchachaOpen } from './second-source.ts';
import { poly1305, streamSeal } from './second-stream.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const utf8 = (text: string) => new TextEncoder().encode(text);
const u8 = (value: number) => Uint8Array.of(value);
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};
const u64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};
const padded = (content: Uint8Array, length: number) =>
  join(content, new Uint8Array(length - content.length));
const counting = (length: number, start: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) & 0xff);
const zero = new Uint8Array(12);

describe('the vault header, by the description', () => {
  const { secrets, terms, creation } = header;
  const id = unhex(creation.vaultId);
  const stretched = unhex(secrets.stretched);
  const cost = [u32(terms.opsLimit), u32(terms.memLimitKiB), unhex(terms.salt)];
  const passkey = join(unhex(terms.prfSalt), lp(unhex(terms.credentialId)));
  const nothing = new Uint8Array(0);
  const slots = [
    {
      secret: stretched,
      fields: [u8(1), unhex(creation.firstSlotId), u64(terms.createdAt), ...cost, nothing],
      seed: unhex(creation.firstEncapsulationSeed),
    },
    {
      secret: join(stretched, unhex(secrets.prf)),
      fields: [u8(2), unhex(creation.secondSlotId), u64(terms.createdAt + 1), ...cost, passkey],
      seed: unhex(creation.secondEncapsulationSeed),
    },
    {
      secret: unhex(secrets.recoveryKey),
      fields: [
        u8(3),
        unhex(creation.thirdSlotId),
        u64(terms.createdAt + 2),
        u32(0),
        u32(0),
        new Uint8Array(16),
        nothing,
      ],
      seed: unhex(creation.thirdEncapsulationSeed),
    },
  ] as const;

  function slotBytes(slot: (typeof slots)[number], key: Uint8Array, generation: number) {
    const { secret, fields } = slot;
    const pair = sodium.crypto_kem_xwing_seed_keypair(KDF(secret, 'vault-slot', 32, id, ...fields));
    const anchor = KDF(secret, 'vault-anchor', 32, id, ...fields);
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc_deterministic(
      pair.publicKey,
      slot.seed,
    );
    const slotId = fields[1];
    const both = join(sharedSecret, anchor);
    const wrapKey = KDF(both, 'vault-wrap', 32, id, u32(generation), slotId);
    const anchorKey = KDF(key, 'vault-anchor-key', 32, id, u32(generation), slotId);
    const data = join(lp(id), lp(u32(generation)), lp(join(...fields, pair.publicKey)));
    return join(
      ...fields,
      pair.publicKey,
      ciphertext,
      chachaSeal(wrapKey, zero, data, key),
      chachaSeal(anchorKey, zero, data, anchor),
    );
  }

  function headerBytes(key: Uint8Array, generation: number, of: readonly Uint8Array[]) {
    const clear = join(
      utf8('ALCOVEVT'),
      u8(1),
      id,
      u32(generation),
      u8(of.length),
      ...of.map((slot) => lp(slot)),
    );
    const headerKey = KDF(key, 'vault-header-key', 32, id, u32(generation));
    return join(clear, KDF(headerKey, 'vault-header', 32, clear));
  }

  it('of a new vault with a slot of each kind', () => {
    const key = unhex(creation.vaultKey);
    const all = slots.map((slot) => slotBytes(slot, key, 1));
    expect(hex(headerBytes(key, 1, all))).toBe(header.header);
  });

  it('after a rotation that kept the recovery key', () => {
    const key = unhex(header.rotation.vaultKey);
    const kept = { ...slots[2], seed: unhex(header.rotation.encapsulationSeed) };
    expect(hex(headerBytes(key, 2, [slotBytes(kept, key, 2)]))).toBe(header.rotatedHeader);
  });
});

describe('what a vault stores, by the description', () => {
  const key = unhex(stored.vaultKey);
  const scope = join(unhex(stored.vaultId), u32(stored.keyGeneration));
  const derived = (label: string, ...parts: Uint8Array[]) =>
    KDF(key, label, 32, unhex(stored.vaultId), u32(stored.keyGeneration), ...parts);
  const bytes = Object.fromEntries(
    Object.entries(stored.bytes).map(([name, text]) => [name, unhex(text)]),
  ) as Record<keyof typeof stored.bytes, Uint8Array>;
  const opened = (sealed: Uint8Array, under: Uint8Array, data: Uint8Array) =>
    xchachaOpen(under, sealed.subarray(0, 24), data, sealed.subarray(24));

  it('keys', () => {
    expect(stored.keys).toEqual({
      pages: [1, 2, 3, 4, 5].map((number) => hex(derived('vault-page-key', u8(number)))),
      root: hex(derived('vault-root-key')),
      sum: hex(derived('vault-sum-key')),
      audit: hex(derived('vault-audit-key')),
      backup: hex(derived('vault-backup-key')),
    });
  });

  it('a record', () => {
    const { entry, nonces } = stored;
    const head = join(u8(1), u8(entry.compartment), unhex(entry.id), u32(entry.revision));
    expect(hex(bytes.record.subarray(0, 46))).toBe(hex(head) + nonces.record);
    const data = join(lp('alcove/1/vault-record'), head, unhex(stored.vaultId));
    const plaintext = opened(bytes.record.subarray(22), unhex(entry.key), data);
    expect(hex(plaintext)).toBe(hex(padded(lp(stored.body), 1024)));
  });

  it('a page and its tag', () => {
    const { page, entry, nonces } = stored;
    expect(hex(bytes.page.subarray(0, 24))).toBe(nonces.page);
    const place = [u8(page.compartment), u32(page.number)];
    const data = join(lp('alcove/1/vault-page'), scope, ...place);
    const listed = join(u8(0), u8(1), unhex(entry.id), u32(entry.revision), unhex(entry.key));
    const content = lp(join(listed, utf8(page.catalogue)));
    expect(hex(opened(bytes.page, derived('vault-page-key', u8(2)), data))).toBe(
      hex(padded(content, 1024)),
    );
    const tag = KDF(derived('vault-sum-key'), 'vault-sum', 32, ...place, unhex(nonces.page));
    expect(hex(tag)).toBe(stored.bytes.pageTag);
  });

  it('an audit entry and the head of the trail', () => {
    const { audit, nonces } = stored;
    expect(hex(bytes.audit.subarray(0, 24))).toBe(nonces.audit);
    const data = join(lp('alcove/1/vault-audit-entry'), scope, u32(audit.sequence));
    const event = utf8(audit.event);
    expect(hex(opened(bytes.audit, derived('vault-audit-key'), data))).toBe(
      hex(padded(join(u32(event.length), u64(audit.at), event), 256)),
    );
    const head = H('vault-audit', new Uint8Array(32), u32(1), u64(audit.at), event);
    expect(hex(head)).toBe(stored.bytes.auditHead);
  });

  it('the root', () => {
    const { root, nonces } = stored;
    expect(hex(bytes.root.subarray(0, 24))).toBe(nonces.root);
    const data = join(lp('alcove/1/vault-root'), scope);
    expect(hex(opened(bytes.root, derived('vault-root-key'), data))).toBe(
      hex(
        join(
          u64(root.generation),
          u64(root.savedAt),
          u32(root.pages),
          bytes.pageTag,
          u32(root.auditLength),
          bytes.auditHead,
        ),
      ),
    );
  });

  it('is read by this build', () => {
    const keys = deriveKeys(vaultKey(unhex(stored.vaultKey)), {
      vaultId: vaultId(unhex(stored.vaultId)),
      keyGeneration: stored.keyGeneration,
    });
    expect(openRoot(keys, bytes.root)).toMatchObject(stored.root);
    const { catalogue } = openPage(keys, { compartment: 2, number: 4 }, bytes.page);
    expect(new TextDecoder().decode(catalogue)).toBe(stored.page.catalogue);
  });
});

describe('a backup file, by the description', () => {
  it('is the one of the vector, whole', () => {
    const key = unhex(header.creation.vaultKey);
    const id = unhex(header.creation.vaultId);
    const clear = join(
      utf8('ALCOVEBK'),
      u8(1),
      lp(unhex(header.header)),
      unhex(backup.backupId),
      u64(backup.createdAt),
      u64(backup.generation),
    );
    const backupKey = KDF(key, 'vault-backup-key', 32, id, u32(1));
    const head = H('vault-backup-head', clear);
    const fileKey = KDF(backupKey, 'vault-backup', 32, unhex(backup.backupId), head);
    const { root, page, record, audit } = stored.bytes;
    const plaintext = join(
      join(u8(1), lp(unhex(root))),
      join(u8(2), u8(2), u32(4), lp(unhex(page))),
      join(u8(3), lp(unhex(record))),
      join(u8(3), lp(counting(backup.long, 0))),
      join(u8(4), u32(1), lp(unhex(audit))),
      u8(0),
    );
    const all = padded(plaintext, 2 * 65_536);
    const chunks = [all.subarray(0, 65_536), all.subarray(65_536)];
    const streamHeader = unhex(backup.streamHeader);
    const sealed = streamSeal(fileKey, streamHeader, chunks);
    const file = join(clear, streamHeader, ...sealed);
    expect(file).toHaveLength(backup.length);
    expect(hex(file.subarray(-64))).toBe(backup.end);
    const first = clear.length + 24;
    expect(first).toBe(backup.headLength);
    expect(hex(file.subarray(first, first + 64))).toBe(backup.firstChunk);
    expect(hex(blake2b(32, file))).toBe(backup.blake2b256);
  });
});

describe('the second source', () => {
  it('knows Poly1305 (RFC 8439, section 2.5.2)', () => {
    const key = unhex('85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b');
    const tag = poly1305(key, utf8('Cryptographic Forum Research Group'));
    expect(hex(tag)).toBe('a8061dc1305136c6c22b8baf0c0127a9');
  });
});
