import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installFileTap } from '../support/file-tap.ts';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';

const CHUNK = 65_536;
const SMALL = 300_001;
/** Takes a machine long enough that something can happen in the middle of it. */
const LARGE = 48_000_000;

let folder: string;
let meeting: Meeting;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-files-'));
  await Promise.all(['host', 'guest'].map((name) => mkdir(join(folder, name))));
  meeting = await Meeting.arrange('chromium', 'firefox', {
    guestPrefs: {
      'browser.download.folderList': 2,
      'browser.download.dir': join(folder, 'guest'),
      'browser.download.alwaysOpenPanel': false,
    },
  });
  const { host, guest } = meeting;
  for (const { page } of [host, guest]) await page.evaluateOnNewDocument(installFileTap);
  const devtools = await host.page.createCDPSession();
  await devtools.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: join(folder, 'host'),
  });
  await meeting.begin('Chat only');
  for (const person of [host, guest]) {
    if (!(await person.pressed('Chat'))) await person.press('Chat');
  }
});
afterAll(async () => {
  await meeting.end();
  await rm(folder, { recursive: true });
});

const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function newFile(name: string, size: number): Promise<{ path: string; hash: string }> {
  const path = join(folder, name);
  const bytes = randomBytes(size);
  await writeFile(path, bytes);
  return { path, hash: sum(bytes) };
}

/** What the browser has saved under a name, once it is whole. */
const saved = (person: Person, name: string, size: number): Promise<string> =>
  person.until(`${name} among the downloads`, async () => {
    const names = await readdir(join(folder, person.name));
    if (!names.includes(name)) return false;
    const bytes = await readFile(join(folder, person.name, name));
    return bytes.length === size && sum(bytes);
  });

/** Text of the newest file in the conversation. */
const newest = (person: Person): Promise<string> =>
  person.page.evaluate(
    () => window.witness.all('alcove-file').at(-1)?.shadowRoot?.textContent ?? '',
  );

const newestSays = (person: Person, text: string): Promise<unknown> =>
  person.until(`the newest file to say “${text}”`, async () =>
    (await newest(person)).includes(text),
  );

const tapOf = ({ page }: Person) => page.evaluate(() => window.fileTap);

async function pressNewest(person: Person, name: string): Promise<void> {
  await person.until(`“${name}” to be pressed`, () =>
    person.page.evaluate((wanted) => {
      const button = window.witness.find(wanted).at(-1);
      if (!(button instanceof HTMLButtonElement) || button.disabled) return false;
      button.click();
      return true;
    }, name),
  );
}

/** In the page itself, so that it is in the middle: when so many per cent are there. */
const atPercent = (person: Person, percent: number, act: 'close' | 'cancel'): Promise<void> =>
  person.page.evaluate(
    (wanted, what) =>
      new Promise<void>((resolve) => {
        const look = (): void => {
          const root = window.witness.all('alcove-file').at(-1)?.shadowRoot;
          const bar = root?.querySelector('progress');
          if (!bar || bar.value < wanted) {
            requestAnimationFrame(look);
            return;
          }
          if (what === 'cancel') root?.querySelector('button')?.click();
          else for (const connection of window.witness.connections) connection.close();
          resolve();
        };
        look();
      }),
    percent,
    act,
  );

test('a file arrives byte for byte, in either direction, after it was accepted and not before', async () => {
  const { host, guest } = meeting;
  for (const [from, to] of [
    [host, guest],
    [guest, host],
  ] as const) {
    const name = `from the ${from.name} ü.pdf.bin`;
    const { path, hash } = await newFile(name, SMALL);
    await from.chooses(path);
    await newestSays(to, 'Nothing of it is here yet.');
    await newestSays(from, 'Nothing has been sent yet.');
    expect(await newest(to)).toContain(name);
    expect(await tapOf(from)).toEqual({ streams: [], bytes: 0 });
    await to.press('Accept');
    await newestSays(to, 'It is here');
    await newestSays(from, 'The other person has it.');
    expect(await tapOf(from)).toMatchObject({ streams: [0] });
    await to.press('Save');
    expect(await saved(to, name, SMALL)).toBe(hash);
    await newestSays(to, 'Given to your browser to save.');
  }
  const empty = await newFile('empty.txt', 0);
  await guest.chooses(empty.path);
  await pressNewest(host, 'Accept');
  await newestSays(host, 'It is here');
  await newestSays(guest, 'The other person has it.');
});

test('what is declined or too large is never sent, and both are told', async () => {
  const { host, guest } = meeting;
  const before = (await tapOf(host)).bytes;
  const { path } = await newFile('unwanted.txt', SMALL);
  await host.chooses(path);
  await pressNewest(guest, 'Decline');
  await newestSays(host, 'They did not take it.');
  await newestSays(guest, 'You did not take it.');
  const large = join(folder, 'gigabyte.bin');
  await writeFile(large, '');
  await truncate(large, 2 ** 30);
  await host.chooses(large);
  await host.sees('That file is too large. You can send files of up to 256 MB.');
  expect((await tapOf(host)).bytes).toBe(before);
  expect(await guest.text()).not.toContain('gigabyte');
});

test('either side stops a file in the middle of it, and the next one is not harmed', async () => {
  const { host, guest } = meeting;
  const { path } = await newFile('stopped.bin', LARGE);
  for (const stopper of [host, guest]) {
    await host.chooses(path);
    await newestSays(guest, 'Nothing of it is here yet.');
    await pressNewest(guest, 'Accept');
    await atPercent(stopper, 3, 'cancel');
    await newestSays(stopper, 'You stopped it.');
    await newestSays(stopper === host ? guest : host, 'It was stopped on the other side.');
  }
  const next = await newFile('next.bin', SMALL);
  await host.chooses(next.path);
  await pressNewest(guest, 'Accept');
  await newestSays(guest, 'It is here');
  await pressNewest(guest, 'Save');
  expect(await saved(guest, 'next.bin', SMALL)).toBe(next.hash);
});

test('a file goes on where it was when the connection has dropped in the middle', async () => {
  const { host, guest } = meeting;
  const { path, hash } = await newFile('dropped.bin', LARGE);
  const before = await tapOf(host);
  await host.chooses(path);
  await newestSays(guest, 'Nothing of it is here yet.');
  await pressNewest(guest, 'Accept');
  await atPercent(host, 10, 'close');
  await newestSays(guest, 'It is here');
  await newestSays(host, 'The other person has it.');
  const { streams, bytes } = await tapOf(host);
  const [first, second = 0, ...more] = streams.slice(before.streams.length);
  expect({ first, more }).toEqual({ first: 0, more: [] });
  expect(second).toBeGreaterThan(0);
  // At most what was on its way is sent twice.
  expect(bytes - before.bytes).toBeLessThan(LARGE * 1.5);
  expect(second * CHUNK).toBeLessThan(LARGE);
  await pressNewest(guest, 'Save');
  expect(await saved(guest, 'dropped.bin', LARGE)).toBe(hash);
});

test('during a pause no file begins', async () => {
  const { host, guest } = meeting;
  const { path } = await newFile('later.txt', SMALL);
  await host.chooses(path);
  await newestSays(guest, 'Nothing of it is here yet.');
  await guest.press('Pause');
  await host.sees('The other person needs a moment');
  for (const person of [host, guest]) {
    const attach = await person.control('Attach a file');
    expect(await attach.evaluate((button) => button.matches(':disabled'))).toBe(true);
  }
  const accept = await guest.control('Accept');
  expect(await accept.evaluate((button) => button.matches(':disabled'))).toBe(true);
  await guest.press('Go on');
  await pressNewest(guest, 'Accept');
  await newestSays(guest, 'It is here');
});

test('leaving removes every file, and says how many', async () => {
  const { host, guest } = meeting;
  await meeting.expectNoComplaints();
  const shown = await guest.page.evaluate(() => window.witness.all('alcove-file').length);
  await guest.press('Leave');
  await guest.sees(`${shown} files removed from this page.`);
  await host.sees('files removed from this page.');
  for (const { page } of [host, guest]) {
    expect(await page.evaluate(() => window.witness.all('alcove-file, progress').length)).toBe(0);
  }
});
