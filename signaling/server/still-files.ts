import { stat } from 'node:fs/promises';

/** Changes when any of the files does; undefined while one is not there. */
async function stampOf(paths: readonly string[]): Promise<string | undefined> {
  try {
    const stats = await Promise.all(paths.map((path) => stat(path)));
    return stats.map(({ mtimeMs, ino, size }) => `${mtimeMs} ${ino} ${size}`).join(' ');
  } catch {
    // In the middle of being replaced: the next look finds it.
    return undefined;
  }
}

/**
 * Tells when files have changed and are still again, at the second look since: two that belong together
 * are written one after the other. They are looked at rather than watched, since what renews files mostly
 * moves a link, which a watch does not see.
 */
export class StillFiles {
  readonly #paths: () => readonly string[];
  readonly #changed: () => Promise<void>;
  readonly #timer: ReturnType<typeof setInterval>;
  #known: string | undefined;
  #seen: string | undefined;

  private constructor(
    paths: () => readonly string[],
    every: number,
    changed: () => Promise<void>,
    known: string | undefined,
  ) {
    this.#paths = paths;
    this.#changed = changed;
    this.#known = known;
    this.#timer = setInterval(() => void this.#look(), every).unref();
  }

  /** `every`: milliseconds between two looks. `changed` must not throw. */
  static async keep(
    paths: () => readonly string[],
    every: number,
    changed: () => Promise<void>,
  ): Promise<StillFiles> {
    return new StillFiles(paths, every, changed, await stampOf(paths()));
  }

  /** They are read at this moment, for another reason. */
  async read(): Promise<void> {
    this.#known = await stampOf(this.#paths());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const stamp = await stampOf(this.#paths());
    const still = stamp === this.#seen;
    this.#seen = stamp;
    if (!still || stamp === undefined || stamp === this.#known) return;
    this.#known = stamp;
    await this.#changed();
  }
}
