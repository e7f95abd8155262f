/** How far behind the newest a counter may come and still be told from one that was here before. */
const WINDOW = 1024;

/** Which counters were here: each is accepted once, in any order within the window. */
export class ReplayWindow {
  /** Of the newest 1,024 counters, at their place modulo that. */
  readonly #seen = new Uint8Array(WINDOW);
  #newest = -1;

  /** Takes a counter (u32) of a frame that was found authentic; false if it was here or is too old. */
  accept(counter: number): boolean {
    if (counter <= this.#newest - WINDOW) return false;
    const first = Math.max(this.#newest + 1, counter - WINDOW + 1);
    for (let skipped = first; skipped <= counter; skipped += 1) this.#seen[skipped % WINDOW] = 0;
    this.#newest = Math.max(this.#newest, counter);
    if (this.#seen[counter % WINDOW] === 1) return false;
    this.#seen[counter % WINDOW] = 1;
    return true;
  }
}
