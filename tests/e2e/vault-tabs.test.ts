import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultText as v } from '../../client/wording/vault.ts';
import { PASSPHRASE } from '../support/keeper.ts';
import { ANSWERS, put, TwoTabs } from '../support/two-tabs.ts';

/** Saves in each of two tabs that write at once; `npm run endure -- vault-tabs` has many more. */
const ROUNDS = { chromium: 10, firefox: 4 };
const NEW_PASSPHRASE = 'ember ladder tulip granite cousin';

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

  // Which answer is given is the page's own affair, and no browser's: the rest is in
  // `npm run endure -- vault-tabs`.
  const answers = browser === 'chromium' ? ANSWERS : ANSWERS.slice(0, 1);
  it.each(answers)('both write the same note: “%s” loses no word', async (...answer) => {
    await tabs.conflict(answer);
  });

  it('both type at once: every save that was acknowledged is there', async () => {
    const rounds = ROUNDS[browser];
    expect(await tabs.typeAtOnce(rounds)).toEqual({ acknowledged: 2 * rounds, lost: [] });
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
