import { freePort } from './deployment.ts';
import { startRelay, type RelayProcess } from './relay-process.ts';

/**
 * The host's pages from a process of their own, for rooms at another process: the first is what a
 * therapist has on their computer. That lets the pages in unless it is told otherwise.
 */
export async function startLocal({
  allowed = true,
  env = {},
}: {
  readonly allowed?: boolean;
  /** Further settings of the relay. */
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<{
  readonly local: RelayProcess;
  readonly relay: RelayProcess;
  stop(): Promise<void>;
}> {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const relay = await startRelay({
    env: allowed ? { ...env, ALLOW_ORIGINS: origin } : env,
  });
  const args = ['--local', '--relay', relay.origin.replace('http', 'ws')];
  const local = await startRelay({ port, args });
  return {
    local,
    relay,
    stop: async () => {
      await Promise.all([local.stop(), relay.stop()]);
    },
  };
}
