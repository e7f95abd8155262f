import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A cable on this machine that leads to a server and keeps all that clients say over it. */
export class Tap {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #said: Buffer[] = [];
  #target = 0;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (client) => this.#join(client));
  }

  static async open(): Promise<Tap> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, 'localhost');
    await once(server, 'listening');
    return new Tap(server);
  }

  leadTo(port: number): void {
    this.#target = port;
  }

  /** Every byte that clients have sent, over all connections. */
  get said(): Buffer {
    return Buffer.concat(this.#said);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(client: Socket): void {
    const server = connect({ port: this.#target, host: 'localhost', allowHalfOpen: true });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      // Whichever end breaks takes the other with it, as a cable would.
      from.on('error', () => to.destroy());
      from.on('close', () => this.#sockets.delete(from));
      from.pipe(to);
    }
    client.on('data', (data: Buffer) => this.#said.push(data));
  }
}
