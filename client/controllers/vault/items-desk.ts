import type { ItemsView } from '../../state/vault-view.ts';
import type { KeptItem, VaultApi } from '../../vault/vault-api.ts';

export interface ItemsDeskOptions {
  readonly api: VaultApi;
  readonly changed: () => void;
  readonly download: (file: Blob, name: string) => void;
  /** Runs what may fail, and shows how. */
  readonly attempt: (work: () => Promise<void>) => Promise<void>;
}

/** Recordings and received files: what there is, one that is played, and what is done with them. */
export class ItemsDesk {
  readonly #options: ItemsDeskOptions;
  #items: readonly KeptItem[] | undefined;
  #playing: ItemsView['playing'];

  constructor(options: ItemsDeskOptions) {
    this.#options = options;
  }

  get view(): ItemsView {
    return { items: this.#items, playing: this.#playing };
  }

  async look(): Promise<void> {
    await this.#options.attempt(async () => {
      this.#items = await this.#options.api.keptItems();
    });
  }

  play(id: string | undefined): void {
    const { api, changed } = this.#options;
    const item = this.#items?.find((known) => known.id === id);
    this.#playing =
      item && item.state !== 'running'
        ? {
            id: item.id,
            mime: item.mime,
            lengthMs: item.lengthMs,
            read: (from, most) => api.keptChunks(item.id, from, most),
          }
        : undefined;
    changed();
  }

  async export(id: string): Promise<void> {
    await this.#options.attempt(async () => {
      const { api, download } = this.#options;
      const item = this.#items?.find((known) => known.id === id);
      if (item && item.state !== 'running') download(await api.exportItem(id), fileName(item));
    });
  }

  async shred(id: string): Promise<void> {
    await this.#options.attempt(async () => {
      if (this.#playing?.id === id) this.#playing = undefined;
      await this.#options.api.shredItem(id);
    });
    await this.look();
  }
}

/** A name that says nothing of anybody; that of a received file is its own. */
function fileName({ name, mime, startedAt }: Exclude<KeptItem, { state: 'running' }>): string {
  if (name !== '') return name;
  const day = new Date(startedAt).toISOString().slice(0, 10);
  return `alcove-recording-${day}.${mime.includes('mp4') ? 'mp4' : 'webm'}`;
}
