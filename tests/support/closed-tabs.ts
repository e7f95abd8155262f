import { vaultText as v } from '../../client/wording/vault.ts';
import type { Keeper } from './keeper.ts';
import { watchSteps } from './vault-steps.ts';

/** What there is after each closing, and at last after the work that nothing has cut off. */
export type Closings<Outcome> = readonly Outcome[];

/**
 * Closes tabs in the middle of what the vault's storage does, after its first step, and then `stride`
 * steps later each time, until the work comes to its end. Chromium alone, see `watchSteps`. Throws a
 * sentence where something is left of what was not finished, or amiss in what was there.
 */
export class ClosedTabs {
  readonly #keeper: Keeper;
  readonly #stride: number;

  constructor(keeper: Keeper, stride: number) {
    this.#keeper = keeper;
    this.#stride = stride;
  }

  /** Leaves a vault with nothing in it, open. */
  async makingVault(): Promise<Closings<'none' | 'whole'>> {
    const keeper = this.#keeper;
    const { person, relay } = keeper;
    await person.open(relay.origin);
    return this.#each(async (steps) => {
      const devtools = await person.page.createCDPSession();
      await devtools.send('Storage.clearDataForOrigin', {
        origin: relay.origin,
        storageTypes: 'indexeddb',
      });
      const cut = await this.#closedAfter(steps, async (count) => {
        count();
        await keeper.askForVault();
        await person.sees('Will this browser keep your notes?');
      });
      await person.page.reload({ waitUntil: 'load' });
      const shown = await person.sees(/Create a vault|Your notes are closed/);
      await this.#isWhole();
      return { cut, outcome: shown.includes('Create a vault') ? 'none' : 'whole' };
    });
  }

  /** Begins with an open vault, and leaves one that is locked. */
  async restoringBackup(): Promise<Closings<'before' | 'restored'>> {
    const keeper = this.#keeper;
    const { person, relay } = keeper;
    await keeper.writeNote({ title: 'Tern', text: 'Of before the backup.' });
    const file = await keeper.backup();
    await keeper.writeNote({ title: 'Avocet', text: 'Of after the backup.' });
    await keeper.lock();
    return this.#each(async (steps) => {
      const cut = await this.#closedAfter(steps, async (count) => {
        await person.open(relay.origin);
        await keeper.unlock();
        await person.sees('Recent notes');
        await person.press('Settings');
        count();
        await keeper.readBackup(file);
        await person.type(v.restore.typeWords, v.restore.explicitWords);
        await person.press(v.restore.commitOlder);
        await person.sees('Your notes are closed.');
      });
      await keeper.comeAnew();
      await this.#isWhole();
      const shown = await person.text();
      if (!shown.includes('Tern')) throw new Error('neither the one vault nor the other is there');
      const outcome = shown.includes('Avocet') ? 'before' : 'restored';
      if (outcome === 'restored') await keeper.writeNote({ title: 'Avocet', text: 'Anew.' });
      await keeper.lock();
      return { cut, outcome };
    });
  }

  async #each<Outcome>(
    close: (steps: number) => Promise<{ cut: boolean; outcome: Outcome }>,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (let steps = 1; ; steps += this.#stride) {
      const { cut, outcome } = await close(steps).catch((error: unknown) => {
        throw new Error(`after step ${String(steps)}: ${String(error)}`, { cause: error });
      });
      outcomes.push(outcome);
      if (!cut) return outcomes;
    }
  }

  /**
   * Does the work in a tab of its own, which is closed as soon as the storage has taken so many steps
   * (transactions and databases, begun and done) from the moment at which `work` calls `count`. True
   * if it came to that.
   */
  async #closedAfter(
    steps: number,
    work: (count: () => void) => Promise<unknown>,
  ): Promise<boolean> {
    const { person } = this.#keeper;
    const before = await person.newTab();
    const { page } = person;
    let left = Infinity;
    let closing: Promise<true> | undefined;
    const closed = new Promise<true>((resolve) => {
      watchSteps(person, {
        slowerMs: 20,
        hear: () => {
          left -= 1;
          if (left === 0) closing = page.close().then(() => true);
          if (closing) resolve(closing);
        },
      });
    });
    const worked = work(() => (left = steps)).then(() => {
      // A step that comes after the end closes nothing any more; one just before it did.
      left = Infinity;
      return closing ?? false;
    });
    // Cut off, it fails in whatever it was doing.
    worked.catch(() => undefined);
    const cut = await Promise.race([closed, worked.catch(() => closed)]);
    if (!cut) await page.close();
    person.page = before;
    await before.bringToFront();
    return cut;
  }

  /** Nothing is left of what was not finished, and of what was there nothing is amiss. */
  async #isWhole(): Promise<void> {
    const keeper = this.#keeper;
    const { person } = keeper;
    const raw = await keeper.raw();
    const names = await raw.names();
    if (names.staging !== undefined) throw new Error('a vault that was not finished is kept');
    const vaults = (await raw.databases()).filter((name) => name !== 'alcove');
    const expected = names.current === undefined ? [] : [names.current];
    if (vaults.join() !== expected.join()) {
      throw new Error(`databases ${vaults.join()} in place of ${expected.join()}`);
    }
    if (names.current === undefined) return;
    await keeper.unlock();
    await person.sees(/Unlocked\. Revision \d+, saved/);
    await person.press('Notes');
    await person.type('Search all notes', 'of');
    await person.until('every note to be read', async () => {
      return !(await person.text()).includes(v.notes.reading);
    });
    await person.press('Today');
    if ((await person.count('Keep what is left')) > 0) throw new Error('something is amiss');
  }
}
