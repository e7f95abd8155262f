/** Everything that can go wrong with the vault, one code a cause and one sentence in wording/. */
export type VaultErrorCode =
  /** No slot opens: passphrase, passkey or words are not the ones, or the slot was altered. */
  | 'WRONG_KEY'
  | 'TOO_MANY_TRIES'
  | 'RECOVERY_WORDS'
  | 'LOCKED'
  | 'NO_VAULT'
  /** A vault is being made or put back in another tab. */
  | 'BUSY'
  | 'VAULT_EXISTS'
  /** Header: another version, cut, or edited. */
  | 'HEADER_VERSION'
  | 'HEADER_ALTERED'
  | 'KDF_WEAK'
  | 'KDF_HUGE'
  | 'TOO_MANY_SLOTS'
  | 'LAST_SLOT'
  | 'RECORD_MISSING'
  | 'RECORD_ALTERED'
  | 'RECORD_ROLLED_BACK'
  /** Something is damaged: nothing is written until a backup is restored or the damage accepted. */
  | 'DAMAGED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'SIGNED'
  | 'CLIENT_IN_USE'
  | 'TOO_LARGE'
  /** The vault was replaced, or its keys changed, in another tab. */
  | 'REPLACED'
  | 'BACKUP_NOT_ONE'
  | 'BACKUP_TRUNCATED'
  | 'BACKUP_ALTERED'
  | 'BACKUP_VERSION'
  | 'OLDER'
  | 'CANCELLED'
  | 'QUOTA'
  | 'STORAGE_BLOCKED'
  | 'STORAGE_FAILED'
  /** The derivation could not get its memory. */
  | 'NO_MEMORY'
  /** A part of the app did not arrive: no network, or the server has another build by now. */
  | 'NOT_LOADED';

/** Crosses from the worker as an Error whose message is the code. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: VaultErrorCode;

  constructor(code: VaultErrorCode) {
    super(code);
    this.code = code;
  }
}

/** The same error on this side of the worker's port; anything else as it is. */
export function fromWorker(error: unknown): unknown {
  if (error instanceof Error && error.name === 'VaultError') {
    return new VaultError(error.message as VaultErrorCode);
  }
  return error;
}
