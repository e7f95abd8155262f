/** Everything that can go wrong in `crypto/`, one code a cause; PROTOCOL.md has a sentence for each. */
export type CryptoErrorCode =
  | 'LINK_TRUNCATED'
  | 'LINK_TRAILING'
  | 'LINK_ENCODING'
  | 'LINK_VERSION'
  | 'LINK_CHECK'
  | 'HANDSHAKE_STATE'
  | 'HANDSHAKE_OPEN'
  | 'HANDSHAKE_KEY'
  | 'HANDSHAKE_COMMITMENT'
  | 'HANDSHAKE_IDENTITY'
  | 'HANDSHAKE_SIGNATURE'
  | 'CHANNEL_STATE'
  | 'CHANNEL_OPEN'
  | 'CHANNEL_SIZE'
  | 'CHANNEL_EXHAUSTED'
  | 'KEY_REUSE'
  | 'RECORDING_MISSING'
  | 'RECORDING_SIGNATURE'
  | 'RECORDING_EXPIRED'
  | 'RECORDING_STATE'
  | 'VAULT_KEY'
  | 'VAULT_VERSION'
  | 'VAULT_HEADER'
  | 'VAULT_KDF_WEAK'
  | 'VAULT_KDF_HUGE'
  | 'VAULT_SLOTS'
  | 'VAULT_LAST_SLOT'
  | 'VAULT_ROOT'
  | 'VAULT_PAGE'
  | 'VAULT_RECORD'
  | 'VAULT_RECORD_SWAPPED'
  | 'VAULT_RECORD_OLDER'
  | 'VAULT_PIECE'
  | 'VAULT_AUDIT'
  | 'VAULT_SIZE'
  | 'BACKUP_MAGIC'
  | 'BACKUP_VERSION'
  | 'BACKUP_TRUNCATED'
  | 'BACKUP_ALTERED'
  | 'BACKUP_STATE'
  | 'LENGTH'
  | 'RANGE';

/** The one error that `crypto/` throws. It carries a code and never any data. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode) {
    super(code);
    this.code = code;
  }
}
