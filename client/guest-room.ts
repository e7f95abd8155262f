// What the guest page needs once somebody has asked to join; loaded as one, after the rest of the page.
import './screens/guest/terms.ts';
import './screens/room/room.ts';
export { Room } from './controllers/room.ts';
