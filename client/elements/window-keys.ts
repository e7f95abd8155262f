import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Every key that is pressed on the page while the element is on it, wherever the focus is. */
export class WindowKeys implements ReactiveController {
  readonly #pressed: (event: KeyboardEvent) => void;

  constructor(host: ReactiveControllerHost, pressed: (event: KeyboardEvent) => void) {
    this.#pressed = pressed;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#pressed);
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#pressed);
  }
}
