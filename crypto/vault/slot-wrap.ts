import { open, seal, ZERO_NONCE } from '../aead.ts';
import {
  storageKey,
  vaultKey,
  type PrfOutput,
  type RecoveryKey,
  type SharedSecret,
  type StorageKey,
  type StretchedPassphrase,
  type VaultId,
  type VaultKey,
} from '../brand.ts';
import { concat, equal, wipe } from '../bytes.ts';
import { lengthPrefixed, uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { kdf } from '../kdf.ts';
import { decapsulate, encapsulate, kemKeyPairFromSeed, type KemKeyPair } from '../kem.ts';
import { VAULT_LABEL } from '../labels.ts';
import { pinned } from '../pinned.ts';
import type { Random } from '../random.ts';
import { keyFor, type VaultPlace } from './keys.ts';
import { nameFields, type Slot, type SlotName, type SlotWrap } from './slot.ts';

/** What a person brings to a slot; theirs who calls, to wipe. */
export type SlotSecret =
  | { readonly kind: 'passphrase'; readonly stretched: StretchedPassphrase }
  | {
      readonly kind: 'passphrase-and-passkey';
      readonly stretched: StretchedPassphrase;
      readonly prf: PrfOutput;
    }
  | { readonly kind: 'recovery'; readonly recoveryKey: RecoveryKey };

/**
 * How the vault key lies in a slot. It is encapsulated to a public key whose secret half only the
 * slot's secret makes, so that a rotation can wrap the next vault key for a slot whose secret is not
 * at hand, and so that the old vault key does not open what was wrapped after it.
 *
 * A public key alone would let anybody who can write to the storage wrap a vault key of their own,
 * and the owner's passphrase would open a vault that somebody else reads. The anchor prevents it:
 * it comes from the slot's secret as well, is part of the key around the vault key, and is otherwise
 * found only under the vault key.
 */
export function newWrap(options: {
  slot: SlotName;
  secret: SlotSecret;
  place: VaultPlace;
  key: VaultKey;
  random: Random;
}): SlotWrap {
  const { slot, secret, place, key, random } = options;
  const { pair, anchor } = fromSecret(slot, secret, place.vaultId);
  wipe(pair.secretKey);
  try {
    return wrap({ name: slot, publicKey: pair.publicKey, anchor, place, key, random });
  } finally {
    wipe(anchor);
  }
}

/**
 * The same slot around another vault key, without the slot's secret. The header must have been
 * verified under `from.key`. Throws VAULT_HEADER.
 */
export function rewrap(
  slot: Slot,
  from: { place: VaultPlace; key: VaultKey },
  to: { place: VaultPlace; key: VaultKey; random: Random },
): SlotWrap {
  const anchorKey = keyFor(from.key, VAULT_LABEL.anchorKey, from.place, slot.id);
  const data = wrapData(slot, slot, from.place);
  const anchor = storageKey(open(anchorKey, ZERO_NONCE, data, slot.sealedAnchor, 'VAULT_HEADER'));
  try {
    return wrap({ name: slot, publicKey: slot.publicKey, anchor, ...to });
  } finally {
    wipe(anchorKey, anchor);
  }
}

/**
 * Throws VAULT_KEY when the secret does not make the slot's public key (another secret, or a slot
 * that was edited), VAULT_HEADER when it does and the wrap still does not open.
 */
export function unwrap(slot: Slot, secret: SlotSecret, place: VaultPlace): VaultKey {
  if (secret.kind !== slot.kind) throw new CryptoError('VAULT_KEY');
  const { pair, anchor } = fromSecret(slot, secret, place.vaultId);
  try {
    if (!equal(pair.publicKey, slot.publicKey)) throw new CryptoError('VAULT_KEY');
    const shared = decapsulate(slot.ciphertext, pair.secretKey, 'VAULT_HEADER');
    const wrapKey = wrapKeyOf(shared, anchor, slot, place);
    const data = wrapData(slot, slot, place);
    try {
      return vaultKey(pinned(open(wrapKey, ZERO_NONCE, data, slot.sealedKey, 'VAULT_HEADER')));
    } finally {
      wipe(shared, wrapKey);
    }
  } finally {
    wipe(pair.secretKey, anchor);
  }
}

function wrap(options: {
  name: SlotName;
  publicKey: Slot['publicKey'];
  anchor: StorageKey;
  place: VaultPlace;
  key: VaultKey;
  random: Random;
}): SlotWrap {
  const { name, publicKey, anchor, place, key, random } = options;
  const { ciphertext, secret: shared } = encapsulate(publicKey, random, 'VAULT_HEADER');
  const wrapKey = wrapKeyOf(shared, anchor, name, place);
  const anchorKey = keyFor(key, VAULT_LABEL.anchorKey, place, name.id);
  const data = wrapData(name, { publicKey }, place);
  try {
    // Both keys are of this slot under this vault key, and seal once.
    const sealedKey = seal(wrapKey, ZERO_NONCE, data, key);
    const sealedAnchor = seal(anchorKey, ZERO_NONCE, data, anchor);
    return { publicKey, ciphertext, sealedKey, sealedAnchor };
  } finally {
    wipe(shared, wrapKey, anchorKey);
  }
}

/** Every field of the slot goes into both: an edited slot is another key pair. */
function fromSecret(
  slot: SlotName,
  secret: SlotSecret,
  vaultId: VaultId,
): { pair: KemKeyPair; anchor: StorageKey } {
  const parts = [vaultId, ...nameFields(slot)];
  const bytes = secretBytes(secret);
  const seed = kdf(bytes, VAULT_LABEL.slot, 32, ...parts);
  const anchor = storageKey(kdf(bytes, VAULT_LABEL.anchor, 32, ...parts));
  const pair = kemKeyPairFromSeed(seed);
  wipe(bytes, seed);
  return { pair, anchor };
}

/** A copy. */
function secretBytes(secret: SlotSecret): Uint8Array {
  switch (secret.kind) {
    case 'passphrase':
      return concat(secret.stretched);
    case 'passphrase-and-passkey':
      return concat(secret.stretched, secret.prf);
    case 'recovery':
      return concat(secret.recoveryKey);
  }
}

function wrapKeyOf(
  shared: SharedSecret,
  anchor: StorageKey,
  { id }: SlotName,
  { vaultId, keyGeneration }: VaultPlace,
): Uint8Array {
  const both = concat(shared, anchor);
  try {
    return kdf(both, VAULT_LABEL.wrap, 32, vaultId, uint(keyGeneration, 4), id);
  } finally {
    wipe(both);
  }
}

function wrapData(
  name: SlotName,
  { publicKey }: Pick<SlotWrap, 'publicKey'>,
  { vaultId, keyGeneration }: VaultPlace,
): Uint8Array {
  const slot = concat(...nameFields(name), publicKey);
  return concat(...[vaultId, uint(keyGeneration, 4), slot].map(lengthPrefixed));
}
