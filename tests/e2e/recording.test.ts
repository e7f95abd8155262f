import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keeper } from '../support/keeper.ts';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';
import { findInProfile } from '../support/profile-files.ts';
import { kept, lookAtKept, playsUntil, pressFirst } from '../support/recording-page.ts';
import { loudness, recordedBytes, recorderStates, watchRecorders } from '../support/recorders.ts';

const ASKED = 'May this conversation be recorded?';
/** Longer than the six seconds after which silence counts. */
const FROZEN_MS = 7500;

type What = 'sound' | 'sound and pictures';

const beginSession = async (meeting: Meeting) => {
  const { host } = meeting;
  await host.press('Start a session now');
  meeting.link = await host.value('Session link');
  await host.sees('The room is open.');
  await host.press('Video');
  await meeting.ask('Video');
  await meeting.admit();
};

/** Asked, allowed, and both see it. */
const recordSession = async ({ host, guest }: Meeting, what: What) => {
  await host.press('Record…');
  await host.press(`Ask to record ${what}`);
  await guest.sees(ASKED);
  expect(await recorderStates(host)).not.toContain('recording');
  await guest.press('Allow');
  await host.control('Stop');
  await guest.control('Stop recording');
  await host.until('a recorder that records', async () =>
    (await recorderStates(host)).includes('recording'),
  );
};

const partsMore = async (host: Person, parts: number) => {
  const before = (await recordedBytes(host)).length;
  await host.until('some of it to be recorded', async () => {
    return (await recordedBytes(host)).length >= before + parts;
  });
};

const allowRecording = async (host: Person) => {
  await host.press('Settings');
  await (await host.control('Let me record a session')).click();
  await host.sees('Recordings and files');
  await host.press('Today');
};

describe('recording a session', () => {
  let meeting: Meeting;
  let keeper: Keeper;
  beforeAll(async () => {
    meeting = await Meeting.arrange('chromium', 'firefox');
    const { host } = meeting;
    await watchRecorders(host);
    keeper = Keeper.of(meeting.relay, host);
    await keeper.create();
  });
  afterAll(() => meeting.end());

  const begin = () => beginSession(meeting);
  const record = (what: What) => recordSession(meeting, what);
  const recorded = (parts: number) => partsMore(meeting.host, parts);

  it('is not offered before the vault’s owner has allowed it', async () => {
    const { host } = meeting;
    await begin();
    await host.seesMotion();
    expect(await host.count('Record…')).toBe(0);
    await host.press('Leave');
    await host.press('Back to the start');
    await allowRecording(host);
  });

  it('ends by itself when nothing is heard of the one who allowed it', async () => {
    const { host, guest } = meeting;
    await begin();
    await host.press('Record…');
    await host.press('Ask to record sound');
    await guest.sees(ASKED);
    await guest.press('Do not allow');
    await host.sees('does not want to be recorded');
    expect(await recorderStates(host)).toEqual([]);
    await record('sound');
    await recorded(3);
    // The page stands still: its connection lives on, and nothing is said over it.
    await guest.page.evaluate((ms) => {
      const end = Date.now() + ms;
      while (Date.now() < end);
    }, FROZEN_MS);
    await host.sees('Nothing was heard of the other person');
    expect(await recorderStates(host)).toEqual(['inactive']);
    await guest.sees('The recording has ended.');
    expect(await loudness(host)).toBeGreaterThan(0.02);
  });

  it('goes on through a lock and pauses with the conversation, and ends at once when it is taken back', async () => {
    const { host, guest } = meeting;
    await record('sound and pictures');
    await host.page.keyboard.down('Alt');
    await host.page.keyboard.press('KeyL');
    await host.page.keyboard.up('Alt');
    await recorded(6);
    await guest.press('Pause');
    await host.until('a recorder that waits', async () =>
      (await recorderStates(host)).includes('paused'),
    );
    await guest.sees('Recording is paused');
    await guest.press('Go on');
    await recorded(4);
    await guest.press('Stop recording');
    await host.sees('The other person stopped the recording.');
    expect(await recorderStates(host)).toEqual(['inactive', 'inactive']);
    expect(await guest.count('Stop recording')).toBe(0);
    // The vault is locked: there is no place for another one.
    expect(await host.count('Record…')).toBe(0);
  });

  it('lies nowhere on the disk as it came out of the recorder', async () => {
    const { host } = meeting;
    const parts = await recordedBytes(host);
    expect(parts.length).toBeGreaterThan(12);
    const { found, files, bytes } = await findInProfile(host.profile, parts);
    console.log(`${parts.length} parts: ${files} files of ${bytes} bytes searched`);
    expect(found).toEqual([]);
    // The search finds what is there.
    const [control = Buffer.alloc(0)] = parts;
    await host.page.evaluate(
      (hex) =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('control', 1);
          opening.onupgradeneeded = () => opening.result.createObjectStore('store');
          opening.onsuccess = () => {
            const work = opening.result.transaction('store', 'readwrite', { durability: 'strict' });
            const clear = hex.match(/../g)?.map((byte) => parseInt(byte, 16)) ?? [];
            work.objectStore('store').put(Uint8Array.from(clear), 'key');
            work.oncomplete = () => resolve();
          };
        }),
      control.toString('hex'),
    );
    expect((await findInProfile(host.profile, [control])).found.length).toBeGreaterThan(0);
  });

  it('is played once the vault is unlocked, tells what was done to it, and is destroyed for good', async () => {
    const { host } = meeting;
    await host.press('Leave');
    await host.press('Back to the start');
    await keeper.unlock();
    await lookAtKept(host);
    const all = await kept(host);
    expect(all.map(({ state }) => state)).toEqual(['complete', 'complete']);
    await pressFirst(host, 'Play the recording');
    expect(await playsUntil(host)).toBeGreaterThan(4);
    const id = await host.page.evaluate(
      () => window.witness.all('alcove-player')[0]?.getAttribute('data-id') ?? '',
    );
    await host.until('pictures that are not dark', () =>
      host.page.evaluate(() => {
        const [player] = window.witness.all('video');
        if (!(player instanceof HTMLVideoElement)) return false;
        const context = document.createElement('canvas').getContext('2d');
        context?.drawImage(player, 0, 0, 64, 36);
        const [red = 0, green = 0, blue = 0] = context?.getImageData(20, 10, 1, 1).data ?? [];
        const many = player.getVideoPlaybackQuality().totalVideoFrames > 2;
        return many && red + green + blue > 60;
      }),
    );
    await host.press('Close');

    await edit(host, id, 'swap');
    await pressFirst(host, 'Play the recording');
    await host.sees('It cannot be played any further');
    await host.press('Close');
    await edit(host, id, 'swap');
    await pressFirst(host, 'Play the recording');
    expect(await playsUntil(host)).toBeGreaterThan(4);
    await host.press('Close');
    await edit(host, id, 'remove');
    await host.press('Today');
    await lookAtKept(host);
    await host.until('word of what is missing', async () =>
      (await kept(host)).some(({ state }) => state === 'damaged'),
    );

    await pressFirst(host, 'Destroy the recording');
    await host.press('Destroy it');
    await host.until('one to be left', async () => (await kept(host)).length === 1);
    const { said, entries } = await keeper.auditTrail();
    expect(said).toContain('no entry was changed');
    expect(entries.filter((entry) => /^Recording .* was kept$/.test(entry))).toHaveLength(2);
    expect(entries[0]).toMatch(/^Recording .* was destroyed$/);
    await meeting.expectNoComplaints();
  });
});

describe('recording a session in Firefox', () => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange('firefox', 'chromium');
  });
  afterAll(() => meeting.end());

  it('plays what both allowed, after the session is over', async () => {
    const { host } = meeting;
    await watchRecorders(host);
    await Keeper.of(meeting.relay, host).create();
    await allowRecording(host);
    await beginSession(meeting);
    await recordSession(meeting, 'sound and pictures');
    await partsMore(host, 6);
    await host.press('Leave');
    await host.press('Back to the start');
    await lookAtKept(host);
    expect((await kept(host)).map(({ state }) => state)).toEqual(['complete']);
    await pressFirst(host, 'Play the recording');
    expect(await playsUntil(host)).toBeGreaterThan(2);
    await meeting.expectNoComplaints();
  });
});

/** The third and fourth piece of a recording change places, or the third goes. */
async function edit({ page }: Person, id: string, how: 'swap' | 'remove'): Promise<void> {
  await page.evaluate(
    async (of, wanted) => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error ?? new Error('no reason was given'));
        });
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
      const database = await done(
        indexedDB.open(names.find((name) => name.startsWith('alcove-vault-')) ?? ''),
      );
      const work = database.transaction('recordings', 'readwrite', { durability: 'strict' });
      const store = work.objectStore('recordings');
      if (wanted === 'remove') {
        await done(store.delete([of, 3]));
      } else {
        const [third, fourth] = [
          (await done(store.get([of, 3]))) as unknown,
          (await done(store.get([of, 4]))) as unknown,
        ];
        store.put(fourth, [of, 3]);
        store.put(third, [of, 4]);
      }
      await new Promise((resolve) => (work.oncomplete = resolve));
      database.close();
    },
    id,
    how,
  );
}
