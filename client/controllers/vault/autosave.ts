/** After the last key. */
const QUIET_MS = 400;
/** After the first key that is not saved yet, however steadily somebody types. */
const LONGEST_MS = 2000;

/**
 * When to save: soon after a pause, and not much later without one. One save at a time; what is
 * typed during one is saved by the next.
 */
export class Autosave {
  readonly #save: () => Promise<boolean>;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #longest: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<boolean> | undefined;
  #wanted = false;

  /** `save` resolves with whether the words are on the disk, and never rejects. */
  constructor(save: () => Promise<boolean>) {
    this.#save = save;
  }

  edited(): void {
    this.#wanted = true;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(() => void this.now(), QUIET_MS);
    this.#longest ??= setTimeout(() => void this.now(), LONGEST_MS);
  }

  /** Saves at once whatever is not saved; resolves with whether everything is, when it is. */
  async now(): Promise<boolean> {
    for (;;) {
      if (this.#running) {
        if (!(await this.#running)) return false;
      } else if (this.#wanted) {
        this.stop();
        this.#running = this.#save().finally(() => (this.#running = undefined));
      } else {
        return true;
      }
    }
  }

  /** Forgets that anything is to be saved. */
  stop(): void {
    this.#wanted = false;
    clearTimeout(this.#quiet);
    clearTimeout(this.#longest);
    this.#quiet = undefined;
    this.#longest = undefined;
  }
}
