import type { ProgressView, RestoreView } from '../../state/vault-view.ts';
import type { VaultErrorCode } from '../../vault/errors.ts';
import type { Credential, VaultApi } from '../../vault/vault-api.ts';
import { codeOf } from './editor.ts';
import { sharing } from './sharing.ts';

export interface RestoreOptions {
  readonly api: () => VaultApi;
  readonly changed: () => void;
  readonly progress: (view: ProgressView | undefined) => void;
  /** The backup is the vault now, and has to be unlocked. */
  readonly restored: () => void;
}

/** From a chosen file to a vault in its place; also where there is no vault yet. */
export class Restore {
  readonly #options: RestoreOptions;
  #file: File | undefined;
  #step: RestoreView['step'] = 'none';
  #preview: RestoreView['preview'];
  #error: RestoreView['error'];

  constructor(options: RestoreOptions) {
    this.#options = options;
  }

  get view(): RestoreView {
    return {
      step: this.#step,
      fileName: this.#file?.name,
      preview: this.#preview,
      error: this.#error,
    };
  }

  choose(file: File): void {
    this.#file = file;
    this.#step = 'credential';
    this.#error = undefined;
    this.#options.changed();
  }

  async open(credential: (file: File) => Promise<Credential>): Promise<void> {
    const file = this.#file;
    if (!file) return;
    const { api, progress } = this.#options;
    progress({ what: 'reading-backup', share: 0 });
    await this.#attempt(async () => {
      const opening = await credential(file);
      this.#preview = await api().stageRestore(file, opening, sharing('reading-backup', progress));
      this.#step = 'preview';
    });
    progress(undefined);
  }

  async commit(replaceNewer: boolean): Promise<void> {
    await this.#attempt(async () => {
      await this.#options.api().commitRestore(replaceNewer);
      this.#clear();
      this.#options.restored();
    });
  }

  async drop(): Promise<void> {
    const staged = this.#step === 'preview';
    this.#clear();
    if (staged) await this.#attempt(() => this.#options.api().dropRestore());
    this.#options.changed();
  }

  /** The worker that had staged it has ended. */
  forget(): void {
    this.#clear();
  }

  #clear(): void {
    this.#file = undefined;
    this.#step = 'none';
    this.#preview = undefined;
    this.#error = undefined;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    try {
      await work();
    } catch (error) {
      const code: VaultErrorCode = codeOf(error);
      if (code !== 'CANCELLED') this.#error = code;
    }
    this.#options.changed();
  }
}
