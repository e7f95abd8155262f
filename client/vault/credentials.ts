import {
  prfOutput,
  prfSalt,
  recoveryKey,
  stretchedPassphrase,
  stretchingSalt,
  type VaultKey,
} from '../../crypto/brand.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { toHex } from '../../crypto/hex.ts';
import { draw, type Random } from '../../crypto/random.ts';
import { openSlot, type VaultHeader } from '../../crypto/vault/header.ts';
import { MEM_DEFAULT_KIB, OPS_DEFAULT } from '../../crypto/vault/limits.ts';
import type { NewSlot } from '../../crypto/vault/rotation.ts';
import { checkStretching, type Slot } from '../../crypto/vault/slot.ts';
import type { SlotSecret } from '../../crypto/vault/slot-wrap.ts';
import { argon2id } from './derive.ts';
import { VaultError, type VaultErrorCode } from './errors.ts';
import type { Credential, PasskeyRequest, SlotView } from './vault-api.ts';
import { recoveryKey as recoveryBytes } from './words.ts';

/** What the code of a crypto error means to whoever wants to open a vault. */
const MEANING: Partial<Record<CryptoError['code'], VaultErrorCode>> = {
  VAULT_KEY: 'WRONG_KEY',
  VAULT_HEADER: 'HEADER_ALTERED',
  VAULT_VERSION: 'HEADER_VERSION',
  VAULT_KDF_WEAK: 'KDF_WEAK',
  VAULT_KDF_HUGE: 'KDF_HUGE',
  VAULT_SLOTS: 'TOO_MANY_SLOTS',
  VAULT_LAST_SLOT: 'LAST_SLOT',
  BACKUP_MAGIC: 'BACKUP_NOT_ONE',
  BACKUP_VERSION: 'BACKUP_VERSION',
  BACKUP_TRUNCATED: 'BACKUP_TRUNCATED',
  BACKUP_ALTERED: 'BACKUP_ALTERED',
};

/** The vault's own error for one of the formats'; anything else as it is. */
export function meaning(error: unknown): unknown {
  if (!(error instanceof CryptoError)) return error;
  const code = MEANING[error.code];
  return code === undefined ? error : new VaultError(code);
}

export async function meant<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw meaning(error);
  }
}

/**
 * The vault key, with the slot that it was opened by; the caller wipes it. Throws WRONG_KEY,
 * KDF_WEAK or KDF_HUGE before any work is done on an edited slot, HEADER_ALTERED.
 */
export async function openHeader(
  header: VaultHeader,
  credential: Credential,
): Promise<{ readonly key: VaultKey; readonly slot: Slot }> {
  return meant(async () => {
    for (const slot of header.slots) {
      if (!suits(slot, credential)) continue;
      const secret = await secretFor(slot, credential);
      try {
        return { key: openSlot(header, slot, secret), slot };
      } catch (error) {
        // There may be another slot of the kind.
        if (!(error instanceof CryptoError && error.code === 'VAULT_KEY')) throw error;
      } finally {
        wipeSecret(secret);
      }
    }
    throw new VaultError('WRONG_KEY');
  });
}

/** A slot that this credential will open. Its secret is the caller's to wipe, by `wipeSecret`. */
export async function newSlot(
  credential: Credential,
  createdAt: number,
  random: Random,
): Promise<NewSlot> {
  if (credential.kind === 'recovery') {
    const key = recoveryKey(recoveryBytes(credential.words));
    return { kind: 'recovery', recoveryKey: key, createdAt };
  }
  const stretching = {
    opsLimit: OPS_DEFAULT,
    memLimitKiB: MEM_DEFAULT_KIB,
    salt: stretchingSalt(draw(random, 16)),
  };
  const stretched = stretchedPassphrase(
    await argon2id(credential.passphrase, { ...stretching, salt: stretching.salt.slice() }),
  );
  if (credential.kind === 'passphrase') {
    return { kind: 'passphrase', stretching, stretched, createdAt };
  }
  const { prf, salt, credentialId } = credential;
  return {
    kind: 'passphrase-and-passkey',
    stretching,
    passkey: { salt: prfSalt(salt), credentialId },
    stretched,
    prf: prfOutput(prf),
    createdAt,
  };
}

export function wipeSecret(secret: SlotSecret): void {
  if (secret.kind === 'recovery') secret.recoveryKey.fill(0);
  else secret.stretched.fill(0);
  if (secret.kind === 'passphrase-and-passkey') secret.prf.fill(0);
}

export const slotViews = ({ slots }: VaultHeader): readonly SlotView[] =>
  slots.map(({ id, kind, createdAt }) => ({ id: toHex(id), kind, createdAt }));

export const passkeyRequests = ({ slots }: VaultHeader): readonly PasskeyRequest[] =>
  slots.flatMap((slot) =>
    slot.kind === 'passphrase-and-passkey'
      ? [{ credentialId: slot.passkey.credentialId, salt: slot.passkey.salt }]
      : [],
  );

function suits(slot: Slot, credential: Credential): boolean {
  if (slot.kind !== credential.kind) return false;
  return (
    slot.kind !== 'passphrase-and-passkey' ||
    credential.kind !== 'passphrase-and-passkey' ||
    toHex(slot.passkey.credentialId) === toHex(credential.credentialId)
  );
}

async function secretFor(slot: Slot, credential: Credential): Promise<SlotSecret> {
  if (credential.kind === 'recovery') {
    return { kind: 'recovery', recoveryKey: recoveryKey(recoveryBytes(credential.words)) };
  }
  if (slot.kind === 'recovery') throw new VaultError('WRONG_KEY');
  checkStretching(slot.stretching);
  const { salt, ...cost } = slot.stretching;
  const stretched = stretchedPassphrase(
    await argon2id(credential.passphrase, { ...cost, salt: salt.slice() }),
  );
  if (credential.kind === 'passphrase') return { kind: 'passphrase', stretched };
  return {
    kind: 'passphrase-and-passkey',
    stretched,
    prf: prfOutput(credential.prf.slice()),
  };
}
