import '../../crypto/sodium-sumo.ts';
export const worker = 1;
