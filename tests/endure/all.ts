import { frames } from './frames.ts';
import { kills } from './kills.ts';
import { losses } from './losses.ts';
import type { Run } from './run.ts';

export const runs: readonly Run[] = [losses, frames, kills];
