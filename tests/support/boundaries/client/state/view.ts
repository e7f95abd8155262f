import '../../crypto/hash.ts';
export const view = 1;
