import '../cli/doctor/tls-judge.ts';
import '../../tests/helper.ts';
import '@redis/client';
export const server = 1;
