import { TTL_MIN } from '../../signaling/protocol/limits.ts';
import { quantile } from '../bench/measure.ts';
import { watchState } from '../support/aftermath.ts';
import { honestPair } from '../support/honest-pair.ts';
import { loopbackAddresses } from '../support/loopback.ts';
import { RawClient } from '../support/raw-client.ts';
import { slope } from '../support/slope.ts';
import { onRelay } from './on-relay.ts';

const MINUTES = Number(process.env['SOAK_MINUTES'] ?? 20);
/** Pairings, and connections that come and go without one, a second. */
const RATE = 20;
const LOOK_EVERY_MS = 5000;
/**
 * KB a minute. Fifty bytes kept of each pairing would be this much at this rate; the standard error of
 * the slope is some 22 over the second half of four minutes, and far less over that of twenty.
 */
const BAR_KB = 60;
/** Few enough that all are known, and none is forgotten, well before the second half begins. */
const ADDRESSES = 500;

/**
 * Pairings at a steady rate, whose rooms are remembered for the shortest time there is, so that as many
 * are forgotten as are added long before the second half begins. What the relay holds must then grow no more. It is measured with
 * garbage collected, which takes out all but what is really held; over ten minutes the code that is
 * compiled once, and addresses that come for the first time, are in the first half.
 */
export const soak = onRelay('soak', async (relay) => {
  const address = loopbackAddresses(10, ADDRESSES);
  await honestPair(relay, address(), TTL_MIN);
  const watch = await watchState(relay);
  const start = performance.now();
  const end = start + MINUTES * 60_000;
  const looks: { readonly minute: number; readonly kilobytes: number }[] = [];
  const times: number[] = [];
  const running = new Set<Promise<void>>();
  let [failed, nextLook] = [0, start];
  for (let count = 0; ; count += 1) {
    const due = start + (count * 1000) / RATE;
    if (due > end) break;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    if (performance.now() >= nextLook) {
      // Between pairings, so that none of them stands in the figure.
      await Promise.all(running);
      const kilobytes = (await relay.memory()).held / 1000;
      looks.push({ minute: (performance.now() - start) / 60_000, kilobytes });
      nextLook += LOOK_EVERY_MS;
    }
    const began = performance.now();
    const work = Promise.all([honestPair(relay, address(), TTL_MIN), passBy(relay, address())])
      .then(() => void times.push(performance.now() - began))
      .catch(() => void (failed += 1))
      .finally(() => running.delete(work));
    running.add(work);
  }
  await Promise.all(running);
  const later = looks.filter(({ minute }) => minute >= MINUTES / 2);
  const all = slope(looks.map(({ minute, kilobytes }) => [minute, kilobytes]));
  const second = slope(later.map(({ minute, kilobytes }) => [minute, kilobytes]));
  const { figures, held } = await watch.aftermath();
  const isFlat = second.slope <= BAR_KB;
  return {
    figures: {
      'minutes, pairings, of which failed': `${MINUTES}, ${times.length + failed}, ${failed}`,
      'pairing, p50 / p99, ms': `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.99).toFixed(1)}`,
      'KB held, each minute': everyMinute(looks),
      'KB a minute over all': `${all.slope.toFixed(1)} ± ${all.error.toFixed(1)}`,
      [`KB a minute in the second half (at most ${BAR_KB})`]: `${second.slope.toFixed(1)} ± ${second.error.toFixed(1)}`,
      ...figures,
    },
    held: failed === 0 && held && isFlat,
  };
});

/** Comes, hears the challenge, and goes without a word. */
async function passBy(relay: Parameters<typeof RawClient.open>[0], address: string): Promise<void> {
  const client = await RawClient.open(relay, address);
  client.reset();
  await client.ended;
}

function everyMinute(
  looks: readonly { readonly minute: number; readonly kilobytes: number }[],
): string {
  const firsts = looks.filter(
    ({ minute }, index) => Math.floor(minute) !== Math.floor(looks[index - 1]?.minute ?? -1),
  );
  return firsts.map(({ kilobytes }) => kilobytes.toFixed(0)).join(' ');
}
