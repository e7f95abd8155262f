import { TTL_MIN } from '../../signaling/protocol/limits.ts';
import { POLICY } from '../../signaling/relay/policy.ts';
import { median, quantile } from '../bench/measure.ts';
import { RELAY, startMeasured, type ServerProcess } from '../bench/server-process.ts';
import { watchState } from '../support/aftermath.ts';
import { FLOOD_KINDS, type FloodKind } from '../support/floods.ts';
import { honestPair } from '../support/honest-pair.ts';
import { loopbackAddresses } from '../support/loopback.ts';
import { startElsewhere } from '../support/other-process.ts';
import { onRelay } from './on-relay.ts';

const SLICES = Number(process.env['SLICES'] ?? 20);
/** Honest pairs in a slice, one after another. */
const PAIRS = 40;
/** Tries of the flood a second: 50 times as many as the relay takes of one block. */
const RATE = 50 * POLICY.arrivalRate.refill;
/** One is a block as the relay counts; what a whole network of them does has no bar. */
const ADDRESSES = [1, 250];
/** Times that a pair took without a flood. */
const BAR = 2;

/** So many that none of them comes too often. */
const honest = loopbackAddresses(9, 5000);

type Flooder = typeof import('../support/floods.ts');

/**
 * Floods from one address of this machine, while honest pairs from another find each other. Slices
 * alternate: without a flood, with the flood at another relay, with the flood at this one; the bar is
 * for the third by the first. A small machine has to make the flood as well: a process of its own does,
 * at a steady rate and at the lowest priority, so that a core is first the relay's and the pairs'. What
 * it costs them all the same is in the second of the three.
 */
export const floods = onRelay('floods', async (relay) => {
  const bystander = await startMeasured(RELAY);
  const flooder = await startElsewhere<Flooder>(new URL('../support/floods.ts', import.meta.url));
  try {
    await flooder.call('giveWay');
    const stage = { relay, bystander, flooder };
    await slice(relay);
    const watch = await watchState(relay);
    const results: Record<string, string> = {};
    let holds = true;
    for (const addresses of ADDRESSES) {
      for (const kind of FLOOD_KINDS) {
        const { figure, ratio } = await compare(stage, kind, addresses);
        const bar = addresses === 1 ? ` (at most ${BAR})` : '';
        results[`${kind} from ${addresses}: an honest pair’s time${bar}`] = figure;
        holds &&= addresses > 1 || ratio <= BAR;
      }
    }
    const { figures, held } = await watch.aftermath();
    return { figures: { ...results, ...figures }, held: held && holds };
  } finally {
    await Promise.all([flooder.stop(), bystander.stop()]);
  }
});

interface Stage {
  readonly relay: ServerProcess;
  readonly bystander: ServerProcess;
  readonly flooder: Awaited<ReturnType<typeof startElsewhere<Flooder>>>;
}

async function compare(
  { relay, bystander, flooder }: Stage,
  kind: FloodKind,
  addresses: number,
): Promise<{ readonly figure: string; readonly ratio: number }> {
  let [tries, letIn, seconds, relayCpu, floodCpu] = [0, 0, 0, 0, 0];
  const under = async ({ origin, url }: ServerProcess) => {
    const start = performance.now();
    const cpu = await relay.cpu();
    await flooder.call('beginFlood', { origin, url }, kind, { rate: RATE, addresses });
    const times = await slice(relay);
    const counts = await flooder.call('endFlood');
    if (url === relay.url) {
      seconds += (performance.now() - start) / 1000;
      tries += counts.tries;
      letIn += counts.letIn;
      relayCpu += (await relay.cpu()) - cpu;
      floodCpu += counts.cpu;
    }
    return times;
  };
  const [quiet, beside, here]: [number[], number[], number[]] = [[], [], []];
  const [byQuiet, byBeside]: [number[], number[]] = [[], []];
  for (let count = 0; count < SLICES; count += 1) {
    const slices = [await slice(relay), await under(bystander), await under(relay)] as const;
    for (const [index, all] of [quiet, beside, here].entries()) all.push(...(slices[index] ?? []));
    const [without, elsewhere, flooded] = slices.map(median);
    byQuiet.push((flooded ?? NaN) / (without ?? NaN));
    byBeside.push((flooded ?? NaN) / (elsewhere ?? NaN));
  }
  const ratio = median(byQuiet);
  const of = (times: readonly number[]) =>
    `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.99).toFixed(1)}`;
  const figure =
    `${ratio.toFixed(2)} times that without a flood, ${median(byBeside).toFixed(2)} times that beside ` +
    `the same at another relay; p50 / p99 in ms: ${of(here)}, ${of(beside)}, ${of(quiet)}; ` +
    `${(tries / seconds).toFixed(0)} tries a second, let in ${letIn} of ${tries}; cores used by the ` +
    `relay ${(relayCpu / seconds).toFixed(2)}, by the flood’s maker ${(floodCpu / seconds).toFixed(2)}`;
  return { figure, ratio };
}

/** Milliseconds that each of several honest pairs took. */
async function slice(relay: ServerProcess): Promise<number[]> {
  const times: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const start = performance.now();
    // That it was there is forgotten before the relay's memory is looked at.
    await honestPair(relay, honest(), TTL_MIN);
    times.push(performance.now() - start);
  }
  return times;
}
