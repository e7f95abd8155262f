import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultText as v } from '../../client/wording/vault.ts';
import { ClosedTabs } from '../support/closed-tabs.ts';
import { FullDisk } from '../support/full-disk.ts';
import { Keeper } from '../support/keeper.ts';

/** A few steps of the storage are enough here; `npm run endure -- vault-closes` closes at every one. */
const STRIDE = 16;

describe('a full disk, in chromium', () => {
  let keeper: Keeper;
  let disk: FullDisk;
  beforeAll(async () => {
    keeper = await Keeper.arrive('chromium');
    disk = await FullDisk.of(keeper.person, keeper.relay.origin);
    await keeper.create();
  });
  afterAll(() => keeper.leave());

  const failed = async (): Promise<void> => {
    await keeper.person.until('a save to fail', async () => {
      return (await keeper.saveState()) === 'failed';
    });
    expect(await keeper.person.text()).toContain(v.errors.QUOTA);
  };

  it('the editor says so; words and the way in are kept; with room again all is saved', async () => {
    const { person } = keeper;
    await keeper.writeNote({ title: 'Tern', text: 'There was room for this.' });
    await disk.fill();
    await keeper.add('Text', ' And there is none for more.');
    await failed();
    const words = (await keeper.written('Text')) ?? '';
    await person.press('Save again');
    await failed();
    // Nor is it forgotten while somebody looks elsewhere.
    await person.press('Today');
    await person.press('Notes');
    await failed();
    expect(await keeper.written('Text')).toBe(words);

    await keeper.lock();
    const shown = await person.text();
    expect(shown).toContain(v.locked.unsavedKept);
    expect(shown).not.toContain('Tern');
    await keeper.unlock();
    const back = () =>
      person.until('the words to be back', async () => (await keeper.written('Text')) === words);
    await back();
    await failed();
    // The words and the opening itself: neither could be put on the disk, and both is said.
    expect((await person.text()).split(v.errors.QUOTA)).toHaveLength(3);
    await person.press(v.putAway);
    // Nor is opening it a wrong try, which it was when there was no room to say otherwise.
    await person.press('Today');
    expect(await person.text()).not.toContain('failed since');

    await keeper.lock();
    await disk.empty();
    await keeper.unlock();
    await back();
    await keeper.saved();
    expect(await person.text()).not.toContain(v.errors.QUOTA);
    await keeper.comeAnew();
    await keeper.unlock();
    await person.sees(/Unlocked\. Revision \d+, saved/);
    expect(await person.text()).not.toContain('failed since');
    await keeper.openNote('Tern');
    expect(await keeper.written('Text')).toBe(words);
  });

  it('no vault is made where there is no room, and one is made when there is', async () => {
    const other = await Keeper.arrive('chromium');
    const its = await FullDisk.of(other.person, other.relay.origin);
    await other.person.open(other.relay.origin);
    await its.fill();
    await other.askForVault();
    await other.person.sees(v.errors.QUOTA);
    const raw = await other.raw();
    const made = (await raw.databases()).filter((name) => name.startsWith('alcove-vault'));
    expect(made).toEqual([]);
    await its.empty();
    await other.person.page.reload();
    await other.create();
    await other.leave();
  });
});

describe('a full disk, in firefox', () => {
  it('the editor says so, and the words stay', async () => {
    const keeper = await Keeper.arrive('firefox', {
      // KB; the page’s own files that are kept for want of a network take most of it.
      prefs: { 'dom.quotaManager.temporaryStorage.fixedLimit': 12_288 },
    });
    await keeper.create();
    const titles = Array.from(
      { length: 12 },
      (_, index) => `Tern ${String.fromCharCode(65 + index)}`,
    );
    for (const title of titles) await keeper.writeNote({ title, text: 'Room for this.' });
    const long = 'There is no end to it. '.repeat(40_000);
    for (const title of titles) {
      await keeper.openNote(title);
      await keeper.person.page.evaluate((text) => {
        const [field] = window.witness.find('Text', 'textarea');
        if (!(field instanceof HTMLTextAreaElement)) throw new Error('no text to write in');
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      }, long);
      await keeper.person.until('a save, or that it fails', async () =>
        /^(?:saved|failed)$/.test((await keeper.saveState()) ?? ''),
      );
      if ((await keeper.saveState()) === 'failed') break;
    }
    expect(await keeper.person.text()).toContain(v.errors.QUOTA);
    expect(await keeper.written('Text')).toBe(long);
    await keeper.leave();
  });
});

/** A browser in which no page may store anything. */
async function refusing(browser: 'chromium' | 'firefox'): Promise<Keeper> {
  if (browser === 'firefox') {
    // Site data is refused together with cookies.
    return Keeper.arrive('firefox', { prefs: { 'network.cookie.cookieBehavior': 2 } });
  }
  const profile = await mkdtemp(join(tmpdir(), 'alcove-chromium-'));
  await mkdir(join(profile, 'Default'));
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(settings));
  return Keeper.arrive('chromium', { profile });
}

describe.each(['chromium', 'firefox'] as const)('storage, in %s', (browser) => {
  it('that is refused: a sentence says so, and a quick session works', async () => {
    const keeper = await refusing(browser);
    const { person } = keeper;
    await person.open(keeper.relay.origin);
    await person.sees(v.errors.STORAGE_BLOCKED);
    expect(await person.count('Create a vault')).toBe(0);
    await person.press('Start a session now');
    await person.sees('Copy link');
    await keeper.leave();
  });

  it('of a private window: it works as long as the window is open', async () => {
    const keeper = await Keeper.arrive(browser, {
      flags: ['--incognito'],
      prefs: { 'browser.privatebrowsing.autostart': true },
    });
    const { person } = keeper;
    await keeper.askForVault();
    await person.sees(/gave no promise|does not say whether/);
    await person.press('Open my notes');
    await keeper.writeNote({ title: 'Tern', text: 'For this window alone.' });
    await keeper.comeAnew();
    await keeper.unlock();
    await keeper.openNote('Tern');
    expect(await keeper.written('Text')).toBe('For this window alone.');
    await keeper.leave();
  });
});

describe('a tab that is closed in the middle, in chromium', () => {
  let keeper: Keeper;
  let tabs: ClosedTabs;
  beforeAll(async () => {
    keeper = await Keeper.arrive('chromium');
    tabs = new ClosedTabs(keeper, STRIDE);
  });
  afterAll(() => keeper.leave());

  it('of making a vault: there is a whole one or none', async () => {
    const outcomes = await tabs.makingVault();
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes).toContain('none');
    expect(outcomes.at(-1)).toBe('whole');
  });

  it('of putting back a backup: the one vault or the other is there', async () => {
    const outcomes = await tabs.restoringBackup();
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes).toContain('before');
    expect(outcomes.at(-1)).toBe('restored');
  });
});
