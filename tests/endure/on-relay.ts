import { RELAY, startMeasured, type ServerProcess } from '../bench/server-process.ts';
import type { Run } from './run.ts';

/** A run at a relay of its own, which is stopped whatever happens. */
export function onRelay(name: string, work: (relay: ServerProcess) => ReturnType<Run['run']>): Run {
  return {
    name,
    async run() {
      const relay = await startMeasured(RELAY);
      try {
        return await work(relay);
      } finally {
        await relay.stop();
      }
    },
  };
}
