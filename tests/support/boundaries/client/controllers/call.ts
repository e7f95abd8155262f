import '../elements/button.ts';
import '../../signaling/server/main.ts';
import '../vault/keys.ts';
import 'node:fs';
export const call = 1;
