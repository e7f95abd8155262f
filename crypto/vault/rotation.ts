import { slotId, vaultId, vaultKey, type SlotId, type VaultKey } from '../brand.ts';
import { equal, wipe } from '../bytes.ts';
import { CryptoError } from '../errors.ts';
import { pinned } from '../pinned.ts';
import { draw, type Random } from '../random.ts';
import { sealHeader, verifyHeader, type VaultHeader } from './header.ts';
import type { VaultPlace } from './keys.ts';
import { MAX_SLOTS } from './limits.ts';
import { checkStretching, type Slot, type SlotTerms } from './slot.ts';
import { newWrap, rewrap, type SlotSecret } from './slot-wrap.ts';

/** A way in that is to be made. The salts are drawn before the secret can be had. */
export type NewSlot = SlotTerms &
  SlotSecret & {
    /** Milliseconds since the epoch. */
    readonly createdAt: number;
  };

/** The vault key is the caller's to wipe. */
export interface Keyed {
  readonly header: VaultHeader;
  readonly key: VaultKey;
}

/** A new vault. Throws VAULT_LAST_SLOT, VAULT_SLOTS, VAULT_KDF_WEAK, VAULT_KDF_HUGE, LENGTH or RANGE. */
export function createHeader(options: { slots: readonly NewSlot[]; random: Random }): Keyed {
  const { slots, random } = options;
  checkCount(slots.length);
  const place = { vaultId: vaultId(draw(random, 16)), keyGeneration: 1 };
  return withNewKey(place, random, (key) =>
    slots.map((slot) => newSlot({ slot, place, key, random })),
  );
}

/** One more way to the same vault key: nothing else has to be sealed anew. Throws as createHeader. */
export function addSlot(options: Keyed & { slot: NewSlot; random: Random }): VaultHeader {
  const { header, key, slot, random } = options;
  verifyHeader(header, key);
  checkCount(header.slots.length + 1);
  const added = newSlot({ slot, place: header, key, random });
  return sealHeader(key, header, [...header.slots, added]);
}

/**
 * Another vault key, for the slots that are kept and for new ones. A slot that is left out opens
 * nothing that is sealed from then on, even if its old header is put back. `keep` lists ids of
 * slots; others are ignored. Everything that lies under keys from the old vault key (pages, root,
 * audit) must be sealed anew; records need not.
 *
 * Throws VAULT_HEADER for a header that is not as this vault key left it, RANGE after 2^32 - 1
 * rotations, and as createHeader.
 */
export function rotate(
  options: Keyed & { keep: readonly SlotId[]; add: readonly NewSlot[]; random: Random },
): Keyed {
  const { header, key: old, keep, add, random } = options;
  verifyHeader(header, old);
  const kept = header.slots.filter(({ id }) => keep.some((wanted) => equal(wanted, id)));
  checkCount(kept.length + add.length);
  const place = { vaultId: header.vaultId, keyGeneration: header.keyGeneration + 1 };
  return withNewKey(place, random, (key) => [
    ...kept.map((slot) => ({
      ...slot,
      ...rewrap(slot, { place: header, key: old }, { place, key, random }),
    })),
    ...add.map((slot) => newSlot({ slot, place, key, random })),
  ]);
}

function withNewKey(
  place: VaultPlace,
  random: Random,
  slotsFor: (key: VaultKey) => readonly Slot[],
): Keyed {
  const key = vaultKey(pinned(draw(random, 32)));
  try {
    return { key, header: sealHeader(key, place, slotsFor(key)) };
  } catch (error) {
    wipe(key);
    throw error;
  }
}

function newSlot(options: {
  slot: NewSlot;
  place: VaultPlace;
  key: VaultKey;
  random: Random;
}): Slot {
  const { slot: asked, place, key, random } = options;
  const common = { id: slotId(draw(random, 16)), createdAt: asked.createdAt };
  // Field by field: the secret must not end up in what is kept and shown.
  if (asked.kind === 'recovery') {
    const slot = { ...common, kind: asked.kind };
    return { ...slot, ...newWrap({ slot, secret: asked, place, key, random }) };
  }
  checkStretching(asked.stretching);
  if (asked.kind === 'passphrase') {
    const slot = { ...common, kind: asked.kind, stretching: asked.stretching };
    return { ...slot, ...newWrap({ slot, secret: asked, place, key, random }) };
  }
  const { kind, stretching, passkey } = asked;
  const slot = { ...common, kind, stretching, passkey };
  return { ...slot, ...newWrap({ slot, secret: asked, place, key, random }) };
}

function checkCount(slots: number): void {
  if (slots === 0) throw new CryptoError('VAULT_LAST_SLOT');
  if (slots > MAX_SLOTS) throw new CryptoError('VAULT_SLOTS');
}
