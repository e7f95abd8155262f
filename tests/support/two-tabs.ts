import type { Page } from 'puppeteer-core';
import { vaultText as v } from '../../client/wording/vault.ts';
import type { BrowserName } from './browsers.mjs';
import { Keeper } from './keeper.ts';

/** What somebody may answer when both tabs have written the same note: on the button, and in short. */
export const ANSWERS = [
  ['Keep mine', 'mine'],
  ['Keep the other', 'theirs'],
  ['Keep both as two notes', 'both'],
] as const;

/** One browser with the vault open in two tabs. */
export class TwoTabs {
  readonly keeper: Keeper;
  readonly first: Page;
  readonly second: Page;

  private constructor(keeper: Keeper, first: Page, second: Page) {
    this.keeper = keeper;
    this.first = first;
    this.second = second;
  }

  static async open(browser: BrowserName): Promise<TwoTabs> {
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

  /**
   * Both write the same note at once, and the one that is asked gives this answer. Throws a sentence
   * where a word of either is not to be found afterwards.
   */
  async conflict([answer, keep]: readonly [
    answer: string,
    keep: 'mine' | 'theirs' | 'both',
  ]): Promise<void> {
    const title = `Egret ${keep}`;
    await this.bothOpen(title);
    const [first, second] = [`Of the first, ${keep}.`, `Of the second, ${keep}.`];
    await Promise.all([put(this.first, first), put(this.second, second)]);
    const asked = await this.keeper.person.until('one of the two to be asked', async () => {
      for (const page of [this.first, this.second]) {
        const text = await page.evaluate(() => window.witness.text());
        if (text.includes(v.editor.conflict.heading)) return page;
      }
      return undefined;
    });
    const [mine, theirs] = asked === this.first ? [first, second] : [second, first];
    const keeper = await this.in(asked);
    const { person } = keeper;
    for (const text of [mine, theirs]) await person.sees(text);
    await person.press(answer);
    await keeper.saved();
    const kept = keep === 'mine' ? mine : theirs;
    const written = await keeper.written('Text');
    if (written !== kept) throw new Error(`“${String(written)}” in place of “${kept}”`);
    if (keep === 'both') {
      await this.#twoNotes(title, [mine, theirs]);
      return;
    }
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

  async #twoNotes(title: string, texts: readonly string[]): Promise<void> {
    const { keeper } = this;
    const { person } = keeper;
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
    for (const text of texts) {
      await keeper.fill('Search all notes', text.replace(/[,.]/g, ''));
      await person.sees('1 note');
    }
    await keeper.fill('Search all notes', ' ');
  }

  /**
   * Each writes a note of its own as fast as it is saved, so many times. `lost` says what was shown
   * as saved and stands nowhere: in the other tab, and after both were read from the disk again.
   */
  async typeAtOnce(rounds: number): Promise<{ acknowledged: number; lost: string[] }> {
    await (await this.in(this.first)).writeNote({ title: 'Curlew', text: 'First.' });
    await (await this.in(this.second)).writeNote({ title: 'Dunlin', text: 'Second.' });
    const newest = new Map<Page, string>();
    let acknowledged = 0;
    const write = async (page: Page, by: string): Promise<void> => {
      for (let round = 1; round <= rounds; round += 1) {
        const text = `Round ${String(round)} of ${by}.`;
        await put(page, text);
        await page.waitForFunction(
          () => window.witness.all('[data-save]')[0]?.getAttribute('data-save') === 'saved',
          { polling: 20 },
        );
        newest.set(page, text);
        acknowledged += 1;
      }
    };
    await Promise.all([write(this.first, 'the first'), write(this.second, 'the second')]);

    const lost: string[] = [];
    const look = async (title: string, by: Page): Promise<void> => {
      await this.keeper.openNote(title);
      const written = await this.keeper.written('Text');
      const saved = newest.get(by);
      if (written !== saved) lost.push(`${title}: “${String(written)}”, not “${String(saved)}”`);
    };
    for (const [page, title, by] of [
      [this.first, 'Dunlin', this.second],
      [this.second, 'Curlew', this.first],
    ] as const) {
      await (await this.in(page)).leaveNote();
      await look(title, by);
    }
    const keeper = await this.in(this.first);
    await keeper.comeAnew();
    await keeper.unlock();
    await look('Curlew', this.first);
    await look('Dunlin', this.second);
    return { acknowledged, lost };
  }
}

/** Puts a whole text into the field of a tab, in one go. */
export const put = (page: Page, text: string): Promise<void> =>
  page.evaluate((words) => {
    const [field] = window.witness.find('Text', 'textarea');
    if (!(field instanceof HTMLTextAreaElement)) throw new Error('no text to write in');
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }, text);
