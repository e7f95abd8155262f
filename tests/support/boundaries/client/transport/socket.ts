import '../controllers/call.ts';
import 'simple-peer';
export const socket = 1;
