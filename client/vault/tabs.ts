/** What tabs of one vault tell each other. No content and no key: the channel is open to the origin. */
export type TabMessage =
  | { readonly what: 'saved' }
  /** Somebody pressed "Lock now". */
  | { readonly what: 'lock' };

/** The other tabs of this browser. */
export class Tabs {
  readonly #channel: BroadcastChannel;
  #saved: ReturnType<typeof setTimeout> | undefined;

  constructor(database: string, heard: (message: TabMessage) => void) {
    this.#channel = new BroadcastChannel(database);
    this.#channel.onmessage = ({ data }: MessageEvent<TabMessage>) => heard(data);
  }

  tell(message: TabMessage): void {
    this.#channel.postMessage(message);
  }

  /** After the answer to whoever has saved, and once for several saves. */
  tellSaved(): void {
    this.#saved ??= setTimeout(() => this.#tellSavedNow(), 0);
  }

  close(): void {
    if (this.#saved !== undefined) this.#tellSavedNow();
    this.#channel.close();
  }

  #tellSavedNow(): void {
    clearTimeout(this.#saved);
    this.#saved = undefined;
    this.tell({ what: 'saved' });
  }
}
