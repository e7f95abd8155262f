import { ANSWERS, TwoTabs } from '../support/two-tabs.ts';
import type { Run } from './run.ts';

const ROUNDS = Number(process.env['VAULT_TABS_ROUNDS'] ?? 50);

/** Two tabs with one vault, in both browsers: each answer to a conflict, and both typing at once. */
export const vaultTabs: Run = {
  name: 'vault-tabs',
  async run() {
    const figures: Record<string, number> = {};
    let held = true;
    for (const browser of ['chromium', 'firefox'] as const) {
      const tabs = await TwoTabs.open(browser);
      let answered = 0;
      try {
        for (const answer of ANSWERS) {
          await tabs.conflict(answer);
          answered += 1;
        }
        const { acknowledged, lost } = await tabs.typeAtOnce(ROUNDS);
        for (const sentence of lost) console.log(`  ${browser}: ${sentence}`);
        figures[`saves of two tabs at once, ${browser}`] = acknowledged;
        figures[`of these lost, ${browser}`] = lost.length;
        held &&= lost.length === 0;
      } catch (error) {
        console.log(`  ${browser}:`, error);
        held = false;
      } finally {
        await tabs.keeper.leave();
      }
      figures[`answers to a conflict that lost no word, ${browser}`] = answered;
    }
    return { figures, held };
  },
};
