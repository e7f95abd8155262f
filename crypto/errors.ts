/** Everything that can go wrong in `crypto/`, one code a cause; PROTOCOL.md lists them. */
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
  | 'VAULT_AUDIT'
  | 'VAULT_SIZE'
  | 'BACKUP_MAGIC'
  | 'BACKUP_VERSION'
  | 'BACKUP_TRUNCATED'
  | 'BACKUP_ALTERED'
  | 'BACKUP_STATE'
  | 'LENGTH'
  | 'RANGE';

const sentences: Readonly<Record<CryptoErrorCode, string>> = {
  LINK_TRUNCATED: 'The end of the link is missing.',
  LINK_TRAILING: 'Something follows the end of the link.',
  LINK_ENCODING: 'The link holds a character or a bit that no link has.',
  LINK_VERSION: 'The link is of a version that this build does not know.',
  LINK_CHECK: 'The link was changed on its way: its check bytes do not fit.',
  HANDSHAKE_STATE: 'A handshake message came out of turn.',
  HANDSHAKE_OPEN: 'A handshake message was altered or belongs to another secret.',
  HANDSHAKE_KEY: 'The other side sent a key that cannot be agreed on.',
  HANDSHAKE_COMMITMENT: 'The other side revealed something else than it had committed to.',
  HANDSHAKE_IDENTITY: 'The other side showed an identity that is already in use.',
  HANDSHAKE_SIGNATURE: 'The other side could not prove who it is.',
  CHANNEL_STATE: 'The channel has ended.',
  CHANNEL_OPEN: 'A sealed message was altered, repeated, or left out.',
  CHANNEL_SIZE: 'A sealed message has a length, cut or padding that the protocol does not allow.',
  CHANNEL_EXHAUSTED: 'The channel has carried as many messages as one key may.',
  KEY_REUSE: 'A key that may be used for one channel was asked for again.',
  VAULT_KEY: 'The secret is not the one of this slot, or the slot was altered.',
  VAULT_VERSION: 'The vault is of a version that this build does not know.',
  VAULT_HEADER: 'The header of the vault was altered or is damaged.',
  VAULT_KDF_WEAK: 'A slot asks for less work on its passphrase than is allowed.',
  VAULT_KDF_HUGE: 'A slot asks for more work on its passphrase than is allowed.',
  VAULT_SLOTS: 'The vault has as many slots as it may.',
  VAULT_LAST_SLOT: 'A vault without a slot could never be opened again.',
  VAULT_ROOT: 'The root of the vault was altered or is from under other keys.',
  VAULT_PAGE: 'A page of the list was altered, moved, or is from under other keys.',
  VAULT_RECORD: 'A record was altered or is not the one that was last saved.',
  VAULT_RECORD_SWAPPED: 'A record lies in the place of another.',
  VAULT_RECORD_OLDER: 'A record is an earlier revision than the one that was last saved.',
  VAULT_AUDIT: 'An entry of the audit trail was altered or moved.',
  VAULT_SIZE: 'More was to be sealed in one piece than fits.',
  BACKUP_MAGIC: 'The file is not a backup of a vault.',
  BACKUP_VERSION: 'The backup is of a version that this build does not know.',
  BACKUP_TRUNCATED: 'The end of the backup is missing.',
  BACKUP_ALTERED: 'The backup was altered or is damaged.',
  BACKUP_STATE: 'The backup has been finished or given up.',
  LENGTH: 'A value has another length than its type.',
  RANGE: 'A number lies outside its field.',
};

/** The one error that `crypto/` throws. It carries a code and never any data. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError';
  readonly code: CryptoErrorCode;

  constructor(code: CryptoErrorCode) {
    super(sentences[code]);
    this.code = code;
  }
}
