import { toHex } from '../../crypto/hex.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { newRecordId, openRecord, sealRecord } from '../../crypto/vault/record.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import type { Entry } from './manifest.ts';
import type { OpenVault, Put } from './open-vault.ts';

/**
 * An entry of a new vault for the sake of its key: it is the same for as long as there is the vault,
 * whoever changes the ways in, so that words that were sealed before open after it.
 */
export function wordsPlace(random: Random): Put {
  const id = newRecordId(random);
  const name = toHex(id);
  return { name, id, compartment: COMPARTMENT.sessions, catalogue: { what: 'words' } };
}

/** Words that are on no disk, sealed so that they outlast a lock in the page's own memory. */
export function sealWords(
  vault: OpenVault,
  contents: Contents,
  words: string,
  random: Random,
): Uint8Array {
  const body = new TextEncoder().encode(words);
  const entry = placeIn(contents);
  const sealed = sealRecord({ vaultId: vault.keys.vaultId, entry, body, random });
  body.fill(0);
  return sealed;
}

/** Throws VAULT_RECORD for anything but words that were sealed in this vault. */
export function openWords(vault: OpenVault, contents: Contents, sealed: Uint8Array): string {
  const body = openRecord(sealed, placeIn(contents), vault.keys.vaultId);
  const words = new TextDecoder().decode(body);
  body.fill(0);
  return words;
}

function placeIn(contents: Contents): Entry {
  const [entry] = contents.of('words');
  if (!entry) throw new VaultError('NOT_FOUND');
  return entry;
}
