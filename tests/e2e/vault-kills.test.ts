import { afterEach, describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { cutLastRecord } from '../support/half-record.ts';
import { Keeper } from '../support/keeper.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { VaultKiller } from '../support/vault-killer.ts';
import { making, MOMENTS, type Moment } from '../support/vault-moments.ts';

/** A few of the moments of `npm run endure -- vault-kills`, which kills hundreds of times. */
describe('a browser killed with SIGKILL', () => {
  let keeper: Keeper;
  afterEach(() => keeper.leave());

  const arrive = async (browser: BrowserName, seed: number): Promise<VaultKiller> => {
    keeper = await Keeper.arrive(browser);
    return VaultKiller.arrive(keeper, seededRandom(seed));
  };
  const whole = { lost: [], halves: [], findings: [] };

  const survives = async (killer: VaultKiller, moments: readonly Moment[]): Promise<void> => {
    await killer.begin();
    for (const moment of moments) {
      expect(await killer.survive(MOMENTS[moment]), moment).toMatchObject(whole);
    }
    expect(killer.ledger.acknowledgements).toBeGreaterThan(0);
  };

  it('has lost no word that it showed as saved, and written nothing by half', async () => {
    await survives(await arrive('chromium', 11), [
      'in a save',
      'right after “Saved”',
      'signing',
      'putting a backup in place',
    ]);
  });

  it('has a whole vault or none when it was killed while the vault was made', async () => {
    const killer = await arrive('chromium', 12);
    expect(await killer.survive(making)).toMatchObject(whole);
  });

  it('opens its vault again and again after it died in the middle of a record', async () => {
    const killer = await arrive('chromium', 14);
    await killer.begin();
    const title = killer.ledger.title(await killer.create());
    // What is cut off is this unlocking, and no word.
    await keeper.person.press('Lock now');
    await keeper.person.sees('Your notes are closed.');
    for (let start = 0; start < 3; start += 1) {
      await keeper.unlock();
      await keeper.person.sees('Unlocked. Revision');
      await keeper.person.sees(title);
      await keeper.person.kill();
      if (start === 0) await cutLastRecord(keeper.person.profile);
      await keeper.comeBack();
      await keeper.person.open(keeper.relay.origin);
      await keeper.person.sees('Your notes are closed.');
    }
  });

  it('has lost no word in Firefox either', async () => {
    await survives(await arrive('firefox', 13), ['autosaves of several notes']);
  });
});
