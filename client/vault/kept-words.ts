import { recordId, recordKey } from '../../crypto/brand.ts';
import type { Random } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import type { VaultKeys } from '../../crypto/vault/keys.ts';
import { openRecord, sealRecord, type RecordEntry } from '../../crypto/vault/record.ts';

/** Of no stored record, so that neither can be taken for the other. */
const NO_RECORD = new Uint8Array(16);
const REVISION = 0;

const entryOf = (keys: VaultKeys): RecordEntry => ({
  compartment: COMPARTMENT.sessions,
  id: recordId(NO_RECORD),
  revision: REVISION,
  key: recordKey(keys.pages[COMPARTMENT.sessions]),
});

/** Words that are on no disk, sealed so that they outlast a lock in the page's own memory. */
export function sealWords(keys: VaultKeys, words: string, random: Random): Uint8Array {
  const body = new TextEncoder().encode(words);
  const sealed = sealRecord({ vaultId: keys.vaultId, entry: entryOf(keys), body, random });
  body.fill(0);
  return sealed;
}

/** Throws VAULT_RECORD for anything but words that were sealed under these keys. */
export function openWords(keys: VaultKeys, sealed: Uint8Array): string {
  const body = openRecord(sealed, entryOf(keys), keys.vaultId);
  const words = new TextDecoder().decode(body);
  body.fill(0);
  return words;
}
