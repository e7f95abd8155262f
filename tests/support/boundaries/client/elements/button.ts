import '../../crypto/hash.ts';
export const button = 1;
