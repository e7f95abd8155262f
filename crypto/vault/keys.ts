import { storageKey, type StorageKey, type VaultId, type VaultKey } from '../brand.ts';
import { concat, wipe } from '../bytes.ts';
import { uint } from '../encoding.ts';
import { kdf } from '../kdf.ts';
import { VAULT_LABEL, type Label } from '../labels.ts';
import { pinned } from '../pinned.ts';
import { COMPARTMENT, type Compartment } from './compartment.ts';

/** What the keys of a vault are bound to besides the vault key. */
export interface VaultPlace {
  readonly vaultId: VaultId;
  /** From 1; one more with every vault key. */
  readonly keyGeneration: number;
}

/**
 * Everything that an open vault works with. All of it comes from the vault key, which can be wiped
 * as soon as this stands: it is needed again only to change slots, and a slot opens it anew.
 */
export interface VaultKeys extends VaultPlace {
  /** vaultId ‖ u32 keyGeneration: authenticated with whatever is sealed under these keys. */
  readonly scope: Uint8Array;
  readonly pages: Readonly<Record<Compartment, StorageKey>>;
  readonly root: StorageKey;
  readonly sum: StorageKey;
  readonly audit: StorageKey;
  readonly backup: StorageKey;
  /** Zeroes every key; harmless when repeated. */
  wipe(): void;
}

/** The vault key stays the caller's to wipe. */
export function deriveKeys(key: VaultKey, place: VaultPlace): VaultKeys {
  const { vaultId, keyGeneration } = place;
  const pageKey = (of: Compartment) => keyFor(key, VAULT_LABEL.pageKey, place, uint(of, 1));
  const pages = {
    [COMPARTMENT.progress]: pageKey(COMPARTMENT.progress),
    [COMPARTMENT.psychotherapy]: pageKey(COMPARTMENT.psychotherapy),
    [COMPARTMENT.practice]: pageKey(COMPARTMENT.practice),
    [COMPARTMENT.sessions]: pageKey(COMPARTMENT.sessions),
    [COMPARTMENT.recordings]: pageKey(COMPARTMENT.recordings),
  };
  const single = {
    root: keyFor(key, VAULT_LABEL.rootKey, place),
    sum: keyFor(key, VAULT_LABEL.sumKey, place),
    audit: keyFor(key, VAULT_LABEL.auditKey, place),
    backup: keyFor(key, VAULT_LABEL.backupKey, place),
  };
  return {
    vaultId,
    keyGeneration,
    scope: concat(vaultId, uint(keyGeneration, 4)),
    pages,
    ...single,
    wipe: () => wipe(...Object.values(pages), ...Object.values(single)),
  };
}

/** KDF(VK, label, 32, vaultId, u32 keyGeneration, …). */
export function keyFor(
  key: VaultKey,
  label: Label,
  { vaultId, keyGeneration }: VaultPlace,
  ...parts: readonly Uint8Array[]
): StorageKey {
  return storageKey(pinned(kdf(key, label, 32, vaultId, uint(keyGeneration, 4), ...parts)));
}
