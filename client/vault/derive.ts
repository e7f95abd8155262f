import type { Argon2idParameters } from '../../crypto/sodium-sumo.ts';
import type { Argon2idAnswer, Argon2idRequest } from './argon2id-worker.ts';
import { VaultError } from './errors.ts';

/** Where workers are asked for; see deriving.ts. */
let page: MessagePort | undefined;

/** To be called as the vault's worker starts: the page's first message brings the way to ask it. */
export function listenForPage(): void {
  const take = ({ ports: [port] }: MessageEvent): void => {
    page = port;
  };
  addEventListener('message', take, { once: true });
}

/**
 * 32 bytes of Argon2id over the UTF-8 of the passphrase in NFKC, so that it does not matter how a
 * keyboard composes an accent. The caller owns and wipes the key. `parameters` must have passed the
 * limits of the vault: they are taken as they are.
 *
 * Runs in a worker of its own, which is ended when this settles. Throws VaultError: NO_MEMORY, or
 * NOT_LOADED when the worker's script cannot be had.
 */
export async function argon2id(
  passphrase: string,
  parameters: Argon2idParameters,
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const work = new MessageChannel();
  const over = new MessageChannel();
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      work.port1.onmessage = ({ data }: MessageEvent<Argon2idAnswer>) => {
        if ('key' in data) resolve(data.key);
        else reject(new VaultError(data.error));
      };
      over.port1.onmessage = () => reject(new VaultError('NOT_LOADED'));
      page?.postMessage(null, [work.port2, over.port2]);
      const { salt, opsLimit, memLimitKiB } = parameters;
      const request: Argon2idRequest = { passphrase: bytes, salt, opsLimit, memLimitKiB };
      work.port1.postMessage(request, [bytes.buffer]);
    });
  } finally {
    over.port1.postMessage(null);
    // Handed over, it is empty here; a browser refuses to fill it then.
    if (bytes.length > 0) bytes.fill(0);
  }
}
