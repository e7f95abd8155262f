/** Argon2id (RFC 9106, version 0x13, one lane) over a passphrase: passes, and memory in KiB. */
export const OPS_DEFAULT = 3;
export const OPS_LEAST = 2;
export const OPS_MOST = 16;
export const MEM_DEFAULT_KIB = 131_072;
export const MEM_LEAST_KIB = 65_536;
export const MEM_MOST_KIB = 1_048_576;

export const MAX_SLOTS = 8;

/** Of a passkey's credential id (WebAuthn, section 5.8.3 allows no more). */
export const MAX_CREDENTIAL_ID = 1023;

export const PAGE_ENTRIES = 16;

/** Bytes of a record's body, and of a page's entries and catalogue together: 16 MiB with its length. */
export const MAX_BODY = 2 ** 24 - 4;

/** Bytes of one chunk of a recording or of a kept file. */
export const MAX_CHUNK = 2 ** 20;

/** Bytes of the event of one audit entry. */
export const MAX_EVENT = 65_536;

/** Bytes of one item of a backup: whatever a vault can store. */
export const MAX_ITEM = 17 * 2 ** 20;

/** Bytes of every chunk of a backup, the last included, before it is sealed. */
export const BACKUP_CHUNK = 65_536;
