import { frames } from './frames.ts';
import { kills } from './kills.ts';
import { losses } from './losses.ts';
import { recordingKills } from './recording-kills.ts';
import type { Run } from './run.ts';
import { vaultKills } from './vault-kills.ts';

export const runs: readonly Run[] = [losses, frames, kills, vaultKills, recordingKills];
