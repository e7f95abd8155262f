/** Longest piece of background work between two looks at what is asked meanwhile; milliseconds. */
const SLICE_MS = 6;

/**
 * Gives way to whatever waits, so that a question is answered in the middle of background work.
 * Messages come in order, so that everything that arrived before this has had its turn.
 */
export class Pauses {
  readonly #channel = new MessageChannel();
  readonly #waiting: (() => void)[] = [];
  #since = performance.now();

  constructor() {
    this.#channel.port1.onmessage = () => this.#waiting.shift()?.();
  }

  /** Resolves at once while the present slice is not used up. */
  async due(): Promise<void> {
    if (performance.now() - this.#since < SLICE_MS) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#channel.port2.postMessage(undefined);
    });
    this.#since = performance.now();
  }

  close(): void {
    this.#channel.port1.close();
  }
}
