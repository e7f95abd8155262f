import { copyOf, wipe } from '../bytes.ts';

/** The secrets of one handshake, in one place, so that one call ends them all. */
export class SecretShelf {
  readonly #secrets: Uint8Array[] = [];

  /** Takes over an array that nobody else uses. */
  keep<T extends Uint8Array>(secret: T): T {
    this.#secrets.push(secret);
    return secret;
  }

  /** Takes a copy of what somebody else owns. */
  copy<T extends Uint8Array>(secret: T, constructor: (bytes: Uint8Array) => T): T {
    return this.keep(constructor(copyOf(secret)));
  }

  wipe(): void {
    wipe(...this.#secrets);
    this.#secrets.length = 0;
  }
}
