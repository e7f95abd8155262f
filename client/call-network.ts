// What a call needs once it is one; loaded when the first connection begins.
import './screens/room/network.ts';
export { Network } from './controllers/network.ts';
