import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer, type RawData } from 'ws';
import {
  decodeClientMessage,
  decodeRelayMessage,
  encodeRelayMessage,
} from '../../signaling/protocol/messages.ts';
import { startRelay, type RelayProcess } from './relay-process.ts';

type Side = 'host' | 'guest';

/**
 * A relay that lies: what people open is here, and everything is passed on to a real relay and back,
 * but for the sealed bodies, with which it does as it likes.
 */
export class LyingRelay {
  /** What becomes of a sealed body on its way to one of the two; undefined swallows it. */
  lie: (body: Uint8Array, to: Side) => Uint8Array | undefined = honest;
  /** Connections on which somebody has asked to be let in to a room. */
  joins = 0;
  /** For everything that takes a relay; its `stop` ends both. */
  readonly relay: RelayProcess;
  readonly #sockets = new WebSocketServer({ noServer: true });

  private constructor(relay: RelayProcess, server: Server) {
    this.relay = {
      ...relay,
      stop: async () => {
        for (const socket of this.#sockets.clients) socket.terminate();
        server.closeAllConnections();
        server.close();
        return relay.stop();
      },
    };
    server.on('request', (asked: IncomingMessage, answer) => {
      const { method, url: path = '/', headers } = asked;
      const onward = request(new URL(path, relay.url), { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
      });
      onward.on('error', () => answer.destroy());
      asked.pipe(onward);
    });
    server.on('upgrade', (asked, socket, head) => {
      this.#sockets.handleUpgrade(asked, socket, head, (client) => this.#carry(client, asked));
    });
  }

  static async start(): Promise<LyingRelay> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const { port } = server.address() as AddressInfo;
    // What is signed is bound to what people open.
    const relay = await startRelay({ env: { ORIGIN: `http://localhost:${String(port)}` } });
    return new LyingRelay(relay, server);
  }

  #carry(client: WebSocket, { url = '/', headers }: IncomingMessage): void {
    const { origin = '' } = headers;
    const relay = new WebSocket(new URL(url, this.relay.url.replace(/^http/, 'ws')), { origin });
    const early: Buffer[] = [];
    client.on('message', (data) => {
      const frame = bytesOf(data);
      if (decodeClientMessage(frame).type === 'join') this.joins += 1;
      if (relay.readyState === WebSocket.OPEN) relay.send(frame);
      else early.push(frame);
    });
    relay.on('open', () => early.splice(0).forEach((frame) => relay.send(frame)));
    relay.on('message', (data) => {
      const message = decodeRelayMessage(bytesOf(data));
      if (message.type !== 'data') return client.send(bytesOf(data));
      // A guest has one person to hear from, a host names each.
      const body = this.lie(message.body, message.connection === 0 ? 'guest' : 'host');
      if (body) client.send(encodeRelayMessage({ ...message, body }));
    });
    relay.on('close', (code) => close(client, code));
    client.on('close', (code) => close(relay, code));
    relay.on('error', () => client.terminate());
    client.on('error', () => relay.terminate());
  }
}

export const honest = (body: Uint8Array): Uint8Array => body;

const bytesOf = (data: RawData): Buffer => {
  if (!Buffer.isBuffer(data)) throw new TypeError('a frame in pieces');
  return data;
};

/** With the same code, where it is one that may be sent. */
function close(socket: WebSocket, code: number): void {
  if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
  else if (code === 1000 || code >= 3000) socket.close(code);
  else socket.terminate();
}
