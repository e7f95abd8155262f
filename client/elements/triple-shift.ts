import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Three presses within this many milliseconds count as one wish to leave. */
const WITHIN_MS = 1000;
const PRESSES = 3;

/**
 * Shift pressed three times within a second, wherever the focus is. Any other key or a click between
 * starts the count again, so that typing capitals and selecting text never leave by accident.
 */
export class TripleShift implements ReactiveController {
  readonly #leave: () => void;
  #presses: number[] = [];

  constructor(host: ReactiveControllerHost, leave: () => void) {
    this.#leave = leave;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#key, { capture: true });
    window.addEventListener('pointerdown', this.#reset, { capture: true });
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#key, { capture: true });
    window.removeEventListener('pointerdown', this.#reset, { capture: true });
    this.#reset();
  }

  readonly #reset = (): void => {
    this.#presses = [];
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Shift') {
      this.#reset();
      return;
    }
    if (event.repeat) return;
    this.#presses = [...this.#presses, event.timeStamp].slice(-PRESSES);
    const [first] = this.#presses;
    if (this.#presses.length < PRESSES || first === undefined) return;
    if (event.timeStamp - first > WITHIN_MS) return;
    this.#reset();
    this.#leave();
  };
}
