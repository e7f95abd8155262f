/** Bytes that wait in the browser at most: with less it runs dry, with more nothing is gained. */
const HIGH_WATER = 256 * 1024;
const LOW_WATER = 128 * 1024;

/**
 * The channel of contents: one more data channel of a direct connection, so that no file delays what
 * is said. It is made by both sides, each when it can read from it; a side sends nothing before the
 * other has asked for it, and so never into a channel that is not there yet.
 */
export class FileChannel {
  readonly #channel: RTCDataChannel;
  #wake: (() => void) | undefined;
  #left = false;

  constructor(
    channel: RTCDataChannel,
    events: {
      packet(bytes: Uint8Array<ArrayBuffer>): void;
      /** It has ended, by itself or with its connection. */
      ended(): void;
    },
  ) {
    this.#channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = LOW_WATER;
    const wake = () => this.#wake?.();
    channel.addEventListener('open', wake);
    channel.addEventListener('bufferedamountlow', wake);
    channel.addEventListener('close', () => {
      wake();
      events.ended();
    });
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      // A text is no packet, and an empty one says so.
      events.packet(new Uint8Array(data instanceof ArrayBuffer ? data : []));
    });
  }

  /** Resolves with true when it takes another packet, and with false when it has ended. */
  async room(): Promise<boolean> {
    for (;;) {
      const { readyState, bufferedAmount } = this.#channel;
      if (this.#left || readyState === 'closing' || readyState === 'closed') return false;
      if (readyState === 'open' && bufferedAmount < HIGH_WATER) return true;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Only after `room` has said yes. */
  send(packet: Uint8Array<ArrayBuffer>): void {
    this.#channel.send(packet);
  }

  /**
   * Nothing more is sent. It ends with its connection and not before: the other side would take its end
   * for a fault, and perhaps never hear the goodbye that follows.
   */
  leave(): void {
    this.#left = true;
    this.#wake?.();
  }
}
