import { recordId, recordKey, vaultId, type RecordKey, type VaultId } from '../../crypto/brand.ts';
import { CryptoError } from '../../crypto/errors.ts';
import { fromHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { openRecord, sealRecord, type RecordEntry } from '../../crypto/vault/record.ts';
import type { SessionStore } from '../session/session-store.ts';
import { guarded, openVaultDatabase, type VaultDatabase } from './database.ts';
import { VaultError } from './errors.ts';
import { Turns } from './turns.ts';
import type { SessionPlace } from './vault-api.ts';

/** All saves of a session have this revision: they replace each other under one key. */
const REVISION = 1;

/**
 * A session's state, sealed under a key that the vault handed over: it can be written while the vault
 * is locked, and read again only after it was unlocked. It shows of itself that it is the session's,
 * not that it is the latest of what the session wrote.
 */
export class VaultSessionStore implements SessionStore {
  readonly sealed = true;
  readonly #turns = new Turns();
  readonly #id: string;
  readonly #vaultId: VaultId;
  readonly #key: RecordKey;
  readonly #entry: RecordEntry;
  readonly #unkept: () => void;
  #database: VaultDatabase | undefined;
  /** The vault was replaced, or its disk is full: from then on only memory holds the session. */
  #lost = false;

  private constructor(place: SessionPlace, unkept: () => void) {
    this.#id = place.id;
    this.#vaultId = vaultId(place.vaultId);
    this.#key = recordKey(place.key);
    this.#unkept = unkept;
    const id = recordId(fromHex(place.id) ?? new Uint8Array(0));
    this.#entry = { compartment: COMPARTMENT.sessions, id, revision: REVISION, key: this.#key };
  }

  /** `unkept` is called when a reload from now on would lose the session. */
  static async open(place: SessionPlace, unkept: () => void): Promise<VaultSessionStore> {
    const store = new VaultSessionStore(place, unkept);
    store.#database = await openVaultDatabase(place.database, () => store.#lose());
    return store;
  }

  async read(): Promise<string | null> {
    const bytes = await this.#turns.take(() => this.#stored());
    if (!bytes) return null;
    try {
      const body = openRecord(bytes, this.#entry, this.#vaultId);
      const text = new TextDecoder().decode(body);
      body.fill(0);
      return text;
    } catch (error) {
      if (!(error instanceof CryptoError)) throw error;
      // Altered: worth nothing, and must not lock anybody out.
      await this.#turns.take(() => this.#drop());
      return null;
    }
  }

  write(text: string): Promise<void> {
    return this.#turns.take(async () => {
      const database = this.#database;
      if (!database || this.#lost) return;
      const body = new TextEncoder().encode(text);
      const bytes = sealRecord({
        vaultId: this.#vaultId,
        entry: this.#entry,
        body,
        random: systemRandom,
      });
      body.fill(0);
      try {
        await guarded(async () => {
          const work = database.transaction('sessions', 'readwrite', { durability: 'strict' });
          await Promise.all([work.store.put(bytes, this.#id), work.done]);
        });
      } catch (error) {
        if (!(error instanceof VaultError)) throw error;
        // What was written before is out of date: it could open a link that is used up by now.
        this.#lose();
        await guarded(() => database.delete('sessions', this.#id));
      }
    });
  }

  remove(): Promise<number> {
    return this.#turns.take(async () => {
      const had = await this.#stored();
      if (had) await this.#drop();
      this.leaveToOther();
      return had ? 1 : 0;
    });
  }

  leaveToOther(): void {
    this.#key.fill(0);
    this.#database?.close();
    this.#database = undefined;
  }

  async #drop(): Promise<void> {
    await guarded(async () => this.#database?.delete('sessions', this.#id));
  }

  async #stored(): Promise<Uint8Array | undefined> {
    if (this.#lost) return undefined;
    return guarded(async () => this.#database?.get('sessions', this.#id));
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#unkept();
  }
}
