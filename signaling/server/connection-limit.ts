import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { AddressNames } from './address-names.ts';
import { networkOf } from './client-address.ts';

/** One that has a connection. */
export interface Network {
  readonly name: string;
  open: number;
}

/**
 * How many connections a network has open, whatever they carry: a socket of the relay, a page, or
 * nothing yet. The relay's own limits begin with a whole request; without this one, connections that
 * never say one could take all the files that the process may open.
 */
export class ConnectionLimit {
  readonly #most: number;
  readonly #names: AddressNames;
  readonly #networks = new Map<string, Network>();
  readonly #networkOf = new WeakMap<Socket, Network>();
  /** One for all, instead of a closure for each. */
  readonly #closed: (this: Socket) => void;

  /** `names` keeps its key: what a network is called is forgotten with its last connection. */
  constructor(most: number, names: AddressNames) {
    this.#most = most;
    this.#names = names;
    const closed = (socket: Socket) => this.left(this.#networkOf.get(socket));
    this.#closed = function () {
      closed(this);
    };
  }

  /** A connection stands. False where its network has too many, this one included. */
  admits(socket: Socket): boolean {
    const { name } = this.#names.of(networkOf(socket.remoteAddress));
    const network = this.#networks.get(name) ?? { name, open: 0 };
    network.open += 1;
    this.#networks.set(name, network);
    this.#networkOf.set(socket, network);
    socket.on('close', this.#closed);
    return network.open <= this.#most;
  }

  /**
   * Whoever calls this tells by `left` when the connection is gone, and nothing is kept beside it here.
   * Undefined where the connection is another's, as below TLS, and its end is heard as before.
   */
  handOver(socket: Duplex): Network | undefined {
    if (!(socket instanceof Socket)) return undefined;
    const network = this.#networkOf.get(socket);
    if (!network) return undefined;
    this.#networkOf.delete(socket);
    socket.off('close', this.#closed);
    return network;
  }

  left(network: Network | undefined): void {
    if (!network) return;
    network.open -= 1;
    if (network.open === 0) this.#networks.delete(network.name);
  }
}
