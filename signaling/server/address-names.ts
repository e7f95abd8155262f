import { createHmac } from 'node:crypto';

/** How long a key names addresses; for as long again it still knows them. Milliseconds. */
const PERIOD_MS = 60 * 60 * 1000;
/** Of SHA-256: nobody finds two addresses of one name. */
const NAME_BYTES = 16;

/**
 * Stands between addresses and whatever counts against them: what is kept is an HMAC under a key
 * that is in memory alone and is thrown away after two periods. From then on not even the whole
 * memory says which address a name was.
 */
export class AddressNames {
  readonly #random: () => Buffer;
  #key: Buffer;
  #former: Buffer | undefined;
  #since: number;

  /** `random` gives 32 fresh bytes; `now` is milliseconds of a clock that never goes back. */
  constructor(random: () => Buffer, now: number) {
    this.#random = random;
    this.#key = random();
    this.#since = now;
  }

  /** The name of a network, and the one it had under the key before; a key is changed by `tick`. */
  of(network: string): { readonly name: string; readonly former: string | undefined } {
    return {
      name: nameUnder(this.#key, network),
      former: this.#former && nameUnder(this.#former, network),
    };
  }

  /** To be called now and then. */
  tick(now: number): void {
    if (now - this.#since < PERIOD_MS) return;
    this.#former?.fill(0);
    this.#former = this.#key;
    this.#key = this.#random();
    this.#since = now;
  }
}

function nameUnder(key: Buffer, network: string): string {
  const digest = createHmac('sha256', key).update(network).digest();
  return digest.toString('latin1', 0, NAME_BYTES);
}
