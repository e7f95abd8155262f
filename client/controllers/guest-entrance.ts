import { claim as claimOf } from '../../crypto/brand.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { decodeLink, joinKeyPair, type Link } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import { SessionError } from '../session/errors.ts';
import { decodeGuestRecord, wipeGuestRecord, type GuestRecord } from '../session/guest-record.ts';
import { toHex } from '../../crypto/hex.ts';
import type { TabStorage } from '../transport/tab-storage.ts';

export type BadLink = 'missing' | 'damaged' | 'version';

/** What a tab keeps is of no use after this: a host's room lives no longer. Milliseconds. */
const LIFETIME_MS = 24 * 60 * 60 * 1000;

/** Before a fragment that is kept unread; no record begins with it. */
const UNREAD = '#';

/**
 * What a guest's tab begins with: the link it was opened with, what it kept of a session, or both.
 * The link is kept at once, since the address bar has it no more; it is read later, when `crypto/`
 * can be used.
 */
export class GuestEntrance {
  readonly #storage: TabStorage;
  readonly #fragment: string;
  readonly #record: string | undefined;

  /** `fragment`: of the opened address, '' when there is none. */
  constructor(storage: TabStorage, fragment: string) {
    this.#storage = storage;
    const kept = storage.read();
    const unread = kept?.startsWith(UNREAD) === true ? kept.slice(UNREAD.length) : '';
    this.#record = kept === null || kept.startsWith(UNREAD) ? undefined : kept;
    this.#fragment = fragment === '' ? unread : fragment;
    if (this.#record === undefined && this.#fragment !== '') {
      storage.write(UNREAD + this.#fragment);
    }
  }

  /** Comes with a link and has no session to go back to. */
  get fresh(): boolean {
    return this.#record === undefined && this.#fragment !== '';
  }

  /** The session to begin or to go on with, or what is wrong with the link. */
  read(): GuestRecord | BadLink {
    const kept = this.#kept();
    if (this.#fragment === '') return kept ?? 'missing';
    try {
      const link = decodeLink(this.#fragment);
      if (kept && toHex(kept.hostKey) === toHex(link.hostKey)) return kept;
      if (kept) wipeGuestRecord(kept);
      return newRecord(link);
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      // What was kept of another link is still good; this one is no link.
      if (!kept) this.#storage.remove();
      return error.code === 'LINK_VERSION' ? 'version' : 'damaged';
    }
  }

  #kept(): GuestRecord | undefined {
    if (this.#record === undefined) return undefined;
    try {
      const record = decodeGuestRecord(this.#record);
      if ((record.expiresAt ?? Infinity) > Date.now()) return record;
      wipeGuestRecord(record);
    } catch (error) {
      // Written by another version or by hand: worth nothing, and must not lock anybody out.
      if (!(error instanceof SessionError)) throw error;
    }
    this.#storage.remove();
    return undefined;
  }
}

function newRecord(link: Link): GuestRecord {
  const { publicKey, secretKey } = joinKeyPair(link.secret);
  secretKey.fill(0);
  return {
    hostKey: link.hostKey,
    joinKey: publicKey,
    claim: claimOf(systemRandom(16)),
    linkSecret: link.secret,
    informed: false,
    asked: false,
    attempts: 0,
    verified: { mine: false, theirs: false },
    media: { camera: false, microphone: false },
    expiresAt: Date.now() + LIFETIME_MS,
  };
}
