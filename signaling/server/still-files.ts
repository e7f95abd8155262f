import { stat } from 'node:fs/promises';

/** Changes when any of the files does, comes or goes. */
async function stampOf(paths: readonly string[]): Promise<string> {
  const stamps = paths.map(async (path) => {
    try {
      const { mtimeMs, ino, size } = await stat(path);
      return `${mtimeMs} ${ino} ${size}`;
    } catch {
      // Gone, or not to be reached; whoever reads it then says which.
      return 'none';
    }
  });
  return (await Promise.all(stamps)).join(', ');
}

/**
 * Tells when files have changed, or are gone, and are still again, at the second look since: two that
 * belong together are written one after the other, and one may be away for a moment before it is
 * replaced. They are looked at rather than watched, since what renews files mostly moves a link, which
 * a watch does not see.
 */
export class StillFiles {
  readonly #paths: () => readonly string[];
  readonly #changed: () => Promise<void>;
  readonly #timer: ReturnType<typeof setInterval>;
  #known: string;
  #seen: string | undefined;

  private constructor(
    paths: () => readonly string[],
    every: number,
    changed: () => Promise<void>,
    known: string,
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
    if (!still || stamp === this.#known) return;
    this.#known = stamp;
    await this.#changed();
  }
}
