import { createHmac, hkdfSync } from 'node:crypto';

const TAG_BYTES = 16;
const KEY_BYTES = 32;
/** Of a process: drawn at its start, written as hexadecimal digits. */
export const PROCESS_ID_BYTES = 16;
export const TAG = /^[\da-f]{32}$/;

/**
 * What the processes of one cluster derive from their shared secret, which Redis is never sent: names
 * under which Redis keeps rooms and cannot tell which they are, and keys under which one process
 * speaks to another. The origin is in all of them: clusters that share a Redis stay apart.
 */
export class ClusterKeys {
  readonly #secret: string;
  readonly #origin: string;
  readonly #tagKey: Buffer;

  constructor(secret: string, origin: string) {
    this.#secret = secret;
    this.#origin = origin;
    this.#tagKey = this.#derive('tag');
  }

  /** What a room is called outside of this process; 32 hexadecimal digits. */
  roomTag(roomId: Uint8Array): string {
    return this.#tag('room')
      .update(roomId)
      .digest('hex')
      .slice(0, 2 * TAG_BYTES);
  }

  /** What a network address is called outside of the process that it came to; likewise. */
  addressTag(address: string): string {
    return this.#tag('address')
      .update(address)
      .digest('hex')
      .slice(0, 2 * TAG_BYTES);
  }

  /**
   * Of all that process `from` says to process `to`, or to everybody: AES-256-GCM. A process has one
   * count for everything that it seals, so that no key ever meets a nonce twice.
   */
  speech(from: string, to: string): Buffer {
    return this.#derive(`speech ${from} ${to}`);
  }

  #tag(kind: string) {
    return createHmac('sha256', this.#tagKey).update(`${kind}\0`);
  }

  #derive(purpose: string): Buffer {
    const info = `alcove/1/cluster ${purpose} ${this.#origin}`;
    return Buffer.from(hkdfSync('sha256', this.#secret, '', info, KEY_BYTES));
  }
}
