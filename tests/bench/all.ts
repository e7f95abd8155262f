import { fileBenches } from './files.ts';
import { frameBenches } from './frames.ts';
import { loadBench } from './load.ts';
import type { Bench } from './measure.ts';
import { pageBenches } from './page.ts';
import { relayBenches } from './relay.ts';
import { sharedLoadBench } from './shared-load.ts';
import { vaultBenches } from './vault.ts';

export const benches: readonly Bench[] = [
  ...relayBenches,
  loadBench,
  sharedLoadBench,
  ...pageBenches,
  ...frameBenches,
  ...fileBenches,
  ...vaultBenches,
];
