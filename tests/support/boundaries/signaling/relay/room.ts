import 'ws';
import '../../crypto/hash.ts';
export const room = 1;
