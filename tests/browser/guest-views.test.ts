import { checkViews } from './every-view.ts';
import { guestViews } from './fixtures.ts';
import { guest } from './stand.ts';

describe('every view of the guest', () => {
  checkViews(
    Object.entries(guestViews).map(([name, make]) => ({
      name: `guest ${name}`,
      show: async () => (await guest(make())).app,
    })),
  );
});
