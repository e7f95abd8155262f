import { argon2id, ready, type Argon2idParameters } from '../../crypto/sodium-sumo.ts';

export interface Argon2idRequest extends Argon2idParameters {
  /** UTF-8 of the passphrase in NFKC; transferred, so that the sender keeps none. */
  readonly passphrase: Uint8Array;
}

export type Argon2idAnswer =
  /** 32 bytes, transferred. */
  { readonly key: Uint8Array } | { readonly error: 'NO_MEMORY' | 'NOT_LOADED' };

/**
 * Derives one key for whoever is at the other end of the port that comes with the first message, and
 * answers once. The page then ends it: 128 MiB of WebAssembly memory, which never shrinks, go back to
 * the system, and every trace of the passphrase in it goes with them.
 */
addEventListener(
  'message',
  ({ ports: [port] }: MessageEvent) => {
    if (!port) return;
    port.onmessage = ({ data }: MessageEvent<Argon2idRequest>) => void answer(data, port);
  },
  { once: true },
);

async function answer(
  { passphrase, ...parameters }: Argon2idRequest,
  port: MessagePort,
): Promise<void> {
  const reply = (message: Argon2idAnswer, transfer: Transferable[] = []): void =>
    port.postMessage(message, { transfer });
  // Whatever fails before the library is there: it did not arrive.
  let error: 'NOT_LOADED' | 'NO_MEMORY' = 'NOT_LOADED';
  try {
    await ready;
    error = 'NO_MEMORY';
    const key = argon2id(passphrase, parameters);
    reply({ key }, [key.buffer]);
  } catch {
    reply({ error });
  } finally {
    passphrase.fill(0);
    parameters.salt.fill(0);
  }
}
