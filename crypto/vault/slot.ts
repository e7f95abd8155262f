import {
  kemCiphertext,
  kemPublicKey,
  prfSalt,
  slotId,
  stretchingSalt,
  type KemCiphertext,
  type KemPublicKey,
  type PrfSalt,
  type SlotId,
  type StretchingSalt,
} from '../brand.ts';
import { concat, isZero, type ByteReader } from '../bytes.ts';
import { lengthPrefixed, uint } from '../encoding.ts';
import { CryptoError } from '../errors.ts';
import { MAX_CREDENTIAL_ID, MEM_LEAST_KIB, MEM_MOST_KIB, OPS_LEAST, OPS_MOST } from './limits.ts';

/** What Argon2id is to be asked for; the result has 32 bytes. */
export interface Stretching {
  readonly opsLimit: number;
  readonly memLimitKiB: number;
  readonly salt: StretchingSalt;
}

/** What an authenticator is to be asked for. */
interface Passkey {
  readonly salt: PrfSalt;
  /** 1 to 1,023 bytes. */
  readonly credentialId: Uint8Array;
}

/** One way in: what it asks for. A recovery key has 256 bits and needs no stretching. */
export type SlotTerms =
  | { readonly kind: 'passphrase'; readonly stretching: Stretching }
  | {
      readonly kind: 'passphrase-and-passkey';
      readonly stretching: Stretching;
      readonly passkey: Passkey;
    }
  | { readonly kind: 'recovery' };

export type SlotKind = SlotTerms['kind'];

export type SlotName = SlotTerms & {
  readonly id: SlotId;
  /** Milliseconds since the epoch; below 2^53. */
  readonly createdAt: number;
};

/** What lets a slot's secret open the vault key. */
export interface SlotWrap {
  /** Of the key pair that the slot's secret makes. */
  readonly publicKey: KemPublicKey;
  readonly ciphertext: KemCiphertext;
  readonly sealedKey: Uint8Array;
  readonly sealedAnchor: Uint8Array;
}

export type Slot = SlotName & SlotWrap;

const TYPE: Readonly<Record<SlotKind, number>> = {
  passphrase: 1,
  'passphrase-and-passkey': 2,
  recovery: 3,
};

/** 32 bytes and their tag. */
const SEALED = 48;

/** type u8, id[16], createdAt u64, ops u32, mem u32, salt[16], prfSalt[32], lp(credential id). */
const LARGEST_NAME = 81 + 4 + MAX_CREDENTIAL_ID;
export const LARGEST_SLOT = LARGEST_NAME + 1216 + 1120 + 2 * SEALED;

const NO_STRETCHING: Stretching = {
  opsLimit: 0,
  memLimitKiB: 0,
  salt: stretchingSalt(new Uint8Array(16)),
};

/**
 * To be asked before the passphrase is stretched, so that an edited header makes it neither cheap
 * to guess nor endless. Throws VAULT_KDF_WEAK or VAULT_KDF_HUGE.
 */
export function checkStretching({ opsLimit, memLimitKiB }: Stretching): void {
  if (opsLimit < OPS_LEAST || memLimitKiB < MEM_LEAST_KIB) throw new CryptoError('VAULT_KDF_WEAK');
  if (opsLimit > OPS_MOST || memLimitKiB > MEM_MOST_KIB) throw new CryptoError('VAULT_KDF_HUGE');
}

/** The fields before the public key, each encoded; all of them go into the slot's key pair. */
export function nameFields(slot: SlotName): readonly Uint8Array[] {
  const { opsLimit, memLimitKiB, salt } =
    slot.kind === 'recovery' ? NO_STRETCHING : slot.stretching;
  return [
    uint(TYPE[slot.kind], 1),
    slot.id,
    uint(slot.createdAt, 8),
    uint(opsLimit, 4),
    uint(memLimitKiB, 4),
    salt,
    slot.kind === 'passphrase-and-passkey' ? passkeyField(slot.passkey) : new Uint8Array(0),
  ];
}

export function encodeSlot(slot: Slot): Uint8Array {
  const { publicKey, ciphertext, sealedKey, sealedAnchor } = slot;
  return concat(...nameFields(slot), publicKey, ciphertext, sealedKey, sealedAnchor);
}

/** Throws VAULT_HEADER for anything but what `encodeSlot` gives. `reader` throws it, too. */
export function readSlot(reader: ByteReader): Slot {
  const type = reader.uint(1);
  const common = { id: slotId(reader.take(16)), createdAt: reader.uint(8) };
  const stretching = {
    opsLimit: reader.uint(4),
    memLimitKiB: reader.uint(4),
    salt: stretchingSalt(reader.take(16)),
  };
  const terms = readTerms(type, stretching, reader);
  const wrap = {
    publicKey: kemPublicKey(reader.take(1216)),
    ciphertext: kemCiphertext(reader.take(1120)),
    sealedKey: reader.take(SEALED),
    sealedAnchor: reader.take(SEALED),
  };
  reader.end();
  return { ...common, ...terms, ...wrap };
}

function readTerms(type: number, stretching: Stretching, reader: ByteReader): SlotTerms {
  if (type === TYPE.passphrase) return { kind: 'passphrase', stretching };
  if (type === TYPE['passphrase-and-passkey']) {
    const passkey = {
      salt: prfSalt(reader.take(32)),
      credentialId: reader.prefixed(MAX_CREDENTIAL_ID),
    };
    if (passkey.credentialId.length === 0) throw new CryptoError('VAULT_HEADER');
    return { kind: 'passphrase-and-passkey', stretching, passkey };
  }
  const { opsLimit, memLimitKiB, salt } = stretching;
  if (type !== TYPE.recovery || opsLimit !== 0 || memLimitKiB !== 0 || !isZero(salt)) {
    throw new CryptoError('VAULT_HEADER');
  }
  return { kind: 'recovery' };
}

function passkeyField({ salt, credentialId }: Passkey): Uint8Array {
  if (credentialId.length === 0 || credentialId.length > MAX_CREDENTIAL_ID) {
    throw new CryptoError('LENGTH');
  }
  return concat(salt, lengthPrefixed(credentialId));
}
