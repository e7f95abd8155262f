import { wipe } from '../../crypto/bytes.ts';
import { toHex } from '../../crypto/hex.ts';
import { systemRandom } from '../../crypto/random.ts';
import { encodeHeader, parseHeader, type VaultHeader } from '../../crypto/vault/header.ts';
import { deriveKeys, type VaultKeys } from '../../crypto/vault/keys.ts';
import { createHeader, rotate, type Keyed, type NewSlot } from '../../crypto/vault/rotation.ts';
import type { SlotKind } from '../../crypto/vault/slot.ts';
import { resealAudit } from './audit-trail.ts';
import {
  meaning,
  meant,
  newSlot,
  openHeader,
  passkeyRequests,
  slotViews,
  wipeSecret,
} from './credentials.ts';
import { guarded, openVaultDatabase, type VaultDatabase } from './database.ts';
import { Directory, newDatabaseName, retryAt } from './directory.ts';
import { VaultError, type VaultErrorCode } from './errors.ts';
import { OpenRooms } from './open-rooms.ts';
import { DEFAULT_SETTINGS } from './phrases-room.ts';
import { wordsPlace } from './kept-words.ts';
import { holdStaging } from './staging.ts';
import { Presence } from './presence.ts';
import { Tabs } from './tabs.ts';
import type {
  AuditEvent,
  Credential,
  Opened,
  SlotView,
  VaultEvent,
  VaultStatus,
} from './vault-api.ts';

interface Entered {
  readonly name: string;
  readonly database: VaultDatabase;
  readonly tabs: Tabs;
  readonly rooms: OpenRooms;
}

/** The ways into the vault and out of it. */
export class VaultDoor {
  readonly random = systemRandom;
  #listener: ((event: VaultEvent) => void) | undefined;
  #directory: Directory | undefined;
  #present: Presence | undefined;
  #entered: Entered | undefined;

  async directory(): Promise<Directory> {
    this.#directory ??= await Directory.open();
    return this.#directory;
  }

  /** Throws LOCKED. */
  get entered(): Entered {
    if (!this.#entered) throw new VaultError('LOCKED');
    return this.#entered;
  }

  get isOpen(): boolean {
    return this.#entered !== undefined;
  }

  async status(): Promise<VaultStatus> {
    try {
      this.#directory ??= await Directory.find();
      const directory = this.#directory;
      if (!directory) return { state: 'none' };
      await directory.sweep();
      const name = await directory.current();
      if (name === undefined) return { state: 'none' };
      const { header, sessionKept } = await withDatabase(name, async (database) => ({
        header: await readHeader(database),
        sessionKept: (await guarded(() => database.count('sessions'))) > 0,
      }));
      return {
        state: 'locked',
        slots: slotViews(header),
        passkeys: passkeyRequests(header),
        retryAt: retryAt(await directory.tries()),
        sessionKept,
      };
    } catch (error) {
      const known = meaning(error);
      if (!(known instanceof VaultError)) throw known;
      return { state: 'unreadable', code: known.code };
    }
  }

  async create(credential: Credential, recoveryWords: string): Promise<Opened> {
    const directory = await this.directory();
    if ((await directory.current()) !== undefined) throw new VaultError('VAULT_EXISTS');
    const release = await holdStaging();
    try {
      const name = newDatabaseName(toHex(this.random(16)));
      const { header, keys } = await this.#newHeader(credential, recoveryWords);
      await directory.stage(name);
      const { rooms } = await this.#enter(name, keys);
      const plan = rooms.phrases.settingsPlan(DEFAULT_SETTINGS, [{ what: 'created' }]);
      const puts = [...(plan.puts ?? []), wordsPlace(this.random)];
      await rooms.vault.begin(encodeHeader(header), { ...plan, puts });
      await directory.promote(name);
      this.#surveySoon(rooms);
      return await opened(rooms, 0, undefined);
    } catch (error) {
      this.leave();
      throw error;
    } finally {
      release();
    }
  }

  async unlock(credential: Credential): Promise<Opened> {
    const directory = await this.directory();
    const name = await directory.current();
    if (name === undefined) throw new VaultError('NO_VAULT');
    const tries = await directory.tries();
    const now = Date.now();
    if (retryAt(tries) > now) throw new VaultError('TOO_MANY_TRIES');
    const header = await meant(() => withDatabase(name, readHeader));
    // Counted before it is known to be wrong: ending the page in between gains nothing.
    await directory.setTries({ count: tries.count + 1, at: now });
    const { key, slot } = await openHeader(header, credential);
    const keys = deriveKeys(key, header);
    wipe(key);
    await directory.setTries({ count: 0, at: 0 });
    const { rooms } = await this.#enter(name, keys);
    try {
      await rooms.vault.load();
    } catch (error) {
      this.leave();
      throw error;
    }
    // What the vault's count was when it was locked; opening it is a change itself.
    const { generation, savedAt } = rooms.vault;
    const event = { what: 'unlocked', with: slot.kind, wrongTries: tries.count } as const;
    const notice = await noted(rooms, event);
    this.#surveySoon(rooms);
    return { ...(await opened(rooms, tries.count, notice)), generation, savedAt };
  }

  /** Throws WRONG_KEY and what an edited header gives. */
  async slots(): Promise<readonly SlotView[]> {
    return slotViews(await readHeader(this.entered.database));
  }

  /**
   * Other ways in: those of the kinds in `replaced` go, those in `added` come, under a new vault key.
   * `current` has to open the vault anew.
   */
  async changeSlots(
    current: Credential,
    replaced: readonly SlotKind[],
    added: readonly Credential[],
  ): Promise<readonly SlotView[]> {
    return meant(() =>
      this.alone(async () => {
        const { rooms, database } = this.entered;
        const before = await readHeader(database);
        const { key } = await openHeader(before, current);
        const next = await this.#rotated({ header: before, key }, replaced, added);
        const keys = deriveKeys(next.key, next.header);
        wipe(next.key);
        const removed = before.slots.filter(({ kind }) => replaced.includes(kind));
        const events: AuditEvent[] = [
          ...removed.map(({ kind }) => ({ what: 'slot-removed', with: kind }) as const),
          ...added.map(({ kind }) => ({ what: 'slot-added', with: kind }) as const),
          { what: 'moved-keys' },
        ];
        await rooms.vault.rekey({
          header: encodeHeader(next.header),
          keys,
          events,
          audit: () => resealAudit(database, rooms.vault, keys, this.random),
        });
        return slotViews(next.header);
      }),
    );
  }

  /** Another vault key; the present one and the secrets of what is added are zeroed in any case. */
  async #rotated(
    { header, key }: Keyed,
    replaced: readonly SlotKind[],
    added: readonly Credential[],
  ): Promise<Keyed> {
    const keep = header.slots.filter(({ kind }) => !replaced.includes(kind)).map(({ id }) => id);
    const add: NewSlot[] = [];
    try {
      for (const credential of added) {
        add.push(await newSlot(credential, Date.now(), this.random));
      }
      return rotate({ header, key, keep, add, random: this.random });
    } finally {
      wipe(key);
      add.forEach(wipeSecret);
    }
  }

  /**
   * Runs `work` with the vault open in no other tab: those save what is unsaved while their keys are
   * still good, and lock. Throws BUSY when one of them does not.
   */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    const name = this.#entered?.name ?? (await (await this.directory()).current());
    if (name === undefined) return work();
    const tabs = this.#entered?.tabs ?? new Tabs(name, () => undefined);
    const presence = this.#present ?? new Presence(name);
    try {
      tabs.tell({ what: 'lock' });
      await presence.only();
      return await work();
    } finally {
      if (presence === this.#present) {
        await presence.shared();
      } else {
        presence.leave();
        tabs.close();
      }
    }
  }

  /** Zeroes every key, and tells the other tabs to do the same when `everywhere`. */
  leave(everywhere = false): void {
    const entered = this.#entered;
    this.#entered = undefined;
    if (!entered) return;
    if (everywhere) entered.tabs.tell({ what: 'lock' });
    entered.rooms.end();
    entered.tabs.close();
    this.#present?.leave();
    this.#present = undefined;
  }

  watch(listener: (event: VaultEvent) => void): void {
    this.#listener = listener;
    // What was told before anybody listened.
    const { findings = [], surveyed = false } = this.#entered?.rooms ?? {};
    if (findings.length > 0) listener({ what: 'findings', findings });
    if (surveyed) listener({ what: 'search-ready' });
  }

  tell(event: VaultEvent): void {
    this.#listener?.(event);
  }

  async #newHeader(
    credential: Credential,
    words: string,
  ): Promise<{ header: VaultHeader; keys: VaultKeys }> {
    return meant(async () => {
      const now = Date.now();
      const slots = [
        await newSlot(credential, now, this.random),
        await newSlot({ kind: 'recovery', words }, now, this.random),
      ];
      const { header, key } = createHeader({ slots, random: this.random });
      slots.forEach(wipeSecret);
      const keys = deriveKeys(key, header);
      wipe(key);
      return { header, keys };
    });
  }

  async #enter(name: string, keys: VaultKeys): Promise<Entered> {
    this.leave();
    const lockedElsewhere = () => this.tell({ what: 'locked-elsewhere' });
    const database = await openVaultDatabase(name, lockedElsewhere);
    const tabs = new Tabs(name, ({ what }) => {
      if (what === 'lock') lockedElsewhere();
      else void this.#catchUp(rooms);
    });
    const rooms = new OpenRooms({
      database,
      keys,
      random: this.random,
      now: () => Date.now(),
      saved: () => tabs.tellSaved(),
      tell: (event) => this.tell(event),
    });
    this.#present = new Presence(name);
    await this.#present.shared();
    this.#entered = { name, database, tabs, rooms };
    return this.#entered;
  }

  async #catchUp(rooms: OpenRooms): Promise<void> {
    try {
      await rooms.vault.load();
    } catch (error) {
      if (this.#entered?.rooms !== rooms) return;
      if (!(error instanceof VaultError)) throw error;
      this.tell({ what: 'locked-elsewhere' });
    }
  }

  /** After the answer has gone out: whoever waits for the list waits for nothing else. */
  #surveySoon(rooms: OpenRooms): void {
    setTimeout(() => {
      rooms.survey().catch((error: unknown) => {
        // Locked in the middle.
        if (this.#entered?.rooms === rooms) reportError(error);
      });
    }, 0);
  }
}

async function opened(
  rooms: OpenRooms,
  wrongTries: number,
  notice: VaultErrorCode | undefined,
): Promise<Opened> {
  const { lastBackupAt, ...settings } = await rooms.phrases.settings();
  const { generation, savedAt } = rooms.vault;
  const { findings } = rooms;
  return { generation, savedAt, findings, wrongTries, lastBackupAt, settings, notice };
}

/** A vault on a full disk opens all the same; what kept the trail from being written is said. */
async function noted(rooms: OpenRooms, event: AuditEvent): Promise<VaultErrorCode | undefined> {
  if (rooms.vault.damaged) return undefined;
  try {
    await rooms.vault.commit(() => ({ events: [event], result: undefined }));
    return undefined;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return error.code;
  }
}

async function readHeader(database: VaultDatabase): Promise<VaultHeader> {
  const bytes = await guarded(() => database.get('head', 'header'));
  if (!(bytes instanceof Uint8Array)) throw new VaultError('HEADER_ALTERED');
  return meant(() => parseHeader(bytes));
}

async function withDatabase<T>(
  name: string,
  work: (database: VaultDatabase) => Promise<T>,
): Promise<T> {
  const database = await openVaultDatabase(name, () => undefined);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}
