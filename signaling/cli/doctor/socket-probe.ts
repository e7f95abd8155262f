import { WebSocket } from 'ws';
import { ProtocolError } from '../../protocol/errors.ts';
import { decodeRelayMessage, type RelayMessage } from '../../protocol/messages.ts';
import { PATIENCE_MS, unverified, type Target } from './target.ts';

/** How /signal answered one who came with a certain Origin, or with none. */
export type SocketFacts =
  /** An HTTP status in place of the WebSocket. */
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'failed'; readonly detail: string }
  /** `extensions` is what was agreed on, of the compression that was offered. */
  | { readonly kind: 'open'; readonly extensions: string; readonly challenged: boolean };

export async function probeSocket(target: Target, origin?: string): Promise<SocketFacts> {
  const line = await RelayLine.open(target, origin);
  if (!(line instanceof RelayLine)) return line;
  const first = await line.hear();
  line.end();
  return {
    kind: 'open',
    extensions: line.extensions,
    challenged: first?.type === 'challenge',
  };
}

/** A connection to the relay that takes its messages one by one. */
export class RelayLine {
  readonly #socket: WebSocket;
  readonly #unread: RelayMessage[] = [];
  #ended = false;
  #close: string | undefined;
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.binaryType = 'nodebuffer';
    socket.on('message', (data) => {
      const message = data instanceof Buffer ? read(data) : undefined;
      if (message) this.#unread.push(message);
      else socket.terminate();
      this.#wake();
    });
    socket.on('close', (_code, reason) => {
      this.#ended = true;
      this.#close = reason.toString();
      this.#wake();
    });
  }

  static async open(
    target: Target,
    origin?: string,
  ): Promise<RelayLine | Exclude<SocketFacts, { kind: 'open' }>> {
    const socket = new WebSocket(`${target.origin.replace(/^http/, 'ws')}/signal`, {
      ...(origin !== undefined && { origin }),
      handshakeTimeout: PATIENCE_MS,
      perMessageDeflate: true,
      ...(target.secure ? unverified(target) : {}),
    });
    const line = new RelayLine(socket);
    return new Promise((resolve) => {
      socket.once('open', () => resolve(line));
      // After either of the two others nothing that follows is news.
      socket.on('error', (error) => resolve({ kind: 'failed', detail: error.message }));
      socket.once('unexpected-response', (request, { statusCode }) => {
        resolve({ kind: 'refused', status: statusCode ?? 0 });
        request.destroy();
      });
    });
  }

  get extensions(): string {
    return this.#socket.extensions;
  }

  /** The reason of the close frame, once there was one. */
  get closeReason(): string | undefined {
    return this.#close;
  }

  /** Undefined when the connection has ended, or nothing comes in time. */
  async hear(): Promise<RelayMessage | undefined> {
    const late = AbortSignal.timeout(PATIENCE_MS);
    late.addEventListener('abort', () => this.#wake());
    while (this.#unread.length === 0 && !this.#ended && !late.aborted) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#unread.shift();
  }

  send(frame: Uint8Array): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  end(): void {
    this.#socket.close();
  }
}

/** Undefined for what no relay of this version says. */
function read(frame: Buffer): RelayMessage | undefined {
  try {
    return decodeRelayMessage(new Uint8Array(frame));
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return undefined;
  }
}
