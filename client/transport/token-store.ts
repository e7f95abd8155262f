import { openDB, type DBSchema } from 'idb';
import { sodium } from '../../crypto/sodium.ts';
import { wipe } from '../../crypto/bytes.ts';
import { decodeToken, SEED_LENGTH } from '../../signaling/protocol/token.ts';

interface TokenSchema extends DBSchema {
  token: {
    key: 'token';
    value: {
      readonly key: CryptoKey;
      readonly iv: Uint8Array<ArrayBuffer>;
      readonly sealed: ArrayBuffer;
    };
  };
}

const NAME = 'alcove-token';
const SEAL = { name: 'AES-GCM', length: 256 };

/**
 * The token by which the relay knows this browser, kept sealed under a key that no script can read out.
 * That keeps it out of backups and from a glance at the disk, not from whoever has the whole profile.
 */
export class TokenStore {
  /** Where the browser keeps nothing, the page does. */
  #seed: Uint8Array | undefined;

  /** The seed, which is the caller's to wipe; undefined where there is none. */
  async read(): Promise<Uint8Array | undefined> {
    if (!this.#seed) {
      try {
        this.#seed = await load();
      } catch (error) {
        // Storage that is refused, or a record that is none of ours: a token can be entered anew.
        if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      }
    }
    return this.#seed?.slice();
  }

  /** Keeps what a person entered; false for what is no token. */
  async keep(text: string): Promise<boolean> {
    const seed = decodeToken(text, (input) => sodium.crypto_hash(input));
    if (!seed) return false;
    this.#forget();
    this.#seed = seed;
    try {
      await save(seed);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
    return true;
  }

  async remove(): Promise<void> {
    this.#forget();
    try {
      const database = await opened();
      await database.delete('token', 'token');
      database.close();
    } catch (error) {
      // Where the browser keeps nothing there is nothing to remove.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #forget(): void {
    if (this.#seed) wipe(this.#seed);
    this.#seed = undefined;
  }
}

const opened = () =>
  openDB<TokenSchema>(NAME, 1, { upgrade: (database) => void database.createObjectStore('token') });

async function load(): Promise<Uint8Array | undefined> {
  // Whoever never had one is left no empty database.
  const all = await indexedDB.databases();
  if (!all.some(({ name }) => name === NAME)) return undefined;
  const database = await opened();
  const kept = await database.get('token', 'token');
  database.close();
  if (!kept) return undefined;
  const opening = { name: SEAL.name, iv: kept.iv };
  const seed = new Uint8Array(await crypto.subtle.decrypt(opening, kept.key, kept.sealed));
  return seed.length === SEED_LENGTH ? seed : undefined;
}

async function save(seed: Uint8Array): Promise<void> {
  const key = await crypto.subtle.generateKey(SEAL, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: SEAL.name, iv }, key, new Uint8Array(seed));
  const database = await opened();
  await database.put('token', { key, iv, sealed }, 'token');
  database.close();
}
