import { CryptoError, type CryptoErrorCode } from './errors.ts';
import { sodium } from './sodium.ts';

export const STREAM_HEADER_BYTES = 24;

/** What each chunk is longer by when sealed: its tag byte and Poly1305's. */
export const STREAM_OVERHEAD = 17;

/**
 * One direction of libsodium's secretstream (XChaCha20-Poly1305): chunks that open in their order
 * and none is missing, up to one that says that it is the last. The state lies in WebAssembly's
 * memory and cannot be freed; `forget` replaces what it holds.
 */
export class SecretStream {
  readonly #state: ReturnType<typeof sodium.crypto_secretstream_xchacha20poly1305_init_pull>;

  /**
   * `header` is 24 random bytes and not secret. Both sides begin the same way, which is why the
   * header need not be drawn by libsodium. Throws LENGTH.
   */
  constructor(key: Uint8Array, header: Uint8Array) {
    if (key.length !== 32 || header.length !== STREAM_HEADER_BYTES) throw new CryptoError('LENGTH');
    this.#state = sodium.crypto_secretstream_xchacha20poly1305_init_pull(header, key);
  }

  /** After the last chunk the stream has forgotten its key by itself. */
  seal(chunk: Uint8Array, last: boolean): Uint8Array {
    const tag = last
      ? sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
      : sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    return sodium.crypto_secretstream_xchacha20poly1305_push(this.#state, chunk, null, tag);
  }

  /** Throws `failure` for anything but the next chunk as it was sealed. */
  open(sealed: Uint8Array, failure: CryptoErrorCode): { chunk: Uint8Array; last: boolean } {
    if (sealed.length < STREAM_OVERHEAD) throw new CryptoError(failure);
    const opened = sodium.crypto_secretstream_xchacha20poly1305_pull(this.#state, sealed, null);
    if (!opened) throw new CryptoError(failure);
    const last = opened.tag === sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    if (!last && opened.tag !== sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE) {
      throw new CryptoError(failure);
    }
    return { chunk: opened.message, last };
  }

  /** Steps to a key from which the one before cannot be computed; nothing opens afterwards. */
  forget(): void {
    sodium.crypto_secretstream_xchacha20poly1305_rekey(this.#state);
  }
}
