import { openDB, type DBSchema } from 'idb';
import { sodium } from '../../crypto/sodium.ts';
import { wipe } from '../../crypto/bytes.ts';
import { decodeToken, SEED_LENGTH } from '../../signaling/protocol/token.ts';

interface TokenSchema extends DBSchema {
  token: {
    /** Web origin of the relay. */
    key: string;
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
 * The tokens by which relays know this browser, one for each relay: a second one would know the person
 * by the same key. Kept sealed under keys that no script can read out, which keeps them out of backups
 * and from a glance at the disk, not from whoever has the whole profile. Relays are web origins.
 */
export class TokenStore {
  /** Where the browser keeps nothing, the page does. */
  readonly #seeds = new Map<string, Uint8Array>();

  /** The seed, which is the caller's to wipe; undefined where there is none. */
  async read(relay: string): Promise<Uint8Array | undefined> {
    const held = this.#seeds.get(relay);
    if (held) return held.slice();
    try {
      const seed = await load(relay);
      if (seed) this.#seeds.set(relay, seed);
      return seed?.slice();
    } catch (error) {
      // Storage that is refused, or a record that is none of ours: a token can be entered anew.
      if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
      return undefined;
    }
  }

  /** Keeps what a person entered; false for what is no token. */
  async keep(relay: string, text: string): Promise<boolean> {
    const seed = decodeToken(text, (input) => sodium.crypto_hash(input));
    if (!seed) return false;
    this.#forget(relay);
    this.#seeds.set(relay, seed);
    try {
      await save(relay, seed);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
    return true;
  }

  async remove(relay: string): Promise<void> {
    this.#forget(relay);
    try {
      const database = await opened();
      await database.delete('token', relay);
      database.close();
    } catch (error) {
      // Where the browser keeps nothing there is nothing to remove.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  #forget(relay: string): void {
    const seed = this.#seeds.get(relay);
    if (seed) wipe(seed);
    this.#seeds.delete(relay);
  }
}

const opened = () =>
  openDB<TokenSchema>(NAME, 2, {
    upgrade: (database, from) => {
      // At first there was one token, and of which relay it was is not known.
      if (from > 0) database.deleteObjectStore('token');
      database.createObjectStore('token');
    },
  });

async function load(relay: string): Promise<Uint8Array | undefined> {
  // Whoever never had one is left no empty database.
  const all = await indexedDB.databases();
  if (!all.some(({ name }) => name === NAME)) return undefined;
  const database = await opened();
  const kept = await database.get('token', relay);
  database.close();
  if (!kept) return undefined;
  const opening = { name: SEAL.name, iv: kept.iv };
  const seed = new Uint8Array(await crypto.subtle.decrypt(opening, kept.key, kept.sealed));
  return seed.length === SEED_LENGTH ? seed : undefined;
}

async function save(relay: string, seed: Uint8Array): Promise<void> {
  const key = await crypto.subtle.generateKey(SEAL, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: SEAL.name, iv }, key, new Uint8Array(seed));
  const database = await opened();
  await database.put('token', { key, iv, sealed }, relay);
  database.close();
}
