import { once } from 'node:events';
import { WebSocket, type ClientOptions } from 'ws';
import {
  decodeRelayMessage,
  encodeClientMessage,
  type ClientMessage,
  type RelayMessage,
} from '../../signaling/protocol/messages.ts';
import { HostHand, signedJoin, type OpenOptions, type TestKey } from './relay-keys.ts';
import type { RelayProcess } from './relay-process.ts';

type Relay = Pick<RelayProcess, 'origin' | 'url'>;
type Type = RelayMessage['type'];
type Of<T extends Type> = Extract<RelayMessage, { type: T }>;

/** A connection that was not let in: the HTTP status it got instead. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`refused with ${status}`);
    this.status = status;
  }
}

/** A client of the relay over a real socket, which remembers all that it hears. */
export class RelayPeer {
  readonly socket: WebSocket;
  readonly messages: RelayMessage[] = [];
  /** How the connection ended, once it has. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #origin: string;
  readonly #unread: RelayMessage[] = [];
  #wake: () => void = () => undefined;
  #ended = false;
  #nonce: Uint8Array = new Uint8Array();

  private constructor(socket: WebSocket, origin: string) {
    this.socket = socket;
    this.#origin = origin;
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data) => {
      if (!(data instanceof ArrayBuffer)) throw new TypeError('text from the relay');
      const message = decodeRelayMessage(new Uint8Array(data));
      this.messages.push(message);
      this.#unread.push(message);
      this.#wake();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => {
        this.#ended = true;
        this.#wake();
        resolve({ code, reason: reason.toString() });
      }),
    );
  }

  /** Connects and hears the challenge. Throws Refused when the upgrade is answered otherwise. */
  static async connect(
    relay: Relay,
    options: ClientOptions & {
      /** As a proxy in front would report it. */
      readonly address?: string;
    } = {},
  ): Promise<RelayPeer> {
    const { address, headers, ...rest } = options;
    const socket = new WebSocket(`${relay.url.replace('http', 'ws')}/signal`, {
      origin: relay.origin,
      ...rest,
      headers: { ...headers, ...(address !== undefined && { 'X-Forwarded-For': address }) },
    });
    const peer = new RelayPeer(socket, relay.origin);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
      socket.once('unexpected-response', (request, response) => {
        request.destroy();
        reject(new Refused(response.statusCode ?? 0));
      });
    });
    peer.#nonce = (await peer.hear('challenge')).nonce;
    return peer;
  }

  get nonce(): Uint8Array {
    return this.#nonce;
  }

  /** The next message, which must be of this type. Throws when the connection ends before it. */
  async hear<T extends Type>(type: T): Promise<Of<T>> {
    while (this.#unread.length === 0) {
      if (this.#ended) throw new Error(`The connection ended before ${type} came.`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    const message = this.#unread.shift();
    if (message?.type !== type) throw new Error(`${message?.type ?? ''} came, not ${type}.`);
    return message as Of<T>;
  }

  say(message: ClientMessage): void {
    this.socket.send(encodeClientMessage(message));
  }

  /** Anything at all, as one binary message. */
  sayBytes(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** Signs as this key's host on this connection. */
  hand(key: TestKey, changed: { origin?: string; nonce?: Uint8Array; roomId?: Uint8Array } = {}) {
    const place = { origin: changed.origin ?? this.#origin, nonce: changed.nonce ?? this.#nonce };
    return new HostHand(key, place, 0, changed.roomId);
  }

  /** Opens this key's room, and hears so. */
  async open(key: TestKey, options: OpenOptions): Promise<HostHand> {
    const hand = this.hand(key);
    this.say(hand.open(options));
    await this.hear('opened');
    return hand;
  }

  /** A JOIN with these keys, signed for this connection. */
  signedJoin(roomId: Uint8Array, keys: readonly TestKey[]) {
    return signedJoin(keys, { roomId, origin: this.#origin, nonce: this.#nonce });
  }

  join(roomId: Uint8Array, ...keys: TestKey[]): void {
    this.say(this.signedJoin(roomId, keys));
  }

  async leave(): Promise<void> {
    this.socket.close();
    if (this.socket.readyState !== WebSocket.CLOSED) await once(this.socket, 'close');
  }
}
