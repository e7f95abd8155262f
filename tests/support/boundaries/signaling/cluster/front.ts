import '../server/main.ts';
import '@redis/client';
export const front = 1;
