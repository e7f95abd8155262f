import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesText } from '../../client/wording/files.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { FullDisk } from '../support/full-disk.ts';
import { Keeper } from '../support/keeper.ts';
import { Meeting } from '../support/meeting.ts';
import type { Spot } from '../support/raw-vault.ts';
import { kept, lookAtKept, pressFirst } from '../support/recording-page.ts';

/** More than the vault's own chunks of a file, and no whole number of them. */
const SIZE = 3_000_001;
const PROGRESS: Spot = { store: 'pages', key: COMPARTMENT.progress * 2 ** 24 };

let folder: string;
let meeting: Meeting;
let keeper: Keeper;
let disk: FullDisk;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-kept-'));
  await mkdir(join(folder, 'saved'));
  meeting = await Meeting.arrange('chromium', 'firefox');
  const { host } = meeting;
  const devtools = await host.page.createCDPSession();
  await devtools.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: join(folder, 'saved'),
  });
  disk = await FullDisk.of(host, meeting.relay.origin);
  keeper = Keeper.of(meeting.relay, host);
  await keeper.create();
});
afterAll(async () => {
  await meeting.end();
  await rm(folder, { recursive: true });
});

const sum = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function begin(): Promise<void> {
  const { host, guest } = meeting;
  await host.press('Start a session now');
  meeting.link = await host.value('Session link');
  await host.sees('The room is open.');
  await host.press('Chat only');
  await meeting.ask('Chat only');
  await meeting.admit();
  for (const person of [host, guest]) {
    if (!(await person.pressed('Chat'))) await person.press('Chat');
  }
}

async function leave(): Promise<void> {
  const { host } = meeting;
  await host.press('Leave');
  await host.press('Back to the start');
}

/** From the guest's choice to the host's having it; resolves to what is in it. */
async function receives(name: string): Promise<string> {
  const { host, guest } = meeting;
  const bytes = randomBytes(SIZE);
  const path = join(folder, name);
  await writeFile(path, bytes);
  await guest.chooses(path);
  await host.press('Accept');
  await host.sees(filesText.received.complete);
  return sum(bytes);
}

test('a received file that there is no room for is not kept, and why is said; with room it is', async () => {
  const { host } = meeting;
  await begin();
  const hash = await receives('letter.pdf');
  await disk.fill();
  await host.press('Keep in vault');
  await host.sees(filesText.kept.full);
  await disk.empty();
  await host.press('Keep in vault');
  await host.sees(filesText.kept.kept);
  expect(await host.count('Keep in vault')).toBe(0);
  expect(await host.text()).not.toContain(filesText.kept.full);

  // The session goes on, and the vault was closed in the middle of it.
  await receives('late.pdf');
  await host.page.keyboard.down('Alt');
  await host.page.keyboard.press('KeyL');
  await host.page.keyboard.up('Alt');
  await host.press('Keep in vault');
  await host.sees(filesText.kept.locked);

  await leave();
  await keeper.unlock();
  await lookAtKept(host);
  const [only, ...more] = await kept(host);
  expect(more).toEqual([]);
  expect(only?.state).toBe('complete');
  expect(only?.text).toContain('letter.pdf');
  await pressFirst(host, 'Save letter.pdf');
  await host.press('Save the file');
  const saved = await host.until('the file among the downloads', async () => {
    const names = await readdir(join(folder, 'saved'));
    if (!names.includes('letter.pdf')) return false;
    const bytes = await readFile(join(folder, 'saved', 'letter.pdf'));
    return bytes.length === SIZE && sum(bytes);
  });
  expect(saved).toBe(hash);
});

test('a damaged vault takes no file, and says so', async () => {
  const { host } = meeting;
  await keeper.writeNote({ title: 'Larch', text: 'The first text.' });
  await keeper.lock();
  const raw = await keeper.raw();
  const earlier = (await raw.snapshot()).at(PROGRESS);
  await keeper.unlock();
  await keeper.openNote('Larch');
  await keeper.add('Text', ' And a second.');
  await keeper.saved();
  await keeper.lock();
  await raw.put(PROGRESS, earlier);
  await keeper.unlock();
  await host.press('Today');
  await begin();
  await receives('to-the-damaged.pdf');
  await host.press('Keep in vault');
  await host.sees(filesText.kept.damaged);
  await leave();
  await lookAtKept(host);
  expect(await kept(host)).toHaveLength(1);
  await meeting.expectNoComplaints();
});
