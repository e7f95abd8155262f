import 'libsodium-wrappers';
import 'libsodium-wrappers-sumo';
import '../signaling/relay/room.ts';
export const hash = 1;
