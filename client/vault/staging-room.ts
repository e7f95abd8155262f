import { equal } from '../../crypto/bytes.ts';
import type { Contents } from './contents.ts';
import { VaultError } from './errors.ts';
import { PhrasesRoom } from './phrases-room.ts';
import { stage, unstage, type Staged } from './staging.ts';
import type { Credential, Progress, RestorePreview } from './vault-api.ts';
import type { VaultDoor } from './vault-door.ts';

/** A backup on its way into the place of the vault, or into an empty one. */
export class StagingRoom {
  readonly #door: VaultDoor;
  #staged: Staged | undefined;

  constructor(door: VaultDoor) {
    this.#door = door;
  }

  async stage(
    file: Blob,
    credential: Credential,
    progress: Progress,
    cancelled: () => boolean,
  ): Promise<RestorePreview> {
    await this.drop();
    const directory = await this.#door.directory();
    const { random } = this.#door;
    const now = () => Date.now();
    const staged = await stage(file, credential, { directory, random, now, progress, cancelled });
    this.#staged = staged;
    return this.#preview(staged);
  }

  /** The staged vault becomes the vault, in one write; running sessions of the old one end with it. */
  async commit(replaceNewer: boolean): Promise<void> {
    const staged = this.#staged;
    if (!staged) throw new VaultError('NOT_FOUND');
    await this.#door.alone(() => this.#putInPlace(staged, replaceNewer));
  }

  async #putInPlace(staged: Staged, replaceNewer: boolean): Promise<void> {
    // Other tabs have saved what they had: perhaps it is newer only since then.
    if (this.#door.isOpen) await this.#door.entered.rooms.vault.load();
    if ((await this.#preview(staged)).older && !replaceNewer) throw new VaultError('OLDER');
    const { vault, contents, head, name, database } = staged;
    const phrases = new PhrasesRoom({ vault, contents, random: this.#door.random });
    await vault.commit(async () => {
      const settings = { ...(await phrases.settingsForPlan()), lastBackupAt: head.createdAt };
      const plan = phrases.settingsPlan(settings, [{ what: 'restored' }]);
      // Neither a session nor what lies in a store of its own is in a backup.
      const gone = [...contents.of('session'), ...contents.of('item')];
      return { ...plan, drops: gone.map((entry) => entry.name) };
    });
    this.#staged = undefined;
    vault.wipe();
    database.close();
    this.#door.leave();
    const directory = await this.#door.directory();
    try {
      const before = await directory.promote(name);
      if (before !== undefined) await directory.unstage(before);
    } finally {
      staged.release();
    }
  }

  async drop(): Promise<void> {
    const staged = this.#staged;
    this.#staged = undefined;
    if (staged) await unstage(staged, await this.#door.directory());
  }

  async #preview({ head, vault, contents }: Staged): Promise<RestorePreview> {
    const { createdAt, generation } = head;
    const preview = { createdAt, generation, ...counted(contents) };
    if (!this.#door.isOpen) {
      // What lies behind a locked door, or cannot be read, is not known; it would be gone.
      const closed = (await (await this.#door.directory()).current()) !== undefined;
      return { ...preview, closed, older: closed };
    }
    const { rooms } = this.#door.entered;
    const here = rooms.vault;
    const sameVault = equal(here.keys.vaultId, vault.keys.vaultId);
    const items = rooms.contents.of('item').length;
    return {
      ...preview,
      closed: false,
      present: {
        generation: here.generation,
        savedAt: here.savedAt,
        ...counted(rooms.contents),
        items,
        sameVault,
      },
      // Of two different vaults neither is older: whatever is here would be gone. So would what no
      // backup holds.
      older: !sameVault || here.generation > generation || items > 0,
    };
  }
}

const counted = (contents: Contents): { notes: number; clients: number } => ({
  notes: contents.notes.size,
  clients: contents.of('client').length,
});
