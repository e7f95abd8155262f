import { RELAY, startMeasured } from '../bench/server-process.ts';
import { watchState } from '../support/aftermath.ts';
import { fuzzRelay } from '../support/relay-fuzz.ts';
import { counted, type Run } from './run.ts';

const FRAMES = Number(process.env['FRAMES'] ?? 1_000_000);
const HONEST_EVERY = 5000;
const SEED = 8_087;
/** What a relay compiles once is not counted as what the frames left behind. */
const WARM_UP = 3000;
/** So many that none of them comes too often. */
const ADDRESSES = 50_000;

/** Random and changed frames at a real relay, between them honest pairs that must find each other. */
export const frames: Run = {
  name: 'frames',
  async run() {
    const relay = await startMeasured(RELAY);
    try {
      const storm = { honestEvery: HONEST_EVERY, addresses: ADDRESSES };
      await fuzzRelay(relay, { ...storm, frames: WARM_UP, seed: SEED + 1 });
      const watch = await watchState(relay);
      const start = performance.now();
      const fuzzed = await fuzzRelay(relay, { ...storm, frames: FRAMES, seed: SEED });
      const seconds = (performance.now() - start) / 1000;
      const { figures, held } = await watch.aftermath();
      return {
        figures: {
          'frames sent': fuzzed.sent,
          'frames a second': Math.round(fuzzed.sent / seconds),
          'of which': counted(fuzzed.sorts),
          'connections ended, by code': counted(fuzzed.codes),
          'ended otherwise': fuzzed.failed,
          'honest pairs in between': fuzzed.honest,
          ...figures,
        },
        held: fuzzed.failed === 0 && held,
      };
    } finally {
      await relay.stop();
    }
  },
};
