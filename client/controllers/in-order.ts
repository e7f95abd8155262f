/** Work of which some takes its time, while nothing overtakes what came before it. */
export class InOrder {
  readonly #idle: () => void;
  #last: Promise<void> | undefined;

  /** `idle` is called whenever all that had to wait is done. */
  constructor(idle: () => void) {
    this.#idle = idle;
  }

  /** Done at once where nothing is waited for. What fails later is reported, and holds nothing up. */
  run(work: () => void | Promise<void>): void {
    const done = this.#last ? this.#last.then(work) : work();
    if (!done) return;
    const last = done.catch(reportError).then(() => {
      if (this.#last === last) this.#last = undefined;
      this.#idle();
    });
    this.#last = last;
  }
}
