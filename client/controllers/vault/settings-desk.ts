import type { Template } from '../../practice/template.ts';
import type { ProgressView, SettingsView } from '../../state/vault-view.ts';
import type { VaultErrorCode } from '../../vault/errors.ts';
import type { VaultApi, VaultSettings } from '../../vault/vault-api.ts';
import { codeOf } from './editor.ts';
import type { Factors } from './factors.ts';
import { ItemsDesk } from './items-desk.ts';
import type { NotesDesk } from './notes-desk.ts';
import type { Restore } from './restore.ts';
import { sharing } from './sharing.ts';

export interface SettingsDeskOptions {
  readonly api: VaultApi;
  readonly notes: NotesDesk;
  readonly factors: Factors;
  readonly restore: Restore;
  readonly today: () => string;
  readonly changed: () => void;
  readonly download: (file: Blob, name: string) => void;
  readonly progress: (view: ProgressView | undefined) => void;
  readonly settingsChanged: (settings: VaultSettings) => void;
}

/** Whether the browser promised to keep what is stored, and how much it is. */
export type StorageView = SettingsView['storage'];

async function storageState(): Promise<StorageView> {
  const { storage } = navigator;
  try {
    const [persisted, { usage, quota }] = await Promise.all([
      storage.persisted(),
      storage.estimate(),
    ]);
    return { persisted, usedBytes: usage, quotaBytes: quota };
  } catch (error) {
    // Some private modes refuse the question.
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    return { persisted: 'unknown' };
  }
}

export async function askPersistence(): Promise<boolean | 'unknown'> {
  try {
    return await navigator.storage.persist();
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
    return 'unknown';
  }
}

/** Everything under Settings. */
export class SettingsDesk {
  readonly items: ItemsDesk;
  readonly #options: SettingsDeskOptions;
  #settings: VaultSettings;
  #lastBackupAt: number | undefined;
  #storage: StorageView = { persisted: 'unknown' };
  #audit: SettingsView['audit'];
  #error: VaultErrorCode | undefined;
  #done: SettingsView['done'];

  constructor(
    settings: VaultSettings,
    lastBackupAt: number | undefined,
    options: SettingsDeskOptions,
  ) {
    this.#options = options;
    this.#settings = settings;
    this.#lastBackupAt = lastBackupAt;
    this.items = new ItemsDesk({ ...options, attempt: (work) => this.#attempt(work) });
  }

  get lastBackupAt(): number | undefined {
    return this.#lastBackupAt;
  }

  get view(): SettingsView {
    const { factors, notes, restore } = this.#options;
    return {
      settings: this.#settings,
      slots: factors.slots,
      ...notes.own,
      lastBackupAt: this.#lastBackupAt,
      storage: this.#storage,
      audit: this.#audit,
      items: this.items.view,
      factor: factors.view,
      restore: restore.view,
      error: this.#error,
      done: this.#done,
    };
  }

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.#storage = await storageState();
      await this.#options.factors.load();
    });
  }

  async save(settings: VaultSettings): Promise<void> {
    await this.#attempt(async () => {
      await this.#options.api.saveSettings(settings);
      this.#settings = settings;
      this.#options.settingsChanged(settings);
    });
  }

  factorsChanged(): void {
    this.#done = 'factors';
    this.#options.changed();
  }

  async persist(): Promise<void> {
    await askPersistence();
    this.#storage = await storageState();
    this.#options.changed();
  }

  async showAudit(open: boolean): Promise<void> {
    await this.#attempt(async () => {
      this.#audit = open ? await this.#options.api.audit() : undefined;
    });
  }

  async saveTemplate(template: Template): Promise<void> {
    await this.#listed(() => this.#options.api.saveTemplate(template));
  }

  async removeTemplate(id: string): Promise<void> {
    await this.#listed(() => this.#options.api.removeTemplate(id));
  }

  async saveSnippet(id: string | null, name: string, text: string): Promise<void> {
    await this.#listed(() => this.#options.api.saveSnippet(id, name, text));
  }

  async removeSnippet(id: string): Promise<void> {
    await this.#listed(() => this.#options.api.removeSnippet(id));
  }

  async backup(): Promise<void> {
    const { api, progress, download, today } = this.#options;
    progress({ what: 'backup', share: 0 });
    await this.#attempt(async () => {
      const file = await api.backup(sharing('backup', progress));
      download(file, `alcove-${today()}.alcove`);
      this.#lastBackupAt = Date.now();
      this.#done = 'backup';
    });
    progress(undefined);
  }

  async #listed(work: () => Promise<unknown>): Promise<void> {
    await this.#attempt(async () => {
      await work();
      await this.#options.notes.refresh();
    });
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    this.#done = undefined;
    try {
      await work();
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'CANCELLED' && code !== 'LOCKED') this.#error = code;
    }
    this.#options.changed();
  }
}
