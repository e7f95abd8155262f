import { clusterKills } from './cluster-kills.ts';
import { floods } from './floods.ts';
import { frames } from './frames.ts';
import { halfOpen } from './half-open.ts';
import { kills } from './kills.ts';
import { losses } from './losses.ts';
import { recordingKills } from './recording-kills.ts';
import type { Run } from './run.ts';
import { sleeps } from './sleeps.ts';
import { slowReaders } from './slow-readers.ts';
import { soak } from './soak.ts';
import { vaultCloses } from './vault-closes.ts';
import { vaultKills } from './vault-kills.ts';
import { vaultTabs } from './vault-tabs.ts';
import { vaultTampers } from './vault-tampers.ts';

export const runs: readonly Run[] = [
  losses,
  frames,
  halfOpen,
  slowReaders,
  floods,
  soak,
  kills,
  vaultKills,
  vaultCloses,
  vaultTampers,
  vaultTabs,
  recordingKills,
  sleeps,
  clusterKills,
];
