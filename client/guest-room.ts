// What the guest page needs from the moment that somebody may be let in; loaded as one, after the
// rest of the page.
import './screens/room/room.ts';
export { Room } from './controllers/room.ts';
