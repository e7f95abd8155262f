import '../vault/keys.ts';
export const words = 1;
