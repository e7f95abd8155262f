import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { concat } from '../../crypto/bytes.ts';
import { lengthPrefixed, uint } from '../../crypto/encoding.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { SecretStream } from '../../crypto/secretstream.ts';
import { ready, sodium } from '../../crypto/sodium.ts';
import {
  backupFileKey,
  LARGEST_BACKUP_HEAD,
  parseBackupHead,
} from '../../crypto/vault/backup-head.ts';
import type { BackupItem } from '../../crypto/vault/backup-item.ts';
import { BackupReader } from '../../crypto/vault/backup-reader.ts';
import { BackupWriter } from '../../crypto/vault/backup-writer.ts';
import { deriveKeys } from '../../crypto/vault/keys.ts';
import { codeOf, flipped } from '../crypto/handshake-pair.ts';
import {
  CREATED_AT,
  sampled,
  newPassphrase,
  newRecovery,
  newVault,
  openAt,
  type TestVault,
} from '../crypto/vault-fixtures.ts';

beforeAll(() => ready);

const CHUNK = 65_536;
const SEALED = CHUNK + 17;

/** Bytes that need no generator for a megabyte. */
const filled = (length: number, start: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) & 0xff);

const ITEMS: readonly BackupItem[] = [
  { type: 'root', bytes: filled(128, 1) },
  { type: 'page', compartment: 2, number: 0xfffffffe, bytes: filled(2088, 2) },
  { type: 'record', bytes: filled(1, 3) },
  { type: 'record', bytes: filled(200_000, 4) },
  { type: 'audit', sequence: 77, bytes: filled(296, 5) },
];

function write(vault: TestVault, items: readonly BackupItem[] = ITEMS): Uint8Array {
  const { keys, header } = vault;
  const writer = new BackupWriter({ keys, header, createdAt: CREATED_AT, generation: 9, random });
  return concat(writer.head, ...items.flatMap((item) => writer.push(item)), writer.finish());
}

/** The whole way, from the file and one secret, in slices of these lengths over and over. */
function read(file: Uint8Array, vault: TestVault, lengths: readonly number[] = [10_000]) {
  const head = parseBackupHead(file.subarray(0, LARGEST_BACKUP_HEAD));
  const keys = deriveKeys(openAt(head.header, 0, vault.secrets[0]), head.header);
  const reader = new BackupReader(keys, head);
  const items: BackupItem[] = [];
  let offset = head.length;
  for (let turn = 0; offset < file.length; turn += 1) {
    const end = offset + (lengths[turn % lengths.length] ?? 1);
    items.push(...reader.push(file.slice(offset, end)));
    offset = end;
  }
  reader.end();
  return items;
}

function expectSame(items: readonly BackupItem[], expected: readonly BackupItem[]): void {
  const plain = (item: BackupItem) => ({
    ...item,
    bytes: sodium.to_hex(sodium.crypto_generichash(32, item.bytes, null)),
  });
  expect(items.map(plain)).toEqual(expected.map(plain));
}

describe('a backup', () => {
  it('gives back every item, in slices of any length', () => {
    const vault = newVault(newPassphrase(), newRecovery());
    const file = write(vault);
    const lengths = fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lengths, (slices) => expectSame(read(file, vault, slices), ITEMS)),
      { numRuns: 40 },
    );
    expectSame(read(file, vault, [1]), ITEMS);
    expectSame(read(file, vault, [file.length]), ITEMS);
  });

  it('gives back items of any length, which end anywhere in a chunk', () => {
    const vault = newVault(newRecovery());
    const near = fc.integer({ min: -12, max: 12 }).map((by) => CHUNK + by);
    const length = fc.oneof(fc.integer({ min: 1, max: 3000 }), near);
    fc.assert(
      fc.property(fc.array(length, { maxLength: 5 }), (all) => {
        const items = all.map((size, index) => ({
          type: 'record' as const,
          bytes: filled(size, index),
        }));
        const file = write(vault, items);
        const head = parseBackupHead(file).length;
        const plaintext = 1 + all.reduce((sum, size) => sum + 5 + size, 0);
        expect((file.length - head) / SEALED).toBe(Math.ceil(plaintext / CHUNK));
        expectSame(read(file, vault), items);
      }),
      { numRuns: 60 },
    );
  });

  it('says in clear when it was made and of what', () => {
    const vault = newVault();
    const head = parseBackupHead(write(vault));
    expect(head).toMatchObject({ createdAt: CREATED_AT, generation: 9, header: vault.header });
  });

  it('takes items of 1 byte to 17 MiB', () => {
    const { keys, header } = newVault(newRecovery());
    const options = { keys, header, createdAt: 1, generation: 1, random };
    const writer = new BackupWriter(options);
    for (const length of [0, 17 * 2 ** 20 + 1]) {
      const bytes = new Uint8Array(length);
      expect(codeOf(() => writer.push({ type: 'record', bytes }))).toBe('VAULT_SIZE');
    }
    const largest: BackupItem[] = [{ type: 'record', bytes: new Uint8Array(17 * 2 ** 20).fill(1) }];
    const vault = newVault(newRecovery());
    expectSame(read(write(vault, largest), vault, [1_000_000]), largest);
  });

  it('is of a header and keys that belong together', () => {
    const { keys, header } = newVault();
    const options = { createdAt: 1, generation: 1, random };
    const others = [newVault().header, { ...header, keyGeneration: 2 }];
    for (const other of others) {
      expect(codeOf(() => new BackupWriter({ keys, header: other, ...options }))).toBe(
        'VAULT_HEADER',
      );
    }
  });

  it('is written once', () => {
    const { keys, header } = newVault(newRecovery());
    const options = { keys, header, createdAt: 1, generation: 1, random };
    const item = { type: 'record', bytes: random(5) } as const;
    const finished = new BackupWriter(options);
    finished.finish();
    const givenUp = new BackupWriter(options);
    givenUp.wipe();
    for (const writer of [finished, givenUp]) {
      expect(codeOf(() => writer.push(item))).toBe('BACKUP_STATE');
      expect(codeOf(() => writer.finish())).toBe('BACKUP_STATE');
    }
  });
});

describe('a file that is no backup', () => {
  it('is told apart from a damaged one', () => {
    const file = write(newVault(newRecovery()));
    for (const bytes of [new Uint8Array(0), random(7), random(5000), file.subarray(1)]) {
      expect(codeOf(() => parseBackupHead(bytes))).toBe('BACKUP_MAGIC');
    }
    for (let index = 0; index < 8; index += 1) {
      expect(codeOf(() => parseBackupHead(flipped(file, index)))).toBe('BACKUP_MAGIC');
    }
  });

  it('of another version is told apart, also by the version of its vault', () => {
    const file = write(newVault(newRecovery()));
    expect(codeOf(() => parseBackupHead(flipped(file, 8, 1)))).toBe('BACKUP_VERSION');
    expect(codeOf(() => parseBackupHead(flipped(file, 8 + 1 + 4 + 8, 1)))).toBe('BACKUP_VERSION');
  });
});

describe('a backup that was cut off', () => {
  it('is truncated, wherever it was cut', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const { length } = parseBackupHead(file);
    for (const cut of sampled(length)) {
      const code = cut < 8 ? 'BACKUP_MAGIC' : 'BACKUP_TRUNCATED';
      expect(
        codeOf(() => parseBackupHead(file.subarray(0, cut))),
        `${cut}`,
      ).toBe(code);
    }
    const ends = [0, 1, SEALED - 1, SEALED, SEALED + 1, 3 * SEALED, 4 * SEALED - 1];
    expect(file.length).toBe(length + 4 * SEALED);
    for (const end of ends) {
      expect(
        codeOf(() => read(file.subarray(0, length + end), vault)),
        `${end}`,
      ).toBe('BACKUP_TRUNCATED');
    }
  });
});

describe('a backup that was altered', () => {
  it('in its head opens nothing', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const { length } = parseBackupHead(file);
    const seen = new Set<string>();
    for (let index = 9; index < length; index += index < 60 || index > length - 90 ? 1 : 53) {
      const code = codeOf(() => read(flipped(file, index, index % 8), vault));
      seen.add(code);
      // A longer vault header than the file; a vault header that is no longer the one that opens.
      expect(code, `${index}`).toMatch(
        /^(?:BACKUP_(?:ALTERED|TRUNCATED|VERSION)|VAULT_KEY|VAULT_HEADER)$/,
      );
    }
    expect(seen).toContain('BACKUP_ALTERED');
    // A vault header longer than there can be is not waited for.
    expect(codeOf(() => parseBackupHead(flipped(file, 9)))).toBe('BACKUP_ALTERED');
    // Id, times, generation and the stream's header: only the first chunk tells.
    for (let index = length - 56; index < length; index += 1) {
      expect(codeOf(() => read(flipped(file, index), vault))).toBe('BACKUP_ALTERED');
    }
  });

  it('in any chunk is refused', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const { length } = parseBackupHead(file);
    for (let index = length; index < file.length; index += 8191) {
      expect(codeOf(() => read(flipped(file, index), vault))).toBe('BACKUP_ALTERED');
    }
    expect(codeOf(() => read(flipped(file, -1), vault))).toBe('BACKUP_ALTERED');
  });

  it('by other order, repetition, omission or an end put elsewhere is refused', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const { length } = parseBackupHead(file);
    const head = file.subarray(0, length);
    const [a, b, c, d] = [0, 1, 2, 3].map((index) =>
      file.subarray(length + index * SEALED, length + (index + 1) * SEALED),
    ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const orders = [[b, a, c, d], [a, a, b, c, d], [a, c, d], [a, d], [d], [a, b, c, d, d]];
    for (const order of orders) {
      expect(codeOf(() => read(concat(head, ...order), vault))).toBe('BACKUP_ALTERED');
    }
    for (const more of [uint(0, 1), new Uint8Array(SEALED)]) {
      expect(codeOf(() => read(concat(file, more), vault))).toBe('BACKUP_ALTERED');
    }
    expectSame(read(concat(head, a, b, c, d), vault), ITEMS);
  });

  it('with chunks of another backup of the same vault is refused', () => {
    const vault = newVault(newRecovery());
    const [mine, other] = [write(vault), write(vault)];
    const { length } = parseBackupHead(mine);
    const mixed = concat(mine.subarray(0, length + SEALED), other.subarray(length + SEALED));
    expect(codeOf(() => read(mixed, vault))).toBe('BACKUP_ALTERED');
    const headless = concat(other.subarray(0, length), mine.subarray(length));
    expect(codeOf(() => read(headless, vault))).toBe('BACKUP_ALTERED');
  });

  it('with other keys opens nothing', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const head = parseBackupHead(file);
    const { key } = vault;
    const later = deriveKeys(key, { ...vault.header, keyGeneration: 2 });
    for (const keys of [newVault().keys, later]) {
      const reader = new BackupReader(keys, head);
      expect(codeOf(() => reader.push(file.subarray(head.length)))).toBe('BACKUP_ALTERED');
    }
  });

  it('ends the reader: nothing after it counts', () => {
    const vault = newVault(newRecovery());
    const file = write(vault);
    const head = parseBackupHead(file);
    const chunks = file.subarray(head.length);
    const reader = new BackupReader(vault.keys, head);
    expect(codeOf(() => reader.push(flipped(chunks, 5)))).toBe('BACKUP_ALTERED');
    expect(codeOf(() => reader.push(chunks))).toBe('BACKUP_STATE');
    expect(codeOf(() => reader.end())).toBe('BACKUP_STATE');
    const done = new BackupReader(vault.keys, head);
    done.push(chunks);
    done.end();
    expect(codeOf(() => done.end())).toBe('BACKUP_STATE');
    expect(codeOf(() => done.push(uint(0, 1)))).toBe('BACKUP_STATE');
  });
});

describe('a backup that is authentic and of another shape', () => {
  /** Seals chunks as a writer does that does not keep to the format. */
  function forged(chunks: readonly Uint8Array[], last = chunks.length - 1): string {
    const vault = newVault(newRecovery());
    const head = parseBackupHead(write(vault));
    const stream = new SecretStream(
      backupFileKey(vault.keys, head.id, head.clear),
      head.streamHeader,
    );
    const reader = new BackupReader(vault.keys, head);
    return codeOf(() => {
      for (const [index, chunk] of chunks.entries()) {
        const whole = new Uint8Array(CHUNK);
        whole.set(chunk);
        reader.push(stream.seal(whole, index === last));
      }
      reader.end();
    });
  }
  const record = concat(uint(3, 1), lengthPrefixed(Uint8Array.of(1)));

  it('is made by the same forger', () => {
    expect(forged([record])).toBe('nothing');
  });

  it.each([
    ['an unknown kind of item', concat(record, uint(5, 1))],
    ['an item without bytes', concat(record, uint(3, 1), uint(0, 4))],
    ['an endless item', concat(uint(3, 1), uint(0xffffffff, 4))],
    ['an item of more than 17 MiB', concat(uint(3, 1), uint(17 * 2 ** 20 + 1, 4))],
    [
      'a page of no compartment',
      concat(uint(2, 1), uint(6, 1), uint(0, 4), uint(1, 4), uint(1, 1)),
    ],
    ['something behind the end', concat(record, uint(0, 1), record)],
  ])('%s', (_, chunk) => {
    expect(forged([chunk])).toBe('BACKUP_ALTERED');
    // At once, also when it is not the last.
    expect(forged([chunk], 1)).toBe('BACKUP_ALTERED');
  });

  it('an end before the last chunk, or none in it', () => {
    expect(forged([record, record])).toBe('BACKUP_ALTERED');
    const full = concat(uint(3, 1), uint(CHUNK - 5, 4), new Uint8Array(CHUNK - 5).fill(1));
    expect(forged([full])).toBe('BACKUP_ALTERED');
    expect(forged([concat(uint(3, 1), uint(CHUNK, 4))])).toBe('BACKUP_ALTERED');
    expect(forged([full, record])).toBe('nothing');
    expect(forged([full], 1)).toBe('BACKUP_TRUNCATED');
  });

  it.each([1, 2])('a chunk with tag %i, which no writer gives', (tag) => {
    const vault = newVault(newRecovery());
    const head = parseBackupHead(write(vault));
    const key = backupFileKey(vault.keys, head.id, head.clear);
    const state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(head.streamHeader, key);
    const whole = new Uint8Array(CHUNK);
    // Nothing else is wrong with it: an item that goes on in the next chunk.
    whole.set(concat(uint(3, 1), uint(2 * CHUNK, 4)));
    const chunk = sodium.crypto_secretstream_xchacha20poly1305_push(state, whole, null, tag);
    const reader = new BackupReader(vault.keys, head);
    expect(codeOf(() => reader.push(chunk))).toBe('BACKUP_ALTERED');
  });
});

describe('the stream', () => {
  it('begins as libsodium’s own does', () => {
    const key = random(32);
    const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(key);
    const stream = new SecretStream(key, header);
    const chunk = random(100);
    const sealed = sodium.crypto_secretstream_xchacha20poly1305_push(state, chunk, null, 0);
    expect(stream.open(sealed, 'BACKUP_ALTERED')).toEqual({ chunk, last: false });
  });

  it('opens nothing once it was made to forget', () => {
    const [key, header] = [random(32), random(24)];
    const sealed = new SecretStream(key, header).seal(random(100), false);
    const stream = new SecretStream(key, header);
    stream.forget();
    expect(codeOf(() => stream.open(sealed, 'BACKUP_ALTERED'))).toBe('BACKUP_ALTERED');
    expect(codeOf(() => new SecretStream(key, random(23)))).toBe('LENGTH');
  });
});
