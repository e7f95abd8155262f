// What a room can do besides: code that both pages load with the call, and not before it.
import type { MakeFeature } from './controllers/room-feature.ts';

export const features: readonly MakeFeature[] = [];
