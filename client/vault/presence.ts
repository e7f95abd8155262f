import { VaultError } from './errors.ts';

/** How long other tabs may take to save and to lock; milliseconds. */
const PATIENCE_MS = 5000;

/** One tab among those that have the vault open: each holds the same lock, and one can ask for it alone. */
export class Presence {
  readonly #name: string;
  #release: (() => void) | undefined;

  /** `database` names the vault. */
  constructor(database: string) {
    this.#name = `${database}-open`;
  }

  /** Beside others; waits while one of them is to be alone. */
  async shared(): Promise<void> {
    this.leave();
    this.#release = await hold(this.#name, { mode: 'shared' });
  }

  /** Without others, once they have left. Throws BUSY, and is among them again, when they do not. */
  async only(): Promise<void> {
    this.leave();
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      this.#release = await hold(this.#name, { mode: 'exclusive', signal });
    } catch (error) {
      if (!signal.aborted) throw error;
      await this.shared();
      throw new VaultError('BUSY');
    }
  }

  leave(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

function hold(name: string, options: LockOptions): Promise<() => void> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(name, options, () => new Promise<void>((release) => resolve(release)))
      .catch(reject);
  });
}
