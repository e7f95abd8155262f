import type { RoomId, SigningSecretKey } from '../../crypto/brand.ts';
import type { CloseCodeName } from '../../signaling/protocol/close-codes.ts';
import type { RelayMessage } from '../../signaling/protocol/messages.ts';
import { HostSigner, signedEnrol, type HostCommand } from '../transport/relay-signing.ts';
import { RelaySocket } from '../transport/relay-socket.ts';

/** A host's place at the relay: its connection, and the key that every command is signed with. */
export class HostRelay {
  readonly #socket: RelaySocket;
  readonly #secretKey: SigningSecretKey;
  readonly #token: Uint8Array | undefined;
  #signer: HostSigner | undefined;
  #incoming: Promise<void> = Promise.resolve();

  /** Takes over `secretKey` and `token`, to be zeroed by `stop`. */
  constructor(options: {
    readonly origin: string;
    readonly room: RoomId;
    readonly secretKey: SigningSecretKey;
    /** The seed of the token by which the relay knows whom it opens rooms for. */
    readonly token: Uint8Array | undefined;
    /** How the session stands now; the first word of every connection. */
    open(): HostCommand;
    /** One after another, whatever time each takes. */
    received(message: RelayMessage): void | Promise<void>;
    /** The connection is gone: first `detached` in its turn, then `down` at once. */
    detached(): void;
    down(): void;
    refused(code: CloseCodeName): void;
  }) {
    const { origin, room, secretKey, token } = options;
    this.#secretKey = secretKey;
    this.#token = token;
    this.#socket = new RelaySocket({
      url: `${origin.replace(/^http/, 'ws')}/signal`,
      introduce: (nonce) => {
        this.#signer = new HostSigner(secretKey, { roomId: room, origin, nonce });
        const open = this.#signer.sign(options.open());
        return token ? [signedEnrol(token, { origin, nonce }), open] : [open];
      },
      message: (message) => this.#inTurn(() => options.received(message)),
      down: () => {
        this.#inTurn(() => options.detached());
        options.down();
      },
      refused: (code) => options.refused(code),
    });
  }

  start(): void {
    this.#socket.start();
  }

  /** Lost where there is no connection: the next one begins with all that counts. */
  command(command: HostCommand): void {
    if (this.#signer) this.#socket.send(this.#signer.sign(command));
  }

  /** An opaque body to one guest. */
  send(connection: number, body: Uint8Array): void {
    this.#socket.send({ type: 'data', connection, body });
  }

  /** The connection may be dead without knowing. */
  refresh(): void {
    this.#socket.refresh();
  }

  stop(): void {
    this.#socket.stop();
    this.#signer = undefined;
    this.#secretKey.fill(0);
    this.#token?.fill(0);
  }

  /** A failure of one is reported, and does not keep the next from its turn. */
  #inTurn(work: () => void | Promise<void>): void {
    this.#incoming = this.#incoming.then(work).catch(reportError);
  }
}
