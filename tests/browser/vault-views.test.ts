import { ok } from './assert.ts';
import { checkViews } from './every-view.ts';
import { press, vault } from './stand.ts';
import { vaultOpened, vaultViews } from './vault-fixtures.ts';

describe('every view of the vault', () => {
  checkViews([
    ...Object.entries(vaultViews).map(([name, make]) => ({
      name: `vault ${name}`,
      show: async () => (await vault(make())).app,
    })),
    ...Object.entries(vaultOpened).map(([name, [view, ...presses]]) => ({
      name: `vault ${name}`,
      show: async () => {
        const make = vaultViews[view];
        ok(make !== undefined, `a view ${view}`);
        const { app } = await vault(make());
        for (const button of presses) await press(app, button);
        return app;
      },
    })),
  ]);
});
