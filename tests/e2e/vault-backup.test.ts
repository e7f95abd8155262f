import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';

/** A backup leaves by the browser's downloads and comes back by its file chooser. */
describe('a backup', () => {
  let keeper: Keeper;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alcove-backups-'));
    keeper = await Keeper.arrive('chromium');
    const session = await keeper.person.browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await keeper.create();
    await keeper.writeNote({ title: 'In the backup', text: 'Words that come back.', tags: 'kept' });
  });
  afterEach(async () => {
    expect(await keeper.person.complaints()).toEqual([]);
    for (const name of await readdir(folder)) await rm(join(folder, name));
  });
  afterAll(async () => {
    await keeper.leave();
    await rm(folder, { recursive: true });
  });

  const make = async (): Promise<string> => {
    await keeper.person.press('Settings');
    await keeper.person.press('Make a backup now');
    await keeper.person.sees('The backup is saved among your downloads.');
    return keeper.person.until('the file', async () => {
      const name = (await readdir(folder)).find((file) => file.endsWith('.alcove'));
      return name !== undefined && join(folder, name);
    });
  };
  const choose = async (at: Keeper, file: string) => {
    const input = await at.person.until('the file chooser', () =>
      at.person.page
        .evaluateHandle(() => window.witness.all('input[type=file]')[0] ?? null)
        .then((handle) => handle.asElement()),
    );
    // Puppeteer's type for a handle does not know that this is an input.
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
  };
  const read = async (at: Keeper, secret = PASSPHRASE) => {
    await at.fill('Passphrase of the backup', secret);
    await at.person.press('Read the file');
  };

  it('holds nothing in the clear', async () => {
    const bytes = await readFile(await make());
    for (const word of ['Words that come back', 'In the backup', 'kept', PASSPHRASE]) {
      expect(bytes.includes(Buffer.from(word, 'utf8'))).toBe(false);
      expect(bytes.includes(Buffer.from(word, 'utf16le'))).toBe(false);
    }
  });

  it.each(['chromium', 'firefox'] as BrowserName[])(
    'moves to a new computer, here with %s',
    async (browser) => {
      const file = await make();
      const other = await Keeper.arrive(browser, { relay: keeper.relay });
      try {
        const { person } = other;
        await person.open(keeper.relay.origin);
        await person.sees('Notes on this device');
        await choose(other, file);
        await read(other, 'not this one, no');
        await person.sees('That did not open it.');
        await read(other);
        await person.sees('What this would change');
        await person.sees('1 note');
        await person.press('Put it in place');
        await person.sees('Your notes are closed.');
        await other.unlock();
        await other.openNote('In the backup');
        expect(await other.written('Text')).toBe('Words that come back.');
        await person.press('Settings');
        await person.press('Show the audit trail');
        await person.sees('A backup was put back');
        await person.sees('Checked: no entry was changed or taken out.');
        expect(await person.complaints()).toEqual([]);
      } finally {
        await other.person.leaveBrowser();
      }
    },
  );

  it.each([
    [
      'cut short',
      (file: string, size: number) => truncate(file, size - 1000),
      'The end of this backup is missing',
    ],
    [
      'with one bit changed in its middle',
      async (file: string, size: number) => {
        const bytes = await readFile(file);
        bytes[size - 40_000] = (bytes[size - 40_000] ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
      'This backup is damaged or was altered',
    ],
    [
      'with another number in its head',
      async (file: string) => {
        const bytes = await readFile(file);
        // The last byte of the generation, 24 bytes before the first chunk.
        const head = 13 + bytes.readUInt32BE(9) + 32;
        bytes[head - 1] = (bytes[head - 1] ?? 0) ^ 1;
        await writeFile(file, bytes);
      },
      'This backup is damaged or was altered',
    ],
    ['that is none', (file: string) => writeFile(file, 'Dear diary'), 'This file is not a backup'],
  ] as const)('%s is refused, and leaves everything as it was', async (_, spoil, sentence) => {
    const { person } = keeper;
    const file = await make();
    await spoil(file, (await readFile(file)).length);
    await choose(keeper, file);
    await read(keeper);
    await person.sees(sentence);
    const raw = await keeper.raw();
    expect((await raw.databases()).length).toBe(2);
    await person.press('Cancel');
    await keeper.openNote('In the backup');
  });

  it('replaces newer notes only after explicit words, and all or nothing', async () => {
    const { person } = keeper;
    const file = await make();
    await keeper.writeNote({ title: 'Written since', text: 'Would be lost.' });
    await person.press('Settings');
    await choose(keeper, file);
    await read(keeper);
    await person.sees('The notes here are newer than the backup.');
    await person.press('Replace the newer notes');
    await person.sees('Please type the words exactly');
    await person.press('Cancel');
    await keeper.openNote('Written since');

    await person.press('Settings');
    await choose(keeper, file);
    await read(keeper);
    await person.type('To go on, type: replace newer notes', 'replace newer notes');
    await person.press('Replace the newer notes');
    await person.sees('Your notes are closed.');
    await keeper.unlock();
    await keeper.openNote('In the backup');
    expect(await person.text()).not.toContain('Written since');
    const raw = await keeper.raw();
    expect((await raw.databases()).length).toBe(2);
  });
});
