import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stretchedPassphrase } from '../../crypto/brand.ts';
import { ready } from '../../crypto/sodium.ts';
import { argon2id, ready as sumoReady } from '../../crypto/sodium-sumo.ts';
import { COMPARTMENT } from '../../crypto/vault/compartment.ts';
import { openSlot, parseHeader } from '../../crypto/vault/header.ts';
import { deriveKeys } from '../../crypto/vault/keys.ts';
import { openPage } from '../../crypto/vault/page.ts';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';
import type { Person } from '../support/person.ts';
import { countInMemory, memoryUnreadable, processTree } from '../support/process-memory.ts';
import { findInProfile, spellings } from '../support/profile-files.ts';
import type { Snapshot } from '../support/raw-vault.ts';

/** Words that stand nowhere else, each in one place. */
const MARKS = {
  title: 'Brackenshaw Hollowell',
  text: 'Quillwort beneath Marrowfield',
  tag: 'thistledownmark',
  client: 'Ottoline Ravenscroft',
  contact: 'Pendlebury Lane 4471',
  typed: 'Snowberry over Wyvernden',
};

/** A vault with one note, a tag and a client, all of them marked. */
async function marked(browser: 'chromium' | 'firefox'): Promise<Keeper> {
  const keeper = await Keeper.arrive(browser, {
    // What it keeps of open pages it writes every second.
    prefs: { 'browser.sessionstore.interval': 1000 },
  });
  const { person } = keeper;
  await keeper.create();
  await person.press('Clients');
  await person.press('Add a client');
  await keeper.add('Name', MARKS.client);
  await keeper.add('Contact', MARKS.contact);
  await person.press('Add');
  await person.control('Save');
  await keeper.writeNote({ title: MARKS.title, text: MARKS.text, tags: MARKS.tag });
  return keeper;
}

describe.each(['chromium', 'firefox'] as const)('on the disk, in %s', (browser) => {
  let keeper: Keeper;
  beforeAll(async () => {
    keeper = await marked(browser);
  });
  afterAll(() => keeper.leave());

  const secrets = (): string[] => {
    const { words } = keeper;
    const pairs = words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`);
    const marks = Object.values(MARKS).flatMap((mark) => [mark, ...mark.split(' ').slice(-1)]);
    const telling = marks.filter((mark) => mark.length > 7);
    return [...telling, ...telling.map((mark) => mark.toLowerCase()), PASSPHRASE, ...pairs];
  };
  const finds = async (when: string) => {
    const { found, files, bytes } = await findInProfile(keeper.person.profile, secrets());
    console.log(`${browser}, ${when}: ${String(files)} files of ${String(bytes)} bytes searched`);
    expect(found).toEqual([]);
  };

  it('what a page stores in the clear is found by this search', async () => {
    await keeper.person.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('control', 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('store');
          opening.onsuccess = () => {
            const work = opening.result.transaction('store', 'readwrite', { durability: 'strict' });
            const plain = new TextEncoder().encode(['Stored', 'in the', 'clear'].join(' '));
            work.objectStore('store').put(plain, 'key');
            work.oncomplete = () => resolve();
          };
        }),
    );
    const { found } = await findInProfile(keeper.person.profile, ['Stored in the clear']);
    expect(found.length).toBeGreaterThan(0);
  });

  it('no word of it while it is open, nor when it is locked, nor after a kill', async () => {
    const { person } = keeper;
    await keeper.add('Text', ` ${MARKS.typed}`);
    await keeper.saved();
    // Long enough for what a browser writes down of its own accord.
    await after(3000);
    await finds('open');
    await keeper.lock();
    await finds('locked');
    await keeper.unlock();
    await keeper.openNote(MARKS.title);
    await keeper.add('Text', ' once more');
    await after(2000);
    await person.kill();
    await finds('killed while open');
  });
});

/** Keys of the vault and of its one note, as they lie in memory while it is open. */
async function keysOf(stored: Snapshot): Promise<Map<string, Uint8Array>> {
  await Promise.all([ready, sumoReady]);
  const header = parseHeader(stored.at({ store: 'head', key: 'header' }));
  const slot = header.slots.find(({ kind }) => kind === 'passphrase');
  if (slot?.kind !== 'passphrase') throw new Error('no slot for a passphrase');
  const passphrase = new TextEncoder().encode(PASSPHRASE);
  const stretched = stretchedPassphrase(argon2id(passphrase, slot.stretching));
  const key = openSlot(header, slot, { kind: 'passphrase', stretched });
  const keys = deriveKeys(key, header);
  const place = { compartment: COMPARTMENT.progress, number: 0 };
  const bytes = stored.at({ store: 'pages', key: COMPARTMENT.progress * 2 ** 24 });
  const [entry] = openPage(keys, place, bytes).entries;
  if (!entry) throw new Error('no note');
  return new Map<string, Uint8Array>([
    ['stretched passphrase', stretched],
    ['vault key', key],
    ['page key', keys.pages[COMPARTMENT.progress]],
    ['root key', keys.root],
    ['sum key', keys.sum],
    ['record key', entry.key],
  ]);
}

/** What a browser does of its own accord after a lock, it has done by then. */
const LATER_MS = 8000;

/** How often each word is reachable from anything in the page, once all that is not was collected. */
async function reachable({ page }: Person): Promise<Record<string, number>> {
  const devtools = await page.createCDPSession();
  let snapshot = '';
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (snapshot += chunk));
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await devtools.detach();
  const { strings } = JSON.parse(snapshot) as { strings: string[] };
  const entries = Object.entries({ ...MARKS, passphrase: PASSPHRASE }).map(([name, mark]) => [
    name,
    strings.filter((text) => text.includes(mark)).length,
  ]);
  return Object.fromEntries(entries) as Record<string, number>;
}

const unreadable = memoryUnreadable();
if (unreadable !== undefined) console.log(`The memory of browsers is not searched. ${unreadable}`);

describe.runIf(unreadable === undefined).each(['chromium', 'firefox'] as const)(
  'in memory, in %s',
  (browser) => {
    let keeper: Keeper;
    let needles: Map<string, readonly Buffer[]>;
    let keys: readonly string[];
    beforeAll(async () => {
      const before = await marked(browser);
      const found = await keysOf(await (await before.raw()).snapshot());
      keys = [...found.keys()];
      needles = new Map<string, readonly Buffer[]>([
        ...Object.entries({ passphrase: PASSPHRASE, ...MARKS }).map(
          ([name, mark]) => [name, spellings(mark)] as const,
        ),
        ...[...found].map(([name, key]) => [name, [Buffer.from(key)]] as const),
      ]);
      // Another browser on the same profile: of the making and the writing nothing is in memory.
      const { relay, person } = before;
      await person.browser.close();
      keeper = await Keeper.arrive(browser, { profile: person.profile, relay });
    });
    afterAll(() => keeper.leave());

    /**
     * None of the words may pass through the hands of a test: what it asks a page for lies in the
     * memory of the browser, too, and so does every element that it has laid hands on.
     */
    const sees = (name: string) =>
      keeper.person.until(`“${name}”`, async () => (await keeper.person.count(name)) > 0);
    const press = async (name: string): Promise<void> => {
      await sees(name);
      await keeper.person.page.evaluate((wanted) => window.witness.find(wanted)[0]?.click(), name);
    };
    const openNote = async (): Promise<void> => {
      await keeper.add('Passphrase', PASSPHRASE);
      await press('Unlock');
      await press('Notes');
      await keeper.person.until('the note’s line', () =>
        keeper.person.page.evaluate(() => {
          const [line] = window.witness.all('button.line');
          if (line instanceof HTMLElement) line.click();
          return line !== undefined;
        }),
      );
      await sees('Text');
    };

    it('no key is left after a lock, and of words only what no page can wipe', async () => {
      const { person } = keeper;
      const pid = person.browser.process()?.pid;
      if (pid === undefined) throw new Error('the browser has no process');
      const table = new Map<string, Map<string, number>>();
      const count = (when: string): void => {
        table.set(when, countInMemory(processTree(pid), needles));
      };
      await person.open(keeper.relay.origin);
      await sees('Unlock');
      count('before');
      await openNote();
      await keeper.add('Text', ` ${MARKS.typed}`);
      await keeper.saved();
      count('open');
      await press('Lock now');
      await sees('Unlock');
      count('just locked');
      await after(LATER_MS);
      count('8 s later');
      if (browser === 'chromium') {
        expect(Object.values(await reachable(person)).filter((times) => times > 0)).toEqual([]);
        count('collected');
      }
      console.table(
        Object.fromEntries(
          [...needles.keys()].map((name) => [
            name,
            Object.fromEntries([...table].map(([when, counts]) => [when, counts.get(name)])),
          ]),
        ),
      );

      const counted = (when: string, name: string): number => table.get(when)?.get(name) ?? NaN;
      for (const name of needles.keys()) expect(counted('before', name)).toBe(0);
      // The search finds what is there.
      for (const name of ['text', 'root key', 'page key', 'record key']) {
        expect(counted('open', name)).toBeGreaterThan(0);
      }
      // It is needed for a moment only, however long the vault is open.
      expect(counted('open', 'vault key')).toBe(0);
      for (const name of keys) {
        expect(counted('just locked', name)).toBe(0);
        expect(counted('8 s later', name)).toBe(0);
      }
      if (browser === 'chromium') {
        await openNote();
        expect((await reachable(person))['text']).toBeGreaterThan(0);
      }
    });
  },
);
