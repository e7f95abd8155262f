import { vaultId, type VaultKey } from '../brand.ts';
import { ByteReader, concat, equal, wipe } from '../bytes.ts';
import { lengthPrefixed, uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { kdf } from '../kdf.ts';
import { VAULT_LABEL } from '../labels.ts';
import { keyFor, type VaultPlace } from './keys.ts';
import { MAX_SLOTS } from './limits.ts';
import { encodeSlot, LARGEST_SLOT, readSlot, type Slot } from './slot.ts';
import { unwrap, type SlotSecret } from './slot-wrap.ts';

const MAGIC = new TextEncoder().encode('ALCOVEVT');
const VERSION = 1;
const MAC = 32;

/** Magic, version u8, vault id[16], key generation u32, count u8; lp(slot) each; mac. */
export const LARGEST_HEADER = 8 + 1 + 16 + 4 + 1 + MAX_SLOTS * (4 + LARGEST_SLOT) + MAC;

/** What a vault shows before it is opened: its ways in. */
export interface VaultHeader extends VaultPlace {
  /** 1 to 8, in the order in which they were added. */
  readonly slots: readonly Slot[];
  readonly mac: Uint8Array;
}

/** A header with its mac. */
export function sealHeader(key: VaultKey, place: VaultPlace, slots: readonly Slot[]): VaultHeader {
  const { vaultId, keyGeneration } = place;
  const header = { vaultId, keyGeneration, slots };
  return { ...header, mac: macOf(key, header) };
}

export function encodeHeader(header: VaultHeader): Uint8Array {
  return concat(beforeMac(header), header.mac);
}

/**
 * Reads a stored header and changes nothing of it: encoding gives the same bytes. Nothing of it can
 * be trusted before `openSlot`. Throws VAULT_VERSION or VAULT_HEADER.
 */
export function parseHeader(bytes: Uint8Array): VaultHeader {
  const reader = new ByteReader(bytes, 'VAULT_HEADER');
  if (!equal(reader.take(MAGIC.length), MAGIC)) throw new CryptoError('VAULT_HEADER');
  if (reader.uint(1) !== VERSION) throw new CryptoError('VAULT_VERSION');
  const place = { vaultId: vaultId(reader.take(16)), keyGeneration: reader.uint(4) };
  const count = reader.uint(1);
  if (place.keyGeneration === 0 || count === 0 || count > MAX_SLOTS) {
    throw new CryptoError('VAULT_HEADER');
  }
  const slots = Array.from({ length: count }, () =>
    readSlot(new ByteReader(reader.prefixed(LARGEST_SLOT), 'VAULT_HEADER')),
  );
  const mac = reader.take(MAC);
  reader.end();
  if (slots.some(({ id }, index) => slots.findIndex((slot) => equal(slot.id, id)) !== index)) {
    throw new CryptoError('VAULT_HEADER');
  }
  return { ...place, slots, mac };
}

/**
 * The vault key, which is the caller's to wipe, once the whole header is known to be as its owner
 * left it. Throws VAULT_KEY for another secret or an edited slot, VAULT_HEADER when the secret is
 * this slot's and anything else was edited.
 */
export function openSlot(header: VaultHeader, slot: Slot, secret: SlotSecret): VaultKey {
  const key = unwrap(slot, secret, header);
  try {
    verifyHeader(header, key);
    return key;
  } catch (error) {
    wipe(key);
    throw error;
  }
}

/** Throws VAULT_HEADER. */
export function verifyHeader(header: VaultHeader, key: VaultKey): void {
  if (!equal(header.mac, macOf(key, header))) throw new CryptoError('VAULT_HEADER');
}

function macOf(key: VaultKey, header: Omit<VaultHeader, 'mac'>): Uint8Array {
  const headerKey = keyFor(key, VAULT_LABEL.headerKey, header);
  try {
    return kdf(headerKey, VAULT_LABEL.header, 32, beforeMac(header));
  } finally {
    wipe(headerKey);
  }
}

function beforeMac({ vaultId, keyGeneration, slots }: Omit<VaultHeader, 'mac'>): Uint8Array {
  return concat(
    MAGIC,
    uint(VERSION, 1),
    vaultId,
    uint(keyGeneration, 4),
    uint(slots.length, 1),
    ...slots.map((slot) => lengthPrefixed(encodeSlot(slot))),
  );
}
