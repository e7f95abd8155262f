import { CryptoError } from './errors.ts';

declare const brand: unique symbol;

/** Bytes of one meaning and one length; made only by the constructor that checks the length. */
export type Bytes<Name extends string, Length extends number> = Uint8Array & {
  readonly [brand]: Name;
  readonly length: Length;
};

/** The result is the argument itself, not a copy: who owned it still does. Throws LENGTH. */
function lengthChecked<B extends Bytes<string, number>>(length: B['length']) {
  return (bytes: Uint8Array): B => {
    if (bytes.length !== length) throw new CryptoError('LENGTH');
    return bytes as B;
  };
}

/** What the relay knows a room by; certified by the host key. */
export type RoomId = Bytes<'RoomId', 16>;
export const roomIdBytes = lengthChecked<RoomId>(16);

/** L: the secret in a link; dead from admission on. */
export type LinkSecret = Bytes<'LinkSecret', 32>;
export const linkSecret = lengthChecked<LinkSecret>(32);

/** RS: what resumes an admitted seat; each finished handshake yields the next. */
export type ResumeSecret = Bytes<'ResumeSecret', 32>;
export const resumeSecret = lengthChecked<ResumeSecret>(32);

/** The secret that both sides of a handshake must already share. */
export type Psk = LinkSecret | ResumeSecret;

/** HPK: the session's Ed25519 host key, carried in the link. */
export type HostPublicKey = Bytes<'HostPublicKey', 32>;
export const hostPublicKey = lengthChecked<HostPublicKey>(32);

export type SigningPublicKey = Bytes<'SigningPublicKey', 32>;
export const signingPublicKey = lengthChecked<SigningPublicKey>(32);

/** libsodium's form of an Ed25519 secret key: seed, then public key. */
export type SigningSecretKey = Bytes<'SigningSecretKey', 64>;
export const signingSecretKey = lengthChecked<SigningSecretKey>(64);

export type Signature = Bytes<'Signature', 64>;
export const signature = lengthChecked<Signature>(64);

/** SHA-256 of a DTLS certificate. */
export type Fingerprint = Bytes<'Fingerprint', 32>;
export const fingerprint = lengthChecked<Fingerprint>(32);

/** Names one run of the handshake, in clear. */
export type AttemptId = Bytes<'AttemptId', 16>;
export const attemptId = lengthChecked<AttemptId>(16);

/** Drawn once a tab and kept over reloads, so that a reload is no rival. */
export type Claim = Bytes<'Claim', 16>;
export const claim = lengthChecked<Claim>(16);

/** C: the guest's commitment to its key and nonce. */
export type Commitment = Bytes<'Commitment', 32>;
export const commitment = lengthChecked<Commitment>(32);

/** nI and nR. */
export type HandshakeNonce = Bytes<'HandshakeNonce', 32>;
export const handshakeNonce = lengthChecked<HandshakeNonce>(32);

export type KemPublicKey = Bytes<'KemPublicKey', 1216>;
export const kemPublicKey = lengthChecked<KemPublicKey>(1216);

export type KemSecretKey = Bytes<'KemSecretKey', 32>;
export const kemSecretKey = lengthChecked<KemSecretKey>(32);

export type KemCiphertext = Bytes<'KemCiphertext', 1120>;
export const kemCiphertext = lengthChecked<KemCiphertext>(1120);

/** ss: what both sides of the key agreement end with. */
export type SharedSecret = Bytes<'SharedSecret', 32>;
export const sharedSecret = lengthChecked<SharedSecret>(32);

/** ctx and TH and the hashes that are signed. */
export type Hash = Bytes<'Hash', 32>;
export const hashBytes = lengthChecked<Hash>(32);

/** `master` and `final`. */
export type ChainKey = Bytes<'ChainKey', 64>;
export const chainKey = lengthChecked<ChainKey>(64);

/** Seals exactly one message. */
export type MessageKey = Bytes<'MessageKey', 32>;
export const messageKey = lengthChecked<MessageKey>(32);

/** Seals one direction of one channel, under counted nonces. */
export type TrafficKey = Bytes<'TrafficKey', 32>;
export const trafficKey = lengthChecked<TrafficKey>(32);

/** Random, drawn once with the vault; in clear. */
export type VaultId = Bytes<'VaultId', 16>;
export const vaultId = lengthChecked<VaultId>(16);

/** VK: all other keys of a vault come from it; a new one with every rotation. */
export type VaultKey = Bytes<'VaultKey', 32>;
export const vaultKey = lengthChecked<VaultKey>(32);

/** A key from the vault key, for one kind of stored bytes. */
export type StorageKey = Bytes<'StorageKey', 32>;
export const storageKey = lengthChecked<StorageKey>(32);

export type SlotId = Bytes<'SlotId', 16>;
export const slotId = lengthChecked<SlotId>(16);

/** What Argon2id makes of a passphrase under a slot's salt and cost. */
export type StretchedPassphrase = Bytes<'StretchedPassphrase', 32>;
export const stretchedPassphrase = lengthChecked<StretchedPassphrase>(32);

/** What an authenticator derives for a credential and a slot's salt (WebAuthn PRF). */
export type PrfOutput = Bytes<'PrfOutput', 32>;
export const prfOutput = lengthChecked<PrfOutput>(32);

/** 256 random bits that are printed as words. */
export type RecoveryKey = Bytes<'RecoveryKey', 32>;
export const recoveryKey = lengthChecked<RecoveryKey>(32);

/** Of Argon2id. */
export type StretchingSalt = Bytes<'StretchingSalt', 16>;
export const stretchingSalt = lengthChecked<StretchingSalt>(16);

/** What the authenticator is asked to derive from. */
export type PrfSalt = Bytes<'PrfSalt', 32>;
export const prfSalt = lengthChecked<PrfSalt>(32);

/** Random, drawn with the record; in clear. */
export type RecordId = Bytes<'RecordId', 16>;
export const recordId = lengthChecked<RecordId>(16);

/** Seals one revision of one record; lies in its page. */
export type RecordKey = Bytes<'RecordKey', 32>;
export const recordKey = lengthChecked<RecordKey>(32);

/** A page's part of the sum over all pages, and the sum. */
export type PageSum = Bytes<'PageSum', 32>;
export const pageSum = lengthChecked<PageSum>(32);

/** Random, drawn for each backup file; in clear. */
export type BackupId = Bytes<'BackupId', 16>;
export const backupId = lengthChecked<BackupId>(16);
