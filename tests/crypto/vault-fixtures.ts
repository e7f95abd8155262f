import {
  prfOutput,
  prfSalt,
  recoveryKey,
  stretchedPassphrase,
  stretchingSalt,
  type VaultKey,
} from '../../crypto/brand.ts';
import { concat } from '../../crypto/bytes.ts';
import { systemRandom as random } from '../../crypto/random.ts';
import { openSlot, type VaultHeader } from '../../crypto/vault/header.ts';
import { deriveKeys, type VaultKeys } from '../../crypto/vault/keys.ts';
import { MEM_DEFAULT_KIB, OPS_DEFAULT } from '../../crypto/vault/limits.ts';
import { newRecordId, newRecordKey, type RecordEntry } from '../../crypto/vault/record.ts';
import { createHeader, type NewSlot } from '../../crypto/vault/rotation.ts';
import type { Slot } from '../../crypto/vault/slot.ts';

export const CREATED_AT = 1_790_000_000_000;

export function newPassphrase(): NewSlot & { kind: 'passphrase' } {
  return {
    kind: 'passphrase',
    createdAt: CREATED_AT,
    stretching: newStretching(),
    stretched: stretchedPassphrase(random(32)),
  };
}

export function newPasskey(idLength = 20): NewSlot & { kind: 'passphrase-and-passkey' } {
  return {
    kind: 'passphrase-and-passkey',
    createdAt: CREATED_AT + 1,
    stretching: newStretching(),
    passkey: { salt: prfSalt(random(32)), credentialId: random(idLength) },
    stretched: stretchedPassphrase(random(32)),
    prf: prfOutput(random(32)),
  };
}

export function newRecovery(): NewSlot & { kind: 'recovery' } {
  return { kind: 'recovery', createdAt: CREATED_AT + 2, recoveryKey: recoveryKey(random(32)) };
}

function newStretching() {
  return {
    opsLimit: OPS_DEFAULT,
    memLimitKiB: MEM_DEFAULT_KIB,
    salt: stretchingSalt(random(16)),
  };
}

export interface TestVault {
  readonly header: VaultHeader;
  readonly key: VaultKey;
  readonly keys: VaultKeys;
  readonly secrets: readonly NewSlot[];
}

/** A vault with a slot of each kind, or with the given ones. */
export function newVault(...secrets: readonly NewSlot[]): TestVault {
  const all = secrets.length > 0 ? secrets : [newPassphrase(), newPasskey(), newRecovery()];
  const { header, key } = createHeader({ slots: all, random });
  return { header, key, keys: deriveKeys(key, header), secrets: all };
}

export function slotAt(header: VaultHeader, index: number): Slot {
  const slot = header.slots[index];
  if (!slot) throw new Error(`no slot ${index}`);
  return slot;
}

/** Opens a header by its slot of this index, as whoever holds the slot's secret does. */
export function openAt(header: VaultHeader, index: number, secret: NewSlot | undefined): VaultKey {
  if (!secret) throw new Error(`no secret ${index}`);
  return openSlot(header, slotAt(header, index), secret);
}

export function newEntry(changed: Partial<RecordEntry> = {}): RecordEntry {
  return {
    compartment: 1,
    id: newRecordId(random),
    revision: 7,
    key: newRecordKey(random),
    ...changed,
  };
}

/** Places in so many bytes: all of them near both ends, and some between. */
export function sampled(length: number): number[] {
  const near = 80;
  return Array.from({ length }, (_, place) => place).filter(
    (place) => place < near || place >= length - near || place % 97 === 0,
  );
}

export function extended(bytes: Uint8Array): Uint8Array {
  return concat(bytes, Uint8Array.of(0));
}
