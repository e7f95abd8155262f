import { connect, type Socket } from 'node:net';
import { FRAME_SMALL, NONCE_LENGTH } from '../../signaling/protocol/sizes.ts';

/** What a binary message of the client begins with: FIN and the opcode. */
export const BINARY = 0b1000_0010;
const CLOSE = 0x8;
const PING = 0x9;
const CHALLENGE = 0x81;
/** The end without a close frame. */
const CUT_OFF = 1006;
/** A mask of zeros changes nothing, and costs nothing. */
const NO_MASK = Buffer.alloc(4);
const PONG = Buffer.concat([Buffer.of(0b1000_1010, 0b1000_0000), NO_MASK]);

interface Target {
  readonly origin: string;
  readonly url: string;
}

/**
 * A WebSocket of almost no cost, for load that is to be the relay's and not the load's own, and for
 * clients that keep no rule. Whatever it hears but types and codes is thrown away.
 */
export class RawClient {
  readonly socket: Socket;
  readonly origin: string;
  nonce: Uint8Array = new Uint8Array();
  /** The code it was closed with, once it is gone; CUT_OFF without one, or the status of a refusal. */
  readonly ended: Promise<number>;
  #upgraded = false;
  #unread: Buffer = Buffer.alloc(0);
  #code = CUT_OFF;
  #isGone = false;
  readonly #heard: number[] = [];
  #wake: () => void = () => undefined;

  private constructor(relay: Target, localAddress: string) {
    const { port, hostname } = new URL(relay.url);
    this.origin = relay.origin;
    this.socket = connect({ port: Number(port), host: hostname, localAddress, noDelay: true });
    this.socket.write(
      `GET /signal HTTP/1.1\r\nHost: ${hostname}\r\nOrigin: ${relay.origin}\r\n` +
        `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`,
    );
    this.socket.on('data', (data: Buffer) => this.#read(data));
    this.socket.on('error', () => undefined);
    this.ended = new Promise((resolve) =>
      this.socket.once('close', () => {
        this.#isGone = true;
        this.#wake();
        resolve(this.#code);
      }),
    );
  }

  /** Resolves once the challenge has come. Throws, with the code or status, if it ends before. */
  static async open(relay: Target, localAddress: string): Promise<RawClient> {
    const client = new RawClient(relay, localAddress);
    await client.hear(CHALLENGE);
    return client;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** `first` is the first byte of the WebSocket frame, which may be a wrong one. */
  send(frame: Uint8Array, first = BINARY): void {
    if (!this.socket.writable) return;
    const head = Buffer.alloc(frame.length < 126 ? 2 : frame.length < 65_536 ? 4 : 10);
    head[0] = first;
    head[1] = 0x80 | (head.length === 2 ? frame.length : head.length === 4 ? 126 : 127);
    if (head.length === 4) head.writeUInt16BE(frame.length, 2);
    if (head.length === 10) head.writeUInt32BE(frame.length, 6);
    this.socket.write(Buffer.concat([head, NO_MASK, frame]));
  }

  /** Waits for the next frame of this type; those of others are passed over. */
  async hear(type: number): Promise<void> {
    for (;;) {
      const at = this.#heard.indexOf(type);
      this.#heard.splice(0, at < 0 ? this.#heard.length : at + 1);
      if (at >= 0) return;
      if (this.#isGone) {
        throw new Error(`Ended with ${String(this.#code)} before ${String(type)} came.`);
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Gone at once, and no port of this machine waits for what else may come. */
  reset(): void {
    this.socket.resetAndDestroy();
  }

  #read(data: Buffer): void {
    this.#unread = this.#unread.length === 0 ? data : Buffer.concat([this.#unread, data]);
    if (!this.#upgraded && !this.#readHead()) return;
    while (this.#readFrame());
  }

  #readHead(): boolean {
    const end = this.#unread.indexOf('\r\n\r\n');
    if (end < 0) return false;
    const status = Number(this.#unread.subarray(9, 12).toString('latin1'));
    if (status !== 101) {
      this.#code = status;
      this.reset();
      return false;
    }
    this.#upgraded = true;
    this.#unread = this.#unread.subarray(end + 4);
    return true;
  }

  /** The relay's frames are whole messages, not masked, of less than 64 KiB. */
  #readFrame(): boolean {
    const bytes = this.#unread;
    if (bytes.length < 2) return false;
    const long = bytes[1] === 126;
    if (long && bytes.length < 4) return false;
    const start = long ? 4 : 2;
    const end = start + (long ? bytes.readUInt16BE(2) : (bytes[1] ?? 0));
    if (bytes.length < end) return false;
    this.#unread = bytes.subarray(end);
    this.#take((bytes[0] ?? 0) & 0xf, bytes.subarray(start, end));
    return true;
  }

  #take(opcode: number, payload: Buffer): void {
    if (opcode === PING) this.socket.write(PONG);
    else if (opcode === CLOSE) {
      this.#code = payload.readUInt16BE(0);
      this.reset();
    } else {
      const type = payload[0] ?? 0;
      if (type === CHALLENGE && payload.length === FRAME_SMALL) {
        this.nonce = new Uint8Array(payload.subarray(1, 1 + NONCE_LENGTH));
      }
      this.#heard.push(type);
      this.#wake();
    }
  }
}
