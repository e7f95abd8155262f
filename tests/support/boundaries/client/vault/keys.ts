import '../../crypto/sodium-sumo.ts';
import './argon2id-worker.ts';
import '../screens/host/host.ts';
export const keys = 1;
