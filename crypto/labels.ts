/** The one suite that this build speaks; there is no negotiation. Also the link's first byte. */
export const VERSION = 1;

export const LABEL_PREFIX = 'alcove/1/';

/** Every label that a hash, a key derivation or a signature of `crypto/` begins with. */
export const LABEL = {
  /** Two bytes at the link's end. */
  check: 'check',
  /** The room id, from the host key. */
  room: 'room',
  /** Seed of the key pair that proves the link to the relay. */
  join: 'join',
  /** Seed of the key pair that proves an admitted seat to the relay. */
  access: 'access',
  /** Key around the first three handshake messages. */
  envelope: 'envelope',
  context: 'context',
  commit: 'commit',
  transcript: 'transcript',
  master: 'master',
  /** Keys of the third, fourth and fifth message. */
  m3: 'm3',
  m4: 'm4',
  m5: 'm5',
  /** What the host key signs. */
  hostProof: 'host-proof',
  /** What the guest's ephemeral key signs. */
  guestProof: 'guest-proof',
  final: 'final',
  /** The spoken code. */
  sas: 'sas',
  /** The secret that resumes. */
  resume: 'resume',
  /** A channel's key for one direction. */
  traffic: 'traffic',
  /** Seed of a slot's key pair, from its secret. */
  vaultSlot: 'vault-slot',
  /** What shows that whoever wrapped the vault key for a slot had it opened before. */
  vaultAnchor: 'vault-anchor',
  /** Key around the vault key, for one slot. */
  vaultWrap: 'vault-wrap',
  /** Keys from the vault key. */
  vaultHeaderKey: 'vault-header-key',
  vaultAnchorKey: 'vault-anchor-key',
  vaultPageKey: 'vault-page-key',
  vaultRootKey: 'vault-root-key',
  vaultSumKey: 'vault-sum-key',
  vaultAuditKey: 'vault-audit-key',
  vaultBackupKey: 'vault-backup-key',
  /** The last bytes of a header. */
  vaultHeader: 'vault-header',
  /** Of a page, in the sum over all pages. */
  vaultSum: 'vault-sum',
  /** Begin the data that is authenticated with each kind of stored bytes. */
  vaultRecord: 'vault-record',
  vaultPage: 'vault-page',
  vaultRoot: 'vault-root',
  vaultAuditEntry: 'vault-audit-entry',
  /** Of a record as it was stored, in the receipt of its destruction. */
  vaultShred: 'vault-shred',
  /** A link of the chain of audit entries. */
  vaultAudit: 'vault-audit',
  /** Key of one backup file, and the hash of what stands in clear before it. */
  vaultBackup: 'vault-backup',
  vaultBackupHead: 'vault-backup-head',
} as const;

export type Label = (typeof LABEL)[keyof typeof LABEL];
