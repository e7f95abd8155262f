import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer, type Server } from 'ws';
import { CLOSE_CODES, type CloseCodeName } from '../protocol/close-codes.ts';
import { encodeRelayMessage } from '../protocol/messages.ts';
import { FRAME_LARGE } from '../protocol/sizes.ts';
import type { Desk } from '../relay/desk.ts';
import type { Effect } from '../relay/effect.ts';
import { clientAddress } from './client-address.ts';
import type { ConnectionLimit, Network } from './connection-limit.ts';
import { refuse as refuseSocket } from './http-responses.ts';
import { Nonces } from './nonces.ts';
import { Tally } from './tally.ts';

/** No client of ours splits a message; a few fragments are allowed for those that do. */
const FRAGMENTS_MAX = 16;
/** Pieces in which one message may arrive from the network. */
const CHUNKS_MAX = 256;
/** Bytes that may wait for a slow reader before it is cut off. */
const BACKLOG_MAX = 512 * 1024;
/** From our close frame to the end of a socket that does not answer it; milliseconds. */
const CLOSING = { closeTimeout: 2000 };
const TICK_MS = 1000;
/** Every connection is pinged once in so many ticks, and cut off when the next turn finds no pong. */
const HEARTBEAT_TICKS = 15;

/** What a socket tells whoever carries it; the names are those of ws's events. */
interface Carrier {
  message(socket: RelaySocket, data: unknown, isBinary: unknown): void;
  ping(socket: RelaySocket, data: unknown): void;
  pong(socket: RelaySocket): void;
  close(socket: RelaySocket): void;
}

/**
 * A socket that knows its line in the relay's table. It tells its carrier what happens instead of
 * keeping a listener for each event: five of them would take a tenth of an idle connection's memory.
 */
class RelaySocket extends WebSocket {
  connection = 0;
  answered = true;
  network: Network | undefined;
  /** A pong is on its way out, and after it one for the newest ping, if others came meanwhile. */
  answering = false;
  owed: Buffer | undefined;
  carrier: Carrier | undefined;

  override emit(event: string | symbol, ...details: unknown[]): boolean {
    const [first, second] = details;
    if (event === 'message') this.carrier?.message(this, first, second);
    if (event === 'ping') this.carrier?.ping(this, first);
    if (event === 'pong') this.carrier?.pong(this);
    if (event === 'close') this.carrier?.close(this);
    // What ws calls an error (a frame that breaks RFC 6455, or too big) is followed by 'close',
    // which says all there is to know.
    return event === 'error' || super.emit(event, ...details);
  }
}

export interface SocketsOptions {
  readonly relay: Desk;
  readonly origin: string;
  /** Whose pages may open the socket besides; they sign over `origin` all the same. */
  readonly allowOrigins: readonly string[];
  readonly trustProxy: number;
  /** Where networks are counted. */
  readonly limit: ConnectionLimit | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly tally: Tally;
  /** Told of a failure of the relay's own; the connection it happened on is closed. */
  readonly failed: (error: unknown) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** Carries out the relay's effects on WebSockets, and turns what comes from them into its events. */
export class Sockets {
  readonly #options: SocketsOptions;
  readonly #server: Server<typeof RelaySocket>;
  readonly #sockets = new Map<number, RelaySocket>();
  readonly #nonces = new Nonces();
  readonly #timer: ReturnType<typeof setInterval>;
  #allowOrigins: readonly string[];
  #closing = false;
  #ticks = 0;

  constructor(options: SocketsOptions) {
    this.#options = options;
    this.#allowOrigins = options.allowOrigins;
    this.#server = new WebSocketServer({
      noServer: true,
      WebSocket: RelaySocket,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: FRAME_LARGE,
      maxFragments: FRAGMENTS_MAX,
      maxBufferedChunks: CHUNKS_MAX,
      // Text is refused unread.
      skipUTF8Validation: true,
      autoPong: false,
      // There is none to agree on; ws would take the first that is offered.
      handleProtocols: () => false,
      ...CLOSING,
    });
    const headers = { ...options.headers, 'Sec-WebSocket-Version': '13' };
    this.#server.on('wsClientError', (_error, socket) => {
      Tally.count(options.tally.refused, 400);
      refuseSocket(socket, 400, headers);
    });
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { relay, origin, trustProxy, limit, headers, now, tally } = this.#options;
    const refuse = (status: number) => {
      Tally.count(tally.refused, status);
      refuseSocket(socket, status, headers);
    };
    // Until ws takes over; a reset in mid-handshake is nobody's failure.
    const ignore = () => socket.destroy();
    socket.on('error', ignore);
    if (request.url !== '/signal') return refuse(404);
    const from = request.headers.origin;
    if (from !== origin && !this.#allowOrigins.includes(from ?? '')) {
      return refuse(403);
    }
    if (this.#closing) return refuse(503);
    const address = relay.nameOf(clientAddress(request, trustProxy));
    const refusal = relay.refusal(address, now());
    if (refusal) return refuse(refusal === 'OVERLOADED' ? 503 : 429);
    // The answer and the challenge leave together.
    socket.cork();
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      socket.off('error', ignore);
      accepted.network = limit?.handOver(socket);
      this.#accept(accepted, address);
    });
    socket.uncork();
  }

  /** From now on these besides the relay's own; who is connected stays so. */
  allow(origins: readonly string[]): void {
    this.#allowOrigins = origins;
  }

  /** Closes everything with GOING_AWAY; settles when the last socket is gone, within seconds. */
  async close(): Promise<void> {
    this.#closing = true;
    clearInterval(this.#timer);
    const gone = [...this.#sockets.values()].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const socket of this.#sockets.values()) {
      socket.close(CLOSE_CODES.GOING_AWAY, 'GOING_AWAY');
    }
    await Promise.all(gone);
  }

  #accept(socket: RelaySocket, address: string): void {
    const { relay, now, tally } = this.#options;
    tally.connections += 1;
    const { connection, effects } = relay.connected(address, this.#nonces.next(), now());
    socket.connection = connection;
    this.#sockets.set(connection, socket);
    socket.carrier = this.#carrier;
    this.carryOut(effects);
  }

  readonly #carrier: Carrier = {
    message: (socket, data, isBinary) => {
      const { relay, now, tally } = this.#options;
      tally.framesIn += 1;
      this.#guarded(socket, () =>
        isBinary === true && data instanceof Buffer
          ? relay.received(socket.connection, bytesOf(data), now())
          : relay.refused(socket.connection, 'BAD_FRAME'),
      );
    },
    ping: (socket, data) => {
      this.#pinged(socket);
      answer(socket, data);
    },
    pong: (socket) => {
      socket.answered = true;
      this.#pinged(socket);
    },
    close: (socket) => {
      this.#sockets.delete(socket.connection);
      const { relay, limit, now } = this.#options;
      limit?.left(socket.network);
      this.#guarded(socket, () => relay.disconnected(socket.connection, now()));
    },
  };

  #pinged(socket: RelaySocket): void {
    const { relay, now } = this.#options;
    this.#guarded(socket, () => relay.pinged(socket.connection, now()));
  }

  #tick(): void {
    const { relay, now, failed } = this.#options;
    this.#ticks += 1;
    try {
      this.carryOut(relay.tick(now()));
    } catch (error) {
      failed(error);
    }
    const turn = this.#ticks % HEARTBEAT_TICKS;
    for (const socket of this.#sockets.values()) {
      if (socket.connection % HEARTBEAT_TICKS === turn) beat(socket);
    }
  }

  #guarded(socket: RelaySocket, event: () => Effect[]): void {
    try {
      this.carryOut(event());
    } catch (error) {
      this.#options.failed(error);
      close(socket, 'FAILURE');
    }
  }

  /** What the relay wants done on its connections. */
  carryOut(effects: readonly Effect[]): void {
    const { tally } = this.#options;
    for (const effect of effects) {
      const socket = this.#sockets.get(effect.connection);
      if (socket?.readyState !== WebSocket.OPEN) continue;
      if (effect.kind === 'close') {
        Tally.count(tally.closed, effect.code);
        close(socket, effect.code);
      } else {
        tally.framesOut += 1;
        socket.send(encodeRelayMessage(effect.message));
        cutSlowReader(socket);
      }
    }
  }
}

function beat(socket: RelaySocket): void {
  if (!socket.answered) return socket.terminate();
  socket.answered = false;
  if (socket.readyState === WebSocket.OPEN) socket.ping();
}

/** While a pong waits to leave, the newest ping alone is owed one (RFC 6455, section 5.5.3). */
function answer(socket: RelaySocket, data: unknown): void {
  if (socket.readyState !== WebSocket.OPEN || !(data instanceof Buffer)) return;
  if (socket.answering) {
    // A copy: what it is a view of may be much larger.
    socket.owed = Buffer.from(data);
    return;
  }
  socket.answering = true;
  // One that could not be sent: the connection is going, and says so by itself.
  socket.pong(data, false, () => {
    socket.answering = false;
    const { owed } = socket;
    socket.owed = undefined;
    if (owed) answer(socket, owed);
  });
  cutSlowReader(socket);
}

function close(socket: RelaySocket, code: CloseCodeName): void {
  socket.close(CLOSE_CODES[code], code);
}

/** What is not read is not kept: nothing is queued for anybody beyond the network's own buffers. */
function cutSlowReader(socket: RelaySocket): void {
  if (socket.bufferedAmount > BACKLOG_MAX) socket.terminate();
}

/** Without Buffer's own methods, whose `slice` shares memory. */
function bytesOf(data: Buffer): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
