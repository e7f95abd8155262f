import { acceptOnce, FOUND, scene } from '../support/tampered-vault.ts';
import type { Run } from './run.ts';

/** Every kind of damage that is found: accepted once, it is over for good. */
export const vaultTampers: Run = {
  name: 'vault-tampers',
  async run() {
    const stage = await scene('chromium');
    let failed = 0;
    try {
      for (const found of FOUND) {
        try {
          await acceptOnce(stage, found);
        } catch (error) {
          failed += 1;
          console.log(`  ${found[0]}:`, error);
        }
      }
    } finally {
      await stage.keeper.leave();
    }
    return {
      figures: { 'kinds of damage accepted': FOUND.length, 'that were not over then': failed },
      held: failed === 0,
    };
  },
};
