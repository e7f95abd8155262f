import '../vault/keys.ts';
export const note = 1;
