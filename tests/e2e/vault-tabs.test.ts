import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultText as v } from '../../client/wording/vault.ts';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';

/** Saves in each of two tabs that write at once. */
const ROUNDS = 10;
const NEW_PASSPHRASE = 'ember ladder tulip granite cousin';

/** One browser with the vault open in two tabs. */
class TwoTabs {
  readonly keeper: Keeper;
  readonly first: Page;
  readonly second: Page;

  private constructor(keeper: Keeper, first: Page, second: Page) {
    this.keeper = keeper;
    this.first = first;
    this.second = second;
  }

  static async open(browser: 'chromium' | 'firefox'): Promise<TwoTabs> {
    const keeper = await Keeper.arrive(browser);
    await keeper.create();
    const first = await keeper.person.newTab();
    await keeper.person.open(keeper.relay.origin);
    await keeper.unlock();
    await keeper.person.sees('Recent notes');
    return new TwoTabs(keeper, first, keeper.person.page);
  }

  /** From here on this tab is the one in front, and driven. */
  async in(page: Page): Promise<Keeper> {
    this.keeper.person.page = page;
    await page.bringToFront();
    return this.keeper;
  }

  /** A new note of the first tab, open in both. */
  async bothOpen(title: string): Promise<void> {
    const keeper = await this.in(this.first);
    await keeper.writeNote({ title, text: 'As it was.' });
    await this.in(this.second);
    await keeper.openNote(title);
  }

  async reopen(passphrase: string): Promise<void> {
    for (const page of [this.first, this.second]) {
      const { person } = await this.in(page);
      if ((await person.count('Unlock')) === 0) continue;
      await this.keeper.unlock(passphrase);
      await person.sees('Lock now');
    }
  }
}

/** Puts a whole text into the field of a tab, in one go. */
const put = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => {
    const [field] = window.witness.find('Text', 'textarea');
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no text to write in');
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }, text);

/** Keeps the timers of the autosave from running, as if the next moment did not come. */
const holdAutosave = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const later = window.setTimeout.bind(window);
    window.setTimeout = ((work: () => void, ms?: number) =>
      ms === 400 || ms === 2000 ? 0 : later(work, ms)) as typeof window.setTimeout;
  });

describe.each(['chromium', 'firefox'] as const)('two tabs in %s', (browser) => {
  let tabs: TwoTabs;
  beforeAll(async () => {
    tabs = await TwoTabs.open(browser);
  });
  afterAll(() => tabs.keeper.leave());

  it('each saves another note, and both have both', async () => {
    await (await tabs.in(tabs.first)).writeNote({ title: 'Kestrel', text: 'By the first.' });
    await (await tabs.in(tabs.second)).writeNote({ title: 'Plover', text: 'By the second.' });
    for (const [page, title] of [
      [tabs.first, 'Plover'],
      [tabs.second, 'Kestrel'],
    ] as const) {
      const keeper = await tabs.in(page);
      await keeper.leaveNote();
      await keeper.openNote(title);
      expect(await keeper.written('Text')).toMatch(/^By the /);
    }
  });

  it('what one saves shows in the other, where nothing was written meanwhile', async () => {
    await tabs.bothOpen('Heron');
    await put(tabs.first, 'Saved by the first.');
    const keeper = await tabs.in(tabs.second);
    await keeper.person.until('the other tab’s words', async () => {
      return (await keeper.written('Text')) === 'Saved by the first.';
    });
    expect(await keeper.saveState()).toBe('saved');
  });

  const ANSWERS = [
    ['Keep mine', 'mine'],
    ['Keep the other', 'theirs'],
    ['Keep both as two notes', 'both'],
  ] as const;

  // Which answer is given is the page's own affair, and no browser's.
  const answers = browser === 'chromium' ? ANSWERS : ANSWERS.slice(0, 1);
  it.each(answers)('both write the same note: “%s” loses no word', async (answer, keep) => {
    const title = `Egret ${keep}`;
    await tabs.bothOpen(title);
    const [first, second] = [`Of the first, ${keep}.`, `Of the second, ${keep}.`];
    await Promise.all([put(tabs.first, first), put(tabs.second, second)]);
    const asked = await tabs.keeper.person.until('one of the two to be asked', async () => {
      for (const page of [tabs.first, tabs.second]) {
        const text = await page.evaluate(() => window.witness.text());
        if (text.includes(v.editor.conflict.heading)) return page;
      }
      return undefined;
    });
    const [mine, theirs] = asked === tabs.first ? [first, second] : [second, first];
    const keeper = await tabs.in(asked);
    const { person } = keeper;
    const shown = await person.text();
    for (const text of [mine, theirs]) expect(shown).toContain(text);
    await person.press(answer);
    await keeper.saved();
    expect(await keeper.written('Text')).toBe(keep === 'mine' ? mine : theirs);

    if (keep === 'both') {
      await keeper.leaveNote();
      await person.until('two notes of that name', () =>
        person.page.evaluate(
          (wanted) =>
            window.witness
              .all('button.line')
              .filter(({ textContent }) => textContent.includes(wanted)).length === 2,
          title,
        ),
      );
      for (const text of [mine, theirs]) {
        await keeper.fill('Search all notes', text.replace(/[,.]/g, ''));
        await person.sees('1 note');
      }
      await keeper.fill('Search all notes', ' ');
    } else {
      await person.press('More');
      await person.press('History');
      await person.sees(v.editor.past.heading);
      // The newest text that is kept is the one that was not chosen.
      await person.page.evaluate(() => {
        const [take] = window.witness.all('ol.versions button');
        if (take instanceof HTMLElement) take.click();
      });
      const other = keep === 'mine' ? theirs : mine;
      await person.until('the other text', async () => (await keeper.written('Text')) === other);
      await keeper.saved();
    }
  });

  it('both type at once: every save that was acknowledged is there', async () => {
    await tabs.in(tabs.first);
    await tabs.keeper.writeNote({ title: 'Curlew', text: 'First.' });
    await tabs.in(tabs.second);
    await tabs.keeper.writeNote({ title: 'Dunlin', text: 'Second.' });
    const acknowledged = new Map<Page, string>();
    const write = async (page: Page): Promise<void> => {
      for (let round = 1; round <= ROUNDS; round += 1) {
        const text = `Round ${String(round)} of ${String(ROUNDS)}.`;
        await put(page, text);
        await page.waitForFunction(
          () => window.witness.all('[data-save]')[0]?.getAttribute('data-save') === 'saved',
          { polling: 20 },
        );
        acknowledged.set(page, text);
      }
    };
    await Promise.all([write(tabs.first), write(tabs.second)]);
    for (const [page, title] of [
      [tabs.first, 'Dunlin'],
      [tabs.second, 'Curlew'],
    ] as const) {
      const other = page === tabs.first ? tabs.second : tabs.first;
      const keeper = await tabs.in(page);
      await keeper.leaveNote();
      await keeper.openNote(title);
      expect(await keeper.written('Text')).toBe(acknowledged.get(other));
    }
    const keeper = await tabs.in(tabs.first);
    await keeper.comeAnew();
    await keeper.unlock();
    for (const title of ['Curlew', 'Dunlin']) {
      await keeper.openNote(title);
      expect(await keeper.written('Text')).toBe(`Round ${String(ROUNDS)} of ${String(ROUNDS)}.`);
    }
  });

  it('a lock in one locks the other, and what was being written there is saved', async () => {
    await tabs.bothOpen('Godwit');
    await holdAutosave(tabs.second);
    await put(tabs.second, 'Written in the last moment.');
    await (await tabs.in(tabs.first)).lock();
    const keeper = await tabs.in(tabs.second);
    await keeper.person.sees('Your notes are closed.');
    expect(await keeper.person.text()).not.toContain('Godwit');
    await tabs.reopen(PASSPHRASE);
    await tabs.in(tabs.first);
    await keeper.openNote('Godwit');
    expect(await keeper.written('Text')).toBe('Written in the last moment.');
  });

  it('words for a note that was signed meanwhile come back after a lock in one of their own', async () => {
    await tabs.bothOpen('Dipper');
    await holdAutosave(tabs.second);
    // Going out of sight saves: the words come after it.
    const keeper = await tabs.in(tabs.first);
    await put(tabs.second, 'Written beside the signature.');
    await keeper.person.press('Sign and lock…');
    await keeper.person.press('Sign and lock');
    await keeper.person.sees('Its text cannot be changed.');
    await keeper.lock();
    await tabs.in(tabs.second);
    await keeper.person.sees(v.locked.unsavedKept);
    await tabs.reopen(PASSPHRASE);
    await tabs.in(tabs.second);
    await keeper.person.until('the words to be back', async () => {
      return (await keeper.written('Text')) === 'Written beside the signature.';
    });
    expect(await keeper.written('Title')).toBe('Dipper');
    await keeper.leaveNote();
    await keeper.person.type('Search all notes', 'dipper');
    await keeper.person.sees('2 notes');
    await keeper.fill('Search all notes', 'beside');
    await keeper.person.sees('1 note');
    await keeper.fill('Search all notes', ' ');
  });

  it('a changed passphrase locks the other tab, and costs it no word', async () => {
    await tabs.bothOpen('Whimbrel');
    await holdAutosave(tabs.second);
    await put(tabs.second, 'Written before the change.');
    const keeper = await tabs.in(tabs.first);
    await keeper.changePassphrase(PASSPHRASE, NEW_PASSPHRASE);
    await tabs.in(tabs.second);
    await keeper.person.sees('Your notes are closed.');
    await keeper.unlock();
    await keeper.person.sees(v.errors.WRONG_KEY);
    await tabs.reopen(NEW_PASSPHRASE);
    await keeper.openNote('Whimbrel');
    await keeper.saved();
    expect(await keeper.written('Text')).toBe('Written before the change.');
    await tabs.in(tabs.first);
    await keeper.person.press('Today');
    expect(await keeper.person.count('Keep what is left')).toBe(0);
  });

  it('a backup that is put back locks the other tab', async () => {
    const keeper = await tabs.in(tabs.first);
    const file = await keeper.backup();
    await keeper.writeNote({ title: 'Sanderling', text: 'Of after the backup.' });
    await tabs.in(tabs.second);
    await keeper.openNote('Sanderling');
    await tabs.in(tabs.first);
    const { person } = keeper;
    await person.press('Settings');
    await keeper.readBackup(file, NEW_PASSPHRASE);
    await person.type(v.restore.typeWords, v.restore.explicitWords);
    await person.press(v.restore.commitOlder);
    await person.sees('Your notes are closed.');
    await tabs.in(tabs.second);
    await person.sees('Your notes are closed.');
    await tabs.reopen(NEW_PASSPHRASE);
    for (const page of [tabs.first, tabs.second]) {
      await tabs.in(page);
      await keeper.openNote('Whimbrel');
      expect(await person.text()).not.toContain('Sanderling');
    }
    expect(await (await keeper.raw()).databases()).toHaveLength(2);
  });
});
