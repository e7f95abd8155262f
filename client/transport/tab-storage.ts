import type { SessionStore } from '../session/session-store.ts';

/**
 * One entry of sessionStorage: it lives as long as the tab and survives a reload. A browser that
 * refuses storage (some private modes) keeps the entry in memory only; a reload then loses it.
 */
export class TabStorage {
  readonly #key: string;
  #memory: string | null = null;

  constructor(key: string) {
    this.#key = key;
  }

  read(): string | null {
    try {
      return sessionStorage.getItem(this.#key);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      return this.#memory;
    }
  }

  write(text: string): void {
    this.#memory = text;
    try {
      sessionStorage.setItem(this.#key, text);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }

  /** Returns how many entries there were to remove: 0 or 1. */
  remove(): number {
    const had = this.read() === null ? 0 : 1;
    this.#memory = null;
    try {
      sessionStorage.removeItem(this.#key);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
    return had;
  }
}

/** A quick session keeps its state in the tab, in the clear, until it ends. */
export class TabSessionStore implements SessionStore {
  readonly sealed = false;
  readonly #storage: TabStorage;

  constructor(storage: TabStorage) {
    this.#storage = storage;
  }

  read(): Promise<string | null> {
    return Promise.resolve(this.#storage.read());
  }

  write(text: string): void {
    this.#storage.write(text);
  }

  remove(): Promise<number> {
    return Promise.resolve(this.#storage.remove());
  }

  /** A copy of a tab that goes on: what it copied opens a room, and is of no use here. */
  leaveToOther(): void {
    this.#storage.remove();
  }
}
