/**
 * Draws at once, or with the next frame of the browser: what comes from the network before then does
 * not wait for a drawing that takes long. Whatever is drawn takes the place of what waits. A page that
 * nobody sees has no frames: there it is always at once.
 */
export class NextFrame {
  #waiting: (() => void) | undefined;

  constructor() {
    document.addEventListener('visibilitychange', this.#run);
  }

  now(draw: () => void): void {
    this.#waiting = undefined;
    draw();
  }

  soon(draw: () => void): void {
    if (document.hidden) return this.now(draw);
    if (!this.#waiting) requestAnimationFrame(this.#run);
    this.#waiting = draw;
  }

  readonly #run = (): void => {
    const draw = this.#waiting;
    this.#waiting = undefined;
    draw?.();
  };
}
