import 'node:fs';
export const messages = 1;
