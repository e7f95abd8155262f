import { ClosedTabs } from '../support/closed-tabs.ts';
import { Keeper } from '../support/keeper.ts';
import type { Run } from './run.ts';

/** Tabs closed at every step of the storage, while a vault is made and while a backup is put back. */
export const vaultCloses: Run = {
  name: 'vault-closes',
  async run() {
    const keeper = await Keeper.arrive('chromium');
    const tabs = new ClosedTabs(keeper, 1);
    const figures: Record<string, string> = {};
    let held = true;
    try {
      for (const [what, close] of [
        ['making a vault', () => tabs.makingVault()],
        ['putting back a backup', () => tabs.restoringBackup()],
      ] as const) {
        const outcomes: readonly string[] = await close();
        const of = [...new Set(outcomes)].map((outcome) => {
          return `${outcome} ${String(outcomes.filter((other) => other === outcome).length)} times`;
        });
        figures[`tabs closed while ${what}`] =
          `${String(outcomes.length - 1)}, and one that was not; what was there: ${of.join(', ')}`;
        held &&= of.length === 2;
      }
    } catch (error) {
      console.log(error);
      held = false;
    } finally {
      await keeper.leave();
    }
    return { figures, held };
  },
};
