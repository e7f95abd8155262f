import type { TurnMessage } from '../../signaling/protocol/relay-messages.ts';
import { addressGate } from '../session/address-gate.ts';
import { iceServer, type IceServer } from '../session/ice-servers.ts';
import type { PathView } from '../state/path-view.ts';
import type { Ice } from '../transport/peer-link.ts';

/**
 * Which way this side takes to the other device: what the person chose, and the TURN server that the
 * relay named last. Loaded only where there is such a server, or was one when the person chose.
 */
export class Path {
  readonly #host: string;
  #hidden: boolean;
  #server: IceServer | undefined;
  #foreign = false;

  /** `host`: of the link, without a port. */
  constructor(host: string, hidden: boolean) {
    this.#host = host;
    this.#hidden = hidden;
  }

  get view(): PathView {
    return { hidden: this.#hidden };
  }

  get hidden(): boolean {
    return this.#hidden;
  }

  set hidden(hidden: boolean) {
    this.#hidden = hidden;
  }

  /** Whether the relay has named a server of ours. */
  get served(): boolean {
    return this.#server !== undefined;
  }

  /** The relay's last word was a server of another host, which was refused. */
  get foreign(): boolean {
    return this.#foreign;
  }

  /** For a connection that begins now. Hidden and without a server it finds no way, and shows nothing. */
  get ice(): Ice {
    return {
      iceServers: this.#server ? [this.#server] : [],
      addressGate: this.#hidden ? addressGate : undefined,
    };
  }

  /** False when the relay names a server that is not the link's own: it is refused, and none is left. */
  take(message: TurnMessage): boolean {
    this.#server = iceServer(message, this.#host);
    this.#foreign = this.#server === undefined;
    return !this.#foreign;
  }
}
