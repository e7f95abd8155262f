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
  /** What a guest is told, and what it answers, before it comes in. */
  terms: 'terms',
  answers: 'answers',
  /** What the guest's key of the handshake signs, and what the host's signs on top of that. */
  consent: 'consent',
  receipt: 'receipt',
  /** What everybody signs before anything is recorded, who they are, and what takes it back. */
  recording: 'recording',
  recordingRoster: 'recording-roster',
  recordingRevoke: 'recording-revoke',
  /** Key of the frames of one track, from its traffic key and a salt; of HKDF, which is WebCrypto's. */
  media: 'media',
  /** What is authenticated with the contents of a file. */
  file: 'file',
} as const;

/** Those of what one device stores; by themselves, since no guest's page has any use for them. */
export const VAULT_LABEL = {
  /** Seed of a slot's key pair, from its secret. */
  slot: 'vault-slot',
  /** What shows that whoever wrapped the vault key for a slot had it opened before. */
  anchor: 'vault-anchor',
  /** Key around the vault key, for one slot. */
  wrap: 'vault-wrap',
  /** Keys from the vault key. */
  headerKey: 'vault-header-key',
  anchorKey: 'vault-anchor-key',
  pageKey: 'vault-page-key',
  rootKey: 'vault-root-key',
  sumKey: 'vault-sum-key',
  auditKey: 'vault-audit-key',
  backupKey: 'vault-backup-key',
  /** The last bytes of a header. */
  header: 'vault-header',
  /** Of a page, in the sum over all pages. */
  sum: 'vault-sum',
  /** Begin the data that is authenticated with each kind of stored bytes. */
  record: 'vault-record',
  piece: 'vault-piece',
  page: 'vault-page',
  root: 'vault-root',
  auditEntry: 'vault-audit-entry',
  /** Of a record as it was stored, in the receipt of its destruction. */
  shred: 'vault-shred',
  /** A link of the chain of audit entries. */
  audit: 'vault-audit',
  /** Key of one backup file, and the hash of what stands in clear before it. */
  backup: 'vault-backup',
  backupHead: 'vault-backup-head',
} as const;

export type Label =
  (typeof LABEL)[keyof typeof LABEL] | (typeof VAULT_LABEL)[keyof typeof VAULT_LABEL];
