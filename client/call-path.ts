// What a page needs where there is a TURN server, and so a choice of ways.
import './screens/path-choice.ts';
export { Path } from './controllers/path.ts';
