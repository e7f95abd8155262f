import { setTimeout as pause } from 'node:timers/promises';
import { watchState } from '../support/aftermath.ts';
import { openHalf } from '../support/half-open.ts';
import { honestPair } from '../support/honest-pair.ts';
import { onRelay } from './on-relay.ts';

const SOCKETS = Number(process.env['SOCKETS'] ?? 10_000);
const WARM_UP = 600;
/** From 8 s for a request and 10 s for an introduction, and the looks in between. */
const DEADLINE_S = 16;

/** Connections that say nothing, or half of something: the relay ends them all, and serves others. */
export const halfOpen = onRelay('half-open', async (relay) => {
  await (
    await openHalf(relay, WARM_UP)
  ).ended;
  await honestPair(relay, '127.5.0.1');
  const watch = await watchState(relay);
  const start = performance.now();
  const { most, ended } = await openHalf(relay, SOCKETS);
  const opened = performance.now();
  await honestPair(relay, '127.5.0.2');
  const paired = performance.now() - opened;
  await Promise.race([ended, pause(DEADLINE_S * 1000)]);
  const last = (performance.now() - opened) / 1000;
  const { figures, held } = await watch.aftermath();
  return {
    figures: {
      'half-open connections': SOCKETS,
      'of these at the same time': most,
      'seconds to open them': ((opened - start) / 1000).toFixed(1),
      'honest pair in between, ms': paired.toFixed(0),
      [`seconds until the last was ended (at most ${DEADLINE_S})`]: last.toFixed(1),
      ...figures,
    },
    held: held && last <= DEADLINE_S,
  };
});
