import {
  hostPublicKey,
  linkSecret,
  roomIdBytes,
  type HostPublicKey,
  type LinkSecret,
  type ResumeSecret,
  type RoomId,
  type SigningSecretKey,
} from './brand.ts';
import { ByteReader, concat, equal, wipe } from './bytes.ts';
import { lengthPrefixed, uint } from './encoding.ts';
import { CryptoError } from './errors.ts';
import { hash, kdf } from './kdf.ts';
import { LABEL, LABEL_PREFIX, VERSION } from './labels.ts';
import { signingKeyPair, type SigningKeyPair } from './signing.ts';
import { sodium } from './sodium.ts';

/** What one person's link carries, after the `#`. */
export interface Link {
  readonly secret: LinkSecret;
  readonly hostKey: HostPublicKey;
}

const CHECK_BYTES = 2;
/** 1 + 32 + 32 + 2 bytes. */
const LINK_CHARACTERS = 90;
/** As few as decode to the version byte alone, in whole bytes. */
const VERSION_CHARACTERS = 4;

/** 90 characters of base64url (RFC 4648, section 5) without padding and without the `#`. */
export function encodeLink(link: Link): string {
  const bytes = concat(uint(VERSION, 1), link.secret, link.hostKey);
  const whole = concat(bytes, checkBytes(bytes));
  try {
    return sodium.to_base64(whole, sodium.base64_variants.URLSAFE_NO_PADDING);
  } finally {
    wipe(bytes, whole);
  }
}

/**
 * Reads a link's fragment, with or without its `#`. Accepts exactly what `encodeLink` gives: one
 * encoding a link, so that no program on the way can change it unseen.
 *
 * Throws LINK_VERSION (as soon as its four characters can be read, since another version may look
 * different after them), LINK_TRUNCATED, LINK_TRAILING, LINK_ENCODING or LINK_CHECK.
 */
export function decodeLink(fragment: string): Link {
  const text = fragment.startsWith('#') ? fragment.slice(1) : fragment;
  const head = text.slice(0, VERSION_CHARACTERS);
  if (/[^\w-]/.test(head)) throw new CryptoError('LINK_ENCODING');
  if (head.length < VERSION_CHARACTERS) throw new CryptoError('LINK_TRUNCATED');
  const [version] = fromBase64(head);
  if (version !== VERSION) throw new CryptoError('LINK_VERSION');
  if (/[^\w-]/.test(text.slice(0, LINK_CHARACTERS))) throw new CryptoError('LINK_ENCODING');
  if (text.length < LINK_CHARACTERS) throw new CryptoError('LINK_TRUNCATED');
  if (text.length > LINK_CHARACTERS) throw new CryptoError('LINK_TRAILING');
  const whole = fromBase64(text);
  try {
    const check = whole.subarray(-CHECK_BYTES);
    if (!equal(check, checkBytes(whole.subarray(0, -CHECK_BYTES)))) {
      throw new CryptoError('LINK_CHECK');
    }
    const reader = new ByteReader(whole.subarray(1));
    return { secret: linkSecret(reader.take(32)), hostKey: hostPublicKey(reader.take(32)) };
  } finally {
    wipe(whole);
  }
}

/** The first 16 bytes of SHA-512(lp("alcove/1/room") ‖ lp(HPK)): the relay can check it by itself. */
export function roomId(hostKey: HostPublicKey): RoomId {
  const input = concat(lengthPrefixed(LABEL_PREFIX + LABEL.room), lengthPrefixed(hostKey));
  // `crypto_hash` is SHA-512. This build has no crypto_hash_sha512, although its types name one.
  return roomIdBytes(sodium.crypto_hash(input).slice(0, 16));
}

/** The session's host key from its seed of 32 bytes, which stays the caller's. Throws LENGTH. */
export function hostKeyPair(seed: Uint8Array): {
  readonly publicKey: HostPublicKey;
  readonly secretKey: SigningSecretKey;
} {
  const { publicKey, secretKey } = signingKeyPair(seed);
  return { publicKey: hostPublicKey(publicKey), secretKey };
}

/** Proves to the relay that one holds the link. */
export function joinKeyPair(secret: LinkSecret): SigningKeyPair {
  return keyPairAndWipe(kdf(secret, LABEL.join, 32));
}

/**
 * Seed of the key pair that proves an admitted seat to the relay; 32 bytes, to be kept and wiped
 * like a secret key. It comes from the first resume secret and never rotates.
 */
export function accessSeed(firstResumeSecret: ResumeSecret): Uint8Array {
  return kdf(firstResumeSecret, LABEL.access, 32);
}

/** Throws LENGTH for anything but 32 bytes. */
export function accessKeyPairFromSeed(seed: Uint8Array): SigningKeyPair {
  return signingKeyPair(seed);
}

function keyPairAndWipe(seed: Uint8Array): SigningKeyPair {
  const pair = signingKeyPair(seed);
  wipe(seed);
  return pair;
}

function checkBytes(bytes: Uint8Array): Uint8Array {
  return hash(LABEL.check, bytes).slice(0, CHECK_BYTES);
}

/** libsodium's decoder is strict: it refuses spare bits that are not zero. */
function fromBase64(text: string): Uint8Array {
  try {
    return sodium.from_base64(text, sodium.base64_variants.URLSAFE_NO_PADDING);
  } catch {
    throw new CryptoError('LINK_ENCODING');
  }
}
