import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Keeper } from '../support/keeper.ts';

/** A day's work with notes, as a person does it. */
describe('notes', () => {
  let keeper: Keeper;
  let downloads: string;
  beforeAll(async () => {
    keeper = await Keeper.arrive('chromium');
    downloads = await mkdtemp(join(tmpdir(), 'alcove-downloads-'));
    const session = await keeper.person.browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      behavior: 'allow',
      downloadPath: downloads,
    });
    await keeper.create();
  });
  afterEach(async () => {
    expect(await keeper.person.complaints()).toEqual([]);
  });
  afterAll(async () => {
    await keeper.leave();
    await rm(downloads, { recursive: true });
  });

  const downloaded = (ending: string): Promise<string> =>
    keeper.person.until(`a download of ${ending}`, async () => {
      const name = (await readdir(downloads)).find((file) => file.endsWith(ending));
      return name !== undefined && (await readFile(join(downloads, name), 'utf8'));
    });
  const addClient = async (name: string) => {
    const { person } = keeper;
    await person.press('Clients');
    await person.press('Add a client');
    await person.type('Name', name);
    await person.press('Add');
    await person.press('Give this person their record…');
    await person.press('Cancel');
  };
  const choose = (label: string, option: string) =>
    keeper.person.until(`“${option}” under ${label}`, () =>
      keeper.person.page.evaluate(
        (wanted, text) => {
          const [select] = window.witness.find(wanted, 'select');
          if (!(select instanceof HTMLSelectElement)) return false;
          const found = [...select.options].find((one) => one.textContent.trim() === text);
          if (!found) return false;
          select.value = found.value;
          select.dispatchEvent(new Event('change', { bubbles: true }));
          return true;
        },
        label,
        option,
      ),
    );
  const begin = async (client: string, template: string, kind = 'progress') => {
    const { person } = keeper;
    await person.press('Notes');
    await keeper.leaveNote();
    await person.press('New note');
    await person.control('Begin with');
    await person.page.evaluate((value) => {
      const [choice] = window.witness.all(`input[name=kind][value=${value}]`);
      if (choice instanceof HTMLInputElement) choice.click();
    }, kind);
    await choose('For whom', client);
    await choose('Begin with', template);
    await person.press('Start writing');
  };

  it('are written from templates, carried over, found, signed, and amended', async () => {
    const { person } = keeper;
    await addClient('Mr. Okonkwo');
    await begin('Mr. Okonkwo', 'SOAP');
    await keeper.add('Title', 'First visit');
    await keeper.add('Subjective', 'Sleeps badly since the move.');
    await keeper.add('Plan', 'Sleep diary until next time.');
    await keeper.saved();

    await begin('Mr. Okonkwo', 'SOAP');
    await keeper.add('Title', 'Second visit');
    await person.press('Carry over from the last note');
    await person.until('the plan to be carried over', async () => {
      return (await keeper.written('Plan')) === 'Sleep diary until next time.';
    });
    await keeper.add('Assessment', 'Grief, long put off.');
    await keeper.saved();

    await keeper.leaveNote();
    await person.type('Search all notes', 'diar sleep');
    await person.sees('2 notes');
    await keeper.fill('Search all notes', 'grief');
    await person.sees('1 note');
    await person.until('the match to be marked', () =>
      person.page.evaluate(() =>
        window.witness.all('mark').some(({ textContent }) => textContent === 'Grief'),
      ),
    );
    await keeper.fill('Search all notes', 'okonk');
    await person.sees('2 notes');

    await keeper.openNote('First visit');
    await person.press('Sign and lock…');
    await person.press('Sign and lock');
    await person.sees('Its text cannot be changed.');
    expect(await person.count('Title')).toBe(0);
    await person.type('New amendment', 'He had moved twice.');
    await person.press('Add an amendment');
    await person.sees('He had moved twice.');
    await person.sees('Sleeps badly since the move.');

    await keeper.fill('Search all notes', '');
    await person.page.keyboard.press('Backspace');
    await person.sees('Second visit');
  });

  it('of one kind leave the device for their client, and never with the other kind', async () => {
    const { person } = keeper;
    await addClient('Ms. Ivanova');
    await begin('Ms. Ivanova', 'Free note');
    await keeper.add('Title', 'In the record');
    await keeper.add('Text', 'Progress is steady.');
    await keeper.saved();
    await begin('Ms. Ivanova', 'Free note', 'psychotherapy');
    await keeper.add('Title', 'Mine alone');
    await keeper.add('Text', 'My countertransference today.');
    await keeper.saved();
    await person.press('Clients');
    await person.press('Give this person their record…');
    await person.press('Save the two files');
    const html = await downloaded('.html');
    const json = await downloaded('.json');
    for (const file of [html, json]) {
      expect(file).toContain('Progress is steady.');
      expect(file).not.toContain('countertransference');
      expect(file).not.toContain('Mine alone');
    }
    expect((await readdir(downloads)).join()).not.toContain('Ivanova');
  });

  it('keep their history, with what was changed', async () => {
    const { person } = keeper;
    const long = 'She came in from the rain and said that the week had been better than the last. ';
    await keeper.writeNote({ title: 'Rain', text: long + long });
    await keeper.fill('Text', 'All gone.');
    await person.page.keyboard.down('Control');
    await person.page.keyboard.press('KeyA');
    await person.page.keyboard.up('Control');
    await person.page.keyboard.type('A slip of the hand.');
    await keeper.saved();
    await person.press('More');
    await person.press('History');
    await person.sees('better than the last');
    await person.page.evaluate(() => {
      const [button] = window.witness.all('button[aria-label^="Use this text of"]');
      if (button instanceof HTMLElement) button.click();
    });
    await person.until('the earlier text', async () => {
      return (await keeper.written('Text'))?.startsWith('She came in') ?? false;
    });
    await keeper.saved();
  });

  it('that are half written outlast a lock: an amendment, and what is known of a client', async () => {
    const { person } = keeper;
    await keeper.writeNote({ title: 'Signed', text: 'As it was.' });
    await person.press('Sign and lock…');
    await person.press('Sign and lock');
    await person.type('New amendment', 'Half an amend');
    await person.press('Clients');
    await person.press('Add a client');
    await person.type('Name', 'Half a na');
    await keeper.lock();
    await person.sees('You had written something that was not saved yet.');
    expect(await person.text()).not.toContain('Half');
    await keeper.unlock();
    await person.until('the name to be back', async () => {
      return (await keeper.written('Name')) === 'Half a na';
    });
    await keeper.add('Name', 'me');
    await person.press('Add');
    await person.sees('Half a name');
    await keeper.openNote('Signed');
    await person.until('the amendment to be back', async () => {
      return (await keeper.written('New amendment')) === 'Half an amend';
    });
  });

  it('take snippets by their names', async () => {
    const { person } = keeper;
    await person.press('Settings');
    await person.press('New snippet');
    await person.type('Name', 'consent');
    await person.type('Text of the snippet', 'Consent was reviewed and given.');
    await person.press('Save the snippet');
    await person.sees('consent');
    await keeper.writeNote({ title: 'With a snippet', text: 'Began. ;consent ' });
    await person.until('the snippet', async () => {
      return (await keeper.written('Text')) === 'Began. Consent was reviewed and given. ';
    });
    await keeper.saved();
  });

  it('go to the bin, come back, and are shredded with a receipt', async () => {
    const { person } = keeper;
    await keeper.writeNote({ title: 'Not needed', text: 'Words that may go.' });
    await person.press('More');
    await person.press('Move to the bin');
    await person.sees('“Not needed” is in the bin.');
    await person.press('Undo');
    await keeper.openNote('Not needed');
    await person.press('More');
    await person.press('Move to the bin');
    await person.sees('“Not needed” is in the bin.');
    const raw = await keeper.raw();
    const records = async () => (await raw.snapshot()).keys('records').length;
    const before = await records();
    await person.page.evaluate(() => {
      const [details] = window.witness.all('details.filter, details');
      if (details instanceof HTMLDetailsElement) details.open = true;
    });
    await person.page.evaluate(() => {
      const boxes = window.witness.all('input[type=checkbox]');
      const bin = boxes.find((box) => box.parentElement?.textContent.includes('In the bin'));
      if (bin instanceof HTMLElement) bin.click();
    });
    await keeper.openNote('Not needed');
    await person.press('Shred for good…');
    await person.press('Shred for good');
    await person.sees('Fingerprint of the sealed note');
    await person.press('Put away');
    expect(await records()).toBe(before - 1);
    await person.press('Settings');
    await person.press('Show the audit trail');
    await person.sees('was shredded, fingerprint');
  });
});
