import { ready } from '../../crypto/sodium.ts';
import { loseAtRandom } from '../support/losses.ts';
import type { Run } from './run.ts';

const LOSSES = 100_000;
const SEED = 4_711;

/** Handshakes and resumes over a network that loses a quarter of everything. */
export const losses: Run = {
  name: 'losses',
  async run() {
    await ready;
    const { sessions, losses: lost, lockedOut } = loseAtRandom({ losses: LOSSES, seed: SEED });
    return {
      figures: { 'messages lost': lost, sessions, 'sessions locked out': lockedOut },
      held: lockedOut === 0,
    };
  },
};
