import 'libsodium-wrappers';
import '../signaling/relay/room.ts';
export const hash = 1;
