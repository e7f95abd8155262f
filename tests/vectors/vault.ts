import {
  hashBytes,
  prfOutput,
  prfSalt,
  recordId,
  recordKey,
  recoveryKey,
  stretchedPassphrase,
  stretchingSalt,
  vaultId,
  vaultKey,
} from '../../crypto/brand.ts';
import { concat } from '../../crypto/bytes.ts';
import { sodium } from '../../crypto/sodium.ts';
import { emptyAuditHead, nextAuditHead, sealAudit } from '../../crypto/vault/audit.ts';
import type { BackupItem } from '../../crypto/vault/backup-item.ts';
import { BackupWriter } from '../../crypto/vault/backup-writer.ts';
import { encodeHeader, openSlot } from '../../crypto/vault/header.ts';
import { deriveKeys } from '../../crypto/vault/keys.ts';
import { sealPage } from '../../crypto/vault/page.ts';
import { emptySum, pageTag, xorInto } from '../../crypto/vault/page-sum.ts';
import { sealRecord } from '../../crypto/vault/record.ts';
import { sealRoot } from '../../crypto/vault/root.ts';
import { createHeader, rotate, type Keyed, type NewSlot } from '../../crypto/vault/rotation.ts';
import { counting, hex, named, scripted } from './scripted.ts';

const utf8 = new TextEncoder();
const CREATED_AT = 1_790_000_000_000;

const SECRETS = {
  stretched: counting(32, 0x10),
  prf: counting(32, 0x30),
  recoveryKey: counting(32, 0x50),
};
const TERMS = { salt: counting(16, 0x70), prfSalt: counting(32, 0x80), credentialId: counting(5, 1) };

function slots(): readonly NewSlot[] {
  const stretching = {
    opsLimit: 3,
    memLimitKiB: 131_072,
    salt: stretchingSalt(TERMS.salt),
  };
  const stretched = stretchedPassphrase(SECRETS.stretched);
  const passkey = { salt: prfSalt(TERMS.prfSalt), credentialId: TERMS.credentialId };
  return [
    { kind: 'passphrase', createdAt: CREATED_AT, stretching, stretched },
    {
      kind: 'passphrase-and-passkey',
      createdAt: CREATED_AT + 1,
      stretching,
      passkey,
      stretched,
      prf: prfOutput(SECRETS.prf),
    },
    {
      kind: 'recovery',
      createdAt: CREATED_AT + 2,
      recoveryKey: recoveryKey(SECRETS.recoveryKey),
    },
  ];
}

/** What is drawn at random, in the order in which it is drawn. */
const CREATION = {
  vaultId: counting(16, 0xa0),
  vaultKey: counting(32, 0xb0),
  firstSlotId: counting(16, 0xc0),
  firstEncapsulationSeed: counting(64, 0x11),
  secondSlotId: counting(16, 0xd0),
  secondEncapsulationSeed: counting(64, 0x22),
  thirdSlotId: counting(16, 0xe0),
  thirdEncapsulationSeed: counting(64, 0x33),
};
const ROTATION = {
  vaultKey: counting(32, 0x44),
  encapsulationSeed: counting(64, 0x55),
};

function created(): Keyed {
  return createHeader({ slots: slots(), random: scripted(CREATION) });
}

/** A new vault with a slot of each kind, and its header after only the recovery key was kept. */
export function headerVectors() {
  const first = created();
  const keep = first.header.slots.slice(2).map(({ id }) => id);
  const second = rotate({ ...first, keep, add: [], random: scripted(ROTATION) });
  for (const [index, secret] of slots().entries()) {
    const slot = first.header.slots[index];
    if (!slot || hex(openSlot(first.header, slot, secret)) !== hex(first.key)) {
      throw new Error('a slot does not open');
    }
  }
  return {
    secrets: named(SECRETS),
    terms: { ...named(TERMS), createdAt: CREATED_AT, opsLimit: 3, memLimitKiB: 131_072 },
    creation: named(CREATION),
    header: hex(encodeHeader(first.header)),
    rotation: named(ROTATION),
    rotatedHeader: hex(encodeHeader(second.header)),
  };
}

const PLACE = { vaultId: vaultId(CREATION.vaultId), keyGeneration: 7 };
const ENTRY = {
  compartment: 2,
  id: recordId(counting(16, 0x21)),
  revision: 3,
  key: recordKey(counting(32, 0x41)),
} as const;
const BODY = '{"title":"A quiet room"}';
const CATALOGUE = '[{"t":"A quiet room"}]';
const EVENT = '{"what":"created"}';
const NONCES = {
  record: counting(24, 0x61),
  page: counting(24, 0x81),
  root: counting(24, 0xa1),
  audit: counting(24, 0xc1),
};

function stored() {
  const keys = deriveKeys(vaultKey(new Uint8Array(CREATION.vaultKey)), PLACE);
  const drawing = (nonce: Uint8Array) => scripted({ nonce });
  const page = { compartment: 2, number: 4 } as const;
  const record = sealRecord({
    vaultId: PLACE.vaultId,
    entry: ENTRY,
    body: utf8.encode(BODY),
    random: drawing(NONCES.record),
  });
  const pageBytes = sealPage(
    keys,
    page,
    { entries: [ENTRY], catalogue: utf8.encode(CATALOGUE) },
    drawing(NONCES.page),
  );
  const line = { at: CREATED_AT, event: utf8.encode(EVENT) };
  const audit = sealAudit(keys, 1, line, drawing(NONCES.audit));
  const auditHead = nextAuditHead(emptyAuditHead(), 1, line);
  const pageTagBytes = pageTag(keys, page, pageBytes);
  const sum = emptySum();
  xorInto(sum, pageTagBytes);
  const root = sealRoot(
    keys,
    {
      generation: 9,
      savedAt: CREATED_AT + 5,
      pages: 1,
      sum,
      auditLength: 1,
      auditHead: hashBytes(auditHead),
    },
    drawing(NONCES.root),
  );
  return { keys, record, page: pageBytes, pageTag: pageTagBytes, root, audit, auditHead };
}

/** One of each that a vault stores, under the same vault key in its seventh generation. */
export function storedVectors() {
  const { keys, ...bytes } = stored();
  const { pages, root, sum, audit, backup } = keys;
  return {
    vaultKey: hex(CREATION.vaultKey),
    vaultId: hex(PLACE.vaultId),
    keyGeneration: PLACE.keyGeneration,
    keys: {
      pages: Object.values(pages).map(hex),
      ...named({ root, sum, audit, backup }),
    },
    entry: {
      compartment: ENTRY.compartment,
      revision: ENTRY.revision,
      ...named({ id: ENTRY.id, key: ENTRY.key }),
    },
    body: BODY,
    page: { compartment: 2, number: 4, catalogue: CATALOGUE },
    audit: { sequence: 1, at: CREATED_AT, event: EVENT },
    root: { generation: 9, savedAt: CREATED_AT + 5, pages: 1, auditLength: 1 },
    nonces: named(NONCES),
    bytes: named(bytes),
  };
}

const BACKUP = { backupId: counting(16, 0x19), streamHeader: counting(24, 0x29) };
/** Fills the first chunk and reaches into the second. */
const LONG = 66_000;

/** A file of two chunks with one item of each kind. */
export function backupVectors() {
  const { header, key } = created();
  const { root, page, record, audit } = stored();
  const items: readonly BackupItem[] = [
    { type: 'root', bytes: root },
    { type: 'page', compartment: 2, number: 4, bytes: page },
    { type: 'record', bytes: record },
    { type: 'record', bytes: counting(LONG, 0) },
    { type: 'audit', sequence: 1, bytes: audit },
  ];
  const writer = new BackupWriter({
    keys: deriveKeys(key, header),
    header,
    createdAt: CREATED_AT + 6,
    generation: 9,
    random: scripted(BACKUP),
  });
  const chunks = items.flatMap((item) => writer.push(item));
  const file = concat(writer.head, ...chunks, writer.finish());
  return {
    header: 'vault-header.json',
    items: 'vault-stored.json',
    long: LONG,
    createdAt: CREATED_AT + 6,
    generation: 9,
    ...named(BACKUP),
    length: file.length,
    headLength: writer.head.length,
    firstChunk: hex(file.subarray(writer.head.length, writer.head.length + 64)),
    end: hex(file.subarray(-64)),
    blake2b256: hex(sodium.crypto_generichash(32, file, null)),
  };
}
