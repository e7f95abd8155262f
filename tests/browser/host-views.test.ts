import { checkViews } from './every-view.ts';
import { hostRoom, hostViews } from './fixtures.ts';
import { host, press, settled } from './stand.ts';
import { besideRoom, vaultActions } from './vault-fixtures.ts';

describe('every view of the host', () => {
  checkViews([
    ...Object.entries(hostViews).map(([name, make]) => ({
      name: `host ${name}`,
      show: async () => (await host(make())).app,
    })),
    {
      name: 'host for you',
      show: async () => {
        const { app } = await host(hostRoom());
        await press(app, 'For you');
        return app;
      },
    },
    {
      name: 'host notes beside the room',
      show: async () => {
        const { app } = await host(hostRoom());
        app.vaultActions = vaultActions([]);
        app.vault = besideRoom();
        await settled(app);
        await press(app, 'Notes');
        return app;
      },
    },
  ]);
});
