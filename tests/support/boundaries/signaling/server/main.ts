import '../cli/doctor/tls-judge.ts';
import '../../tests/helper.ts';
export const server = 1;
