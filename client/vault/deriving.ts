import argon2idWorker from './argon2id-worker.ts?worker&url';
import { startTrustedWorker } from '../transport/trusted-worker.ts';

/**
 * Starts the workers that derive a key each. The vault's worker asks for one and then talks to it by
 * itself: neither passphrase nor key comes through the page. It could start them without the page,
 * but a Firefox that WebDriver watches now and then never comes back from starting a worker inside
 * another.
 */
export class Deriving {
  readonly #port: MessagePort;
  readonly #running = new Set<Worker>();

  /** Tells the vault's worker how to ask: the first message that it gets. */
  constructor(vault: Worker) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({ ports: [work, over] }) => {
      if (work && over) this.#start(work, over);
    };
    vault.postMessage(null, [port2]);
  }

  /** Ends whatever is being derived. */
  end(): void {
    this.#port.close();
    for (const worker of this.#running) worker.terminate();
    this.#running.clear();
  }

  /** `work` leads to the vault's worker; so does `over`, for what happens to the new one itself. */
  #start(work: MessagePort, over: MessagePort): void {
    const worker = startTrustedWorker(argon2idWorker);
    this.#running.add(worker);
    over.onmessage = () => {
      worker.terminate();
      this.#running.delete(worker);
      over.close();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      over.postMessage(null);
    };
    worker.postMessage(null, [work]);
  }
}
