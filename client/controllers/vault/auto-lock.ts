import type { VaultSettings } from '../../vault/vault-api.ts';

/** "Soon", after the page went out of sight. */
const HIDDEN_MS = 2 * 60 * 1000;

const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchmove'] as const;

export interface AutoLockOptions {
  readonly lock: () => void;
  /** The page went out of sight, and may not come back: whatever is unsaved is to be saved. */
  readonly away: () => void;
}

/** Locks when nobody touched the page for long enough, or it went out of sight. */
export class AutoLock {
  readonly #options: AutoLockOptions;
  #settings: VaultSettings;
  #last = Date.now();
  #idle: ReturnType<typeof setTimeout> | undefined;
  #hidden: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: VaultSettings, options: AutoLockOptions) {
    this.#settings = settings;
    this.#options = options;
    for (const sign of SIGNS_OF_LIFE) {
      addEventListener(sign, this.#alive, { capture: true, passive: true });
    }
    document.addEventListener('visibilitychange', this.#seen);
    this.#watch();
  }

  set settings(settings: VaultSettings) {
    this.#settings = settings;
    this.#watch();
  }

  stop(): void {
    for (const sign of SIGNS_OF_LIFE) removeEventListener(sign, this.#alive, { capture: true });
    document.removeEventListener('visibilitychange', this.#seen);
    clearTimeout(this.#idle);
    clearTimeout(this.#hidden);
  }

  readonly #alive = (): void => {
    this.#last = Date.now();
  };

  readonly #seen = (): void => {
    clearTimeout(this.#hidden);
    if (document.visibilityState === 'visible') {
      // A sleeping machine runs no timers: what should have been locked is locked on waking.
      this.#check();
      return;
    }
    this.#options.away();
    if (this.#settings.hidden === 'at-once') {
      this.#options.lock();
    } else if (this.#settings.hidden === 'soon') {
      this.#hidden = setTimeout(() => this.#options.lock(), HIDDEN_MS);
    }
  };

  #check(): void {
    if (Date.now() >= this.#deadline) this.#options.lock();
    else this.#watch();
  }

  get #deadline(): number {
    return this.#last + this.#settings.idleMinutes * 60_000;
  }

  #watch(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#check(), Math.max(0, this.#deadline - Date.now()));
  }
}
