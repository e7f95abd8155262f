import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultText as v } from '../../client/wording/vault.ts';
import { Keeper } from '../support/keeper.ts';
import { watchSteps } from '../support/vault-steps.ts';

/** A few steps of the storage are enough here; the kills of `npm run endure` come at any. */
const STRIDE = 8;

describe('a full disk, in chromium', () => {
  let keeper: Keeper;
  let devtools: CDPSession;
  beforeAll(async () => {
    keeper = await Keeper.arrive('chromium');
    await keeper.create();
    devtools = await keeper.person.page.createCDPSession();
  });
  afterAll(() => keeper.leave());

  /** The browser lets this page store so many bytes; without a number, as many as there are. */
  const allow = (quotaSize?: number): Promise<void> =>
    devtools.send('Storage.overrideQuotaForOrigin', {
      origin: keeper.relay.origin,
      ...(quotaSize !== undefined && { quotaSize }),
    });
  const failed = async (): Promise<void> => {
    await keeper.person.until('a save to fail', async () => {
      return (await keeper.saveState()) === 'failed';
    });
    expect(await keeper.person.text()).toContain(v.errors.QUOTA);
  };
  /** Types until a save fails, since the browser looks at its limit only now and then. */
  const typeUntilFull = async (): Promise<string> => {
    await allow(1);
    await keeper.person.until('the browser to refuse', async () => {
      await keeper.add('Text', ' more');
      return (await keeper.person.text()).includes(v.errors.QUOTA);
    });
    await failed();
    return (await keeper.written('Text')) ?? '';
  };

  it('the editor says so; words and the way in are kept; with room again all is saved', async () => {
    const { person } = keeper;
    await keeper.writeNote({ title: 'Tern', text: 'There was room for this.' });
    const words = await typeUntilFull();
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
    await allow();
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
    const session = await other.person.page.createCDPSession();
    await other.person.open(other.relay.origin);
    await session.send('Storage.overrideQuotaForOrigin', {
      origin: other.relay.origin,
      quotaSize: 1,
    });
    await other.askForVault();
    await other.person.sees(v.errors.QUOTA);
    const raw = await other.raw();
    expect((await raw.databases()).filter((name) => name !== 'alcove')).toEqual([]);
    await session.send('Storage.overrideQuotaForOrigin', { origin: other.relay.origin });
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
  beforeAll(async () => {
    keeper = await Keeper.arrive('chromium');
    await keeper.person.open(keeper.relay.origin);
    await keeper.person.control('Create a vault');
  });
  afterAll(() => keeper.leave());

  /**
   * Does the work in a tab of its own, which is closed as soon as the storage has taken so many steps
   * (transactions and databases, begun and done) from the moment at which `work` calls `count`. True
   * if it came to that.
   */
  const closedAfter = async (
    steps: number,
    work: (count: () => void) => Promise<unknown>,
  ): Promise<boolean> => {
    const { person } = keeper;
    const before = await person.newTab();
    const { page } = person;
    let left = Infinity;
    const closed = new Promise<true>((resolve) => {
      watchSteps(person, {
        slowerMs: 20,
        hear: () => {
          left -= 1;
          if (left === 0) void page.close().then(() => resolve(true));
        },
      });
    });
    const worked = work(() => (left = steps)).then(() => false);
    // Cut off, it fails in whatever it was doing.
    worked.catch(() => undefined);
    const cut = await Promise.race([closed, worked.catch(() => closed)]);
    if (!cut) await page.close();
    person.page = before;
    await before.bringToFront();
    return cut;
  };

  /** Nothing is left of what was not finished, and of what was there nothing is amiss. */
  const isWhole = async (): Promise<void> => {
    const raw = await keeper.raw();
    const names = await raw.names();
    expect(names.staging).toBeUndefined();
    const vaults = names.current === undefined ? [] : [names.current];
    expect((await raw.databases()).filter((name) => name !== 'alcove')).toEqual(vaults);
    if (names.current === undefined) return;
    await keeper.unlock();
    await keeper.person.sees(/Unlocked\. Revision \d+, saved/);
    await keeper.person.press('Notes');
    await keeper.person.type('Search all notes', 'of');
    await keeper.person.until('every note to be read', async () => {
      return !(await keeper.person.text()).includes(v.notes.reading);
    });
    await keeper.person.press('Today');
    expect(await keeper.person.count('Keep what is left')).toBe(0);
  };

  it('of making a vault: there is a whole one or none', async () => {
    const outcomes: string[] = [];
    for (let steps = 1; ; steps += STRIDE) {
      const devtools = await keeper.person.page.createCDPSession();
      await devtools.send('Storage.clearDataForOrigin', {
        origin: keeper.relay.origin,
        storageTypes: 'indexeddb',
      });
      const cut = await closedAfter(steps, async (count) => {
        count();
        await keeper.askForVault();
        await keeper.person.sees('Will this browser keep your notes?');
      });
      await keeper.person.page.reload({ waitUntil: 'load' });
      const shown = await keeper.person.sees(/Create a vault|Your notes are closed/);
      outcomes.push(shown.includes('Create a vault') ? 'none' : 'whole');
      await isWhole();
      if (!cut) break;
    }
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes).toContain('none');
    expect(outcomes.at(-1)).toBe('whole');
  });

  it('of putting back a backup: the one vault or the other is there', async () => {
    const { person } = keeper;
    await keeper.writeNote({ title: 'Tern', text: 'Of before the backup.' });
    const file = await keeper.backup();
    await keeper.writeNote({ title: 'Avocet', text: 'Of after the backup.' });
    await keeper.lock();
    const outcomes: string[] = [];
    for (let steps = 1; ; steps += STRIDE) {
      const cut = await closedAfter(steps, async (count) => {
        await person.open(keeper.relay.origin);
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
      await isWhole();
      const shown = await person.text();
      expect(shown).toContain('Tern');
      outcomes.push(shown.includes('Avocet') ? 'before' : 'restored');
      if (outcomes.at(-1) === 'restored')
        await keeper.writeNote({ title: 'Avocet', text: 'Anew.' });
      await keeper.lock();
      if (!cut) break;
    }
    expect(outcomes.length).toBeGreaterThan(1);
    expect(outcomes).toContain('before');
    expect(outcomes.at(-1)).toBe('restored');
  });
});
