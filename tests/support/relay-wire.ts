import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A bare TCP connection, for what no well-behaved client can be made to send. */
export class Wire {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data]);
      this.#wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  static async open(port: number): Promise<Wire> {
    const socket = connect(port, 'localhost');
    const wire = new Wire(socket);
    await once(socket, 'connect');
    return wire;
  }

  get text(): string {
    return this.#received.toString('latin1');
  }

  send(data: string | Uint8Array): void {
    if (this.socket.writable) this.socket.write(data);
  }

  /** Resolves with all that came, as soon as `enough` of it has. Throws when it ends before. */
  async until(enough: (text: string) => boolean): Promise<string> {
    while (!enough(this.text)) {
      if (this.#ended) throw new Error(`The connection ended after: ${this.text}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.text;
  }

  /** Resolves with all that came until the other side ended it. */
  async ended(): Promise<string> {
    while (!this.#ended) await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.text;
  }

  /** Does the WebSocket handshake by hand; resolves once the challenge has come. */
  async upgrade(origin: string, extra = ''): Promise<string> {
    this.send(
      `GET /signal HTTP/1.1\r\nHost: localhost\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n${extra}\r\n`,
    );
    const CHALLENGE_BYTES = 4 + 2048;
    const all = await this.until((text) => {
      const end = text.indexOf('\r\n\r\n');
      return end >= 0 && text.length >= end + 4 + CHALLENGE_BYTES;
    });
    return all.slice(0, all.indexOf('\r\n\r\n'));
  }

  /** The code of the close frame at the end of all that came. */
  async closeCode(): Promise<number> {
    const text = await this.ended();
    const at = text.lastIndexOf('\x88');
    return text.charCodeAt(at + 2) * 256 + text.charCodeAt(at + 3);
  }
}
