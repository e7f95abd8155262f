import { proxy, releaseProxy, wrap, type Remote } from 'comlink';
import { Deriving } from './deriving.ts';
import { fromWorker, VaultError } from './errors.ts';
import { startTrustedWorker } from '../transport/trusted-worker.ts';
import type { VaultApi } from './vault-api.ts';
import url from './vault-worker.ts?worker&url';

/** The vault as the page has it: every call goes to a worker, where the keys are. */
export interface RunningVault {
  readonly api: VaultApi;
  /** Ends the worker, and with it everything that it ever had in memory. */
  end(): void;
}

/** Starts the worker. Its errors arrive as VaultErrors. */
export function startVault(): RunningVault {
  const worker = startTrustedWorker(url);
  const deriving = new Deriving(worker);
  const remote = wrap<VaultApi>(worker);
  const ended = new AbortController();
  return {
    api: calling(remote, ended.signal),
    end: () => {
      remote[releaseProxy]();
      worker.terminate();
      deriving.end();
      ended.abort();
    },
  };
}

/** Hands functions over as such, and gives errors back their class. */
function calling(remote: Remote<VaultApi>, ended: AbortSignal): VaultApi {
  return new Proxy({} as VaultApi, {
    get:
      (_target, name: keyof VaultApi) =>
      (...values: unknown[]): Promise<unknown> => {
        const method = remote[name] as (...sent: unknown[]) => Promise<unknown>;
        const sent = values.map((value) =>
          typeof value === 'function' ? proxy(value as () => void) : value,
        );
        return new Promise((resolve, reject) => {
          // A worker that was ended never answers.
          const end = () => reject(new VaultError('LOCKED'));
          if (ended.aborted) return end();
          ended.addEventListener('abort', end, { once: true });
          method(...sent)
            .finally(() => ended.removeEventListener('abort', end))
            .then(resolve, (error: unknown) => reject(fromWorker(error) as Error));
        });
      },
  });
}
