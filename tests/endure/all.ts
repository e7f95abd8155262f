import { clusterKills } from './cluster-kills.ts';
import { frames } from './frames.ts';
import { kills } from './kills.ts';
import { losses } from './losses.ts';
import { recordingKills } from './recording-kills.ts';
import type { Run } from './run.ts';
import { vaultCloses } from './vault-closes.ts';
import { vaultKills } from './vault-kills.ts';
import { vaultTabs } from './vault-tabs.ts';
import { vaultTampers } from './vault-tampers.ts';

export const runs: readonly Run[] = [
  losses,
  frames,
  kills,
  vaultKills,
  vaultCloses,
  vaultTampers,
  vaultTabs,
  recordingKills,
  clusterKills,
];
