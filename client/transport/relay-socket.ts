import { systemRandom } from '../../crypto/random.ts';
import { closeCodeName, type CloseCodeName } from '../../signaling/protocol/close-codes.ts';
import {
  decodeRelayMessage,
  encodeClientMessage,
  type ClientMessage,
  type RelayMessage,
} from '../../signaling/protocol/messages.ts';
import { backoff } from '../session/backoff.ts';

export interface RelaySocketOptions {
  /** wss://…/signal */
  readonly url: string;
  /** What every connection begins with, signed over the relay's nonce. */
  introduce(nonce: Uint8Array): readonly ClientMessage[];
  /** Everything but the challenge. */
  message(message: RelayMessage): void;
  /**
   * The connection is gone; another try is under way. Called once a drop, and again whenever the
   * relay itself says why a try was in vain.
   */
  down(reason?: CloseCodeName): void;
  /** What passes by itself for this client in particular. */
  passes?(code: CloseCodeName): boolean;
  /** The relay closed for a reason that trying again does not mend. */
  refused(code: CloseCodeName): void;
}

/** What passes by itself, so that trying again is right. */
const PASSING: ReadonlySet<CloseCodeName> = new Set([
  'GOING_AWAY',
  'FAILURE',
  'TIMEOUT',
  'TOO_FAST',
  'TOO_MANY',
  'OVERLOADED',
] as CloseCodeName[]);

/** What does not open and challenge within this time is no relay; milliseconds. */
const CHALLENGE_TIMEOUT_MS = 10_000;

/**
 * The WebSocket to the relay: introduces itself at every connection, and reconnects with a growing
 * wait until `stop`. Nothing is queued: what cannot be sent now is worth nothing after a reconnect.
 */
export class RelaySocket {
  readonly #options: RelaySocketOptions;
  #socket: WebSocket | undefined;
  #introduced = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  readonly #online = () => this.refresh();

  constructor(options: RelaySocketOptions) {
    this.#options = options;
  }

  start(): void {
    window.addEventListener('online', this.#online);
    this.#connect();
  }

  /** False when there is no introduced connection to carry it. */
  send(message: ClientMessage): boolean {
    if (!this.#introduced || this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(encodeClientMessage(message));
    return true;
  }

  /** Drops a connection that may be dead without knowing, or a wait, and tries at once. */
  refresh(): void {
    if (this.#stopped) return;
    this.#failures = 0;
    this.#abandon();
    this.#connect();
  }

  /** Ends it; what was sent before is still delivered. */
  stop(): void {
    this.#stopped = true;
    window.removeEventListener('online', this.#online);
    clearTimeout(this.#retry);
    clearTimeout(this.#patience);
    this.#socket?.close(1000);
    this.#socket = undefined;
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#options.url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#introduced = false;
    this.#patience = setTimeout(() => socket.close(), CHALLENGE_TIMEOUT_MS);
    socket.addEventListener('message', ({ data }) => {
      if (socket !== this.#socket) return;
      this.#receive(socket, data);
    });
    socket.addEventListener('close', ({ code }) => {
      if (socket !== this.#socket) return;
      this.#closed(code);
    });
  }

  #receive(socket: WebSocket, data: unknown): void {
    let message: RelayMessage;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError('text from the relay');
      message = decodeRelayMessage(new Uint8Array(data));
    } catch {
      // Not a relay that speaks this protocol: as good as none.
      socket.close();
      return;
    }
    if (message.type === 'challenge') {
      clearTimeout(this.#patience);
      if (this.#introduced) return socket.close();
      this.#introduced = true;
      for (const first of this.#options.introduce(message.nonce)) {
        socket.send(encodeClientMessage(first));
      }
      return;
    }
    this.#failures = 0;
    this.#options.message(message);
  }

  #closed(code: number): void {
    clearTimeout(this.#patience);
    this.#socket = undefined;
    this.#introduced = false;
    const name = closeCodeName(code);
    const passes = name === undefined || PASSING.has(name) || this.#options.passes?.(name) === true;
    if (!passes) {
      this.#stopped = true;
      window.removeEventListener('online', this.#online);
      this.#options.refused(name);
      return;
    }
    if (this.#failures === 0 || name !== undefined) this.#options.down(name);
    if (this.#stopped) return;
    this.#retry = setTimeout(() => this.#connect(), backoff(this.#failures, jitter()));
    this.#failures += 1;
  }

  #abandon(): void {
    clearTimeout(this.#patience);
    const socket = this.#socket;
    this.#socket = undefined;
    if (socket) {
      socket.close();
      this.#options.down();
    }
  }
}

/** In [0, 1), so that clients of a relay that restarts do not all come back at once. */
function jitter(): number {
  return (systemRandom(1)[0] ?? 0) / 256;
}
