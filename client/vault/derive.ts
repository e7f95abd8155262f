import type { Argon2idParameters } from '../../crypto/sodium-sumo.ts';
import type { Argon2idAnswer, Argon2idRequest } from './argon2id-worker.ts';
import argon2idWorker from './argon2id-worker.ts?worker&url';
import { VaultError } from './errors.ts';
import { startTrustedWorker } from './trusted-worker.ts';

/**
 * Those at work. Nothing else refers to one but what waits for it, and Firefox takes away a worker of a
 * worker that only such a circle holds, in the middle of its work.
 */
const running = new Set<Worker>();

/**
 * 32 bytes of Argon2id over the UTF-8 of the passphrase in NFKC, so that it does not matter how a
 * keyboard composes an accent. The caller owns and wipes the key. `parameters` must have passed the
 * limits of the vault: they are taken as they are.
 *
 * Runs in a worker of its own, from a page or from another worker, that ends before this settles.
 * Throws VaultError: NO_MEMORY, or NOT_LOADED when the worker's script cannot be had.
 */
export async function argon2id(
  passphrase: string,
  parameters: Argon2idParameters,
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const worker = startTrustedWorker(argon2idWorker);
  running.add(worker);
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<Argon2idAnswer>) => {
        if ('key' in data) resolve(data.key);
        else reject(new VaultError(data.error));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        reject(new VaultError('NOT_LOADED'));
      };
      const { salt, opsLimit, memLimitKiB } = parameters;
      const request: Argon2idRequest = { passphrase: bytes, salt, opsLimit, memLimitKiB };
      worker.postMessage(request, [bytes.buffer]);
    });
  } finally {
    worker.terminate();
    running.delete(worker);
    // Handed over, it is empty here; a browser refuses to fill it then.
    if (bytes.length > 0) bytes.fill(0);
  }
}
