// What a room can do besides: code that both pages load with the call, and not before it.
import { Care } from './controllers/care.ts';
import { comfort } from './controllers/comfort.ts';
import { filesFeature } from './controllers/files/files.ts';
import { GuestRecording } from './controllers/guest-recording.ts';
import type { MakeFeature } from './controllers/room-feature.ts';
import './screens/room/care.ts';
import './screens/room/comfort.ts';
import './screens/room/files/attach.ts';
import './screens/room/files/file.ts';
import './screens/room/proof.ts';
import './screens/room/recording.ts';

export { findTraces } from './transport/traces.ts';

/** Of both pages. */
export const features: readonly MakeFeature[] = [comfort, (room) => new Care(room)];

/** Of the guest’s page, which is asked where the host’s asks. */
export const guestFeatures: readonly MakeFeature[] = [
  ...features,
  filesFeature(),
  (room) => new GuestRecording(room),
];
