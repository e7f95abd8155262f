import { watchState } from '../support/aftermath.ts';
import { honestPair } from '../support/honest-pair.ts';
import { readSlowly } from '../support/slow-readers.ts';
import { onRelay } from './on-relay.ts';

const ROOMS = Number(process.env['ROOMS'] ?? 200);
const WARM_UP = 5;
/** What may wait for each of those who are slow at the same time, and what is on its way; MB. */
const BACKLOG_MB = 5 * (0.5 + 8);

/** Hosts and guests that do not read what is sent to them. */
export const slowReaders = onRelay('slow-readers', async (relay) => {
  await readSlowly(relay, WARM_UP);
  const watch = await watchState(relay);
  const { cut, late, most } = await readSlowly(relay, ROOMS);
  await honestPair(relay, '127.5.0.1');
  const { figures, held } = await watch.aftermath();
  return {
    figures: {
      [`hosts that read nothing and were cut off (of ${ROOMS})`]: cut,
      [`guests that read late and got everything (of ${ROOMS})`]: late,
      [`MB that the relay held for them at once, most (at most ${BACKLOG_MB})`]: most.toFixed(1),
      ...figures,
    },
    held: held && cut === ROOMS && late === ROOMS && most <= BACKLOG_MB,
  };
});
