import { randomFillSync } from 'node:crypto';
import { NONCE_LENGTH } from '../protocol/sizes.ts';

/** Drawn at once: to ask for each alone takes longer than to draw it. */
const STOCK = 128;

/** Fresh random bytes, NONCE_LENGTH at a time, none of them twice. */
export class Nonces {
  readonly #stock = new Uint8Array(STOCK * NONCE_LENGTH);
  #taken = STOCK;

  next(): Uint8Array {
    if (this.#taken === STOCK) {
      randomFillSync(this.#stock);
      this.#taken = 0;
    }
    const start = this.#taken * NONCE_LENGTH;
    this.#taken += 1;
    return this.#stock.slice(start, start + NONCE_LENGTH);
  }
}
