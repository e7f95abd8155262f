import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Keeper } from '../support/keeper.ts';
import { Meeting, type Mode } from '../support/meeting.ts';

/** What a browser keeps of a page, from the page itself. */
const kept = (meeting: Meeting) =>
  meeting.guest.page.evaluate(async () => ({
    tab: Object.keys(sessionStorage),
    storage: Object.keys(localStorage),
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name ?? ''),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    fragment: location.hash,
    state: history.state as unknown,
  }));
const NOTHING = {
  tab: [],
  storage: [],
  caches: [],
  databases: [],
  workers: 0,
  fragment: '',
  state: null,
};

/** How far the two have come before somebody leaves. */
type Stage = 'devices' | 'waiting' | 'room';

interface Way {
  readonly name: string;
  readonly from: Stage;
  readonly leave: (meeting: Meeting) => Promise<unknown>;
  /** What the guest reads then; `nothing` for the empty page. */
  readonly reads: string;
  /** What the host reads then. */
  readonly hostReads?: string;
}

const shift = async ({ guest }: Meeting) => {
  for (let press = 0; press < 3; press += 1) await guest.page.keyboard.press('Shift');
};
const EMPTY = 'There is nothing on this page.';
/** It comes in the place of the page that is looked at. */
const expectEmpty = ({ guest }: Pick<Meeting, 'guest'>) =>
  guest.page.waitForFunction((text) => document.body.innerText === text, {}, EMPTY);

const WAYS: readonly Way[] = [
  {
    name: 'Leave now, before anybody was asked',
    from: 'devices',
    leave: ({ guest }) => guest.press('Leave now'),
    reads: EMPTY,
  },
  {
    name: 'three times Shift, before anybody was asked',
    from: 'devices',
    leave: shift,
    reads: EMPTY,
  },
  {
    name: 'Leave now, while waiting',
    from: 'waiting',
    leave: ({ guest }) => guest.press('Leave now'),
    reads: EMPTY,
  },
  {
    name: 'declined',
    from: 'waiting',
    leave: ({ host }) => host.press('Decline'),
    reads: 'Not right now',
  },
  {
    name: 'the host ends it while the guest waits',
    from: 'waiting',
    leave: ({ host }) => host.press('End session'),
    reads: 'This session is over',
  },
  {
    name: 'Leave',
    from: 'room',
    leave: ({ guest }) => guest.press('Leave'),
    reads: 'You have left',
    hostReads: 'The other person has left',
  },
  {
    name: 'Quick exit',
    from: 'room',
    leave: ({ guest }) => guest.press('Quick exit'),
    reads: EMPTY,
    hostReads: 'They left at once',
  },
  {
    name: 'three times Shift in the room',
    from: 'room',
    leave: shift,
    reads: EMPTY,
    hostReads: 'They left at once',
  },
  {
    name: 'the host leaves',
    from: 'room',
    leave: ({ host }) => host.press('Leave'),
    reads: 'The other person has left',
    hostReads: 'You have left',
  },
  {
    name: 'the host leaves at once',
    from: 'room',
    leave: ({ host }) => host.press('Quick exit'),
    reads: 'The other person has left',
    hostReads: EMPTY,
  },
  {
    name: 'codes that differ, here',
    from: 'room',
    leave: ({ guest }) => guest.press('They differ'),
    reads: 'You ended the session',
    hostReads: 'The codes were not the same on both sides',
  },
  {
    name: 'codes that differ, there',
    from: 'room',
    leave: ({ host }) => host.press('They differ'),
    reads: 'The other person ended the session',
  },
  {
    name: 'a link of a session that is over',
    from: 'room',
    leave: async (meeting) => {
      await meeting.guest.press('Leave');
      await meeting.guest.sees('You have left');
      await meeting.guest.open(meeting.link);
      await meeting.walkToDevices();
      await meeting.guest.press('Chat only');
      await meeting.guest.press('Ask to join');
    },
    reads: 'This session is over',
  },
  {
    name: 'a link that is damaged',
    from: 'devices',
    leave: async ({ guest, link }) => {
      await guest.press('Leave now');
      await expectEmpty({ guest });
      await guest.open(`${link.slice(0, -3)}xyz`);
    },
    reads: 'This link is damaged',
  },
];

describe.each(['chromium', 'firefox'] as const)('after every way of leaving, in %s', (browser) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange('chromium', browser);
  });
  afterAll(async () => {
    await meeting.end();
  });

  const reach = async (stage: Stage, mode: Mode) => {
    const { guest, relay } = meeting;
    await meeting.invite('Chat only');
    // Somewhere to go back to.
    await guest.open(`${relay.origin}/healthz`);
    if (stage === 'devices') {
      await guest.open(meeting.link);
      await meeting.walkToDevices();
      await guest.press(mode);
      return;
    }
    await meeting.ask(mode);
    if (stage === 'room') await meeting.admit();
  };

  test.each(WAYS)('$name: nothing is left', async ({ from, leave, reads, hostReads }) => {
    const { host, guest, relay } = meeting;
    await reach(from, 'Voice only');
    await leave(meeting);
    if (reads === EMPTY) await expectEmpty(meeting);
    else await guest.sees(reads);
    await guest.until('nothing to be kept', async () => (await kept(meeting)).tab.length === 0);
    expect(await kept(meeting)).toEqual(NOTHING);
    expect(await guest.live()).toEqual([]);
    if (hostReads === EMPTY) await expectEmpty({ guest: host });
    else if (hostReads !== undefined) await host.sees(hostReads);
    if (reads === EMPTY) expect(guest.page.url()).toBe(`${relay.origin}/empty`);
    // Nowhere on the way back is the secret of the link.
    for (let back = 0; back < 3 && guest.page.url() !== `${relay.origin}/healthz`; back += 1) {
      expect(guest.page.url()).not.toContain('#');
      await guest.page.goBack();
    }
    expect(guest.page.url()).toBe(`${relay.origin}/healthz`);
    if ((await host.count('End session')) === 1) await host.press('End session');
    await host.until('no session to be kept', () =>
      host.page.evaluate(() => sessionStorage.length === 0),
    );
  });
});

describe('the proof', () => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange();
  });
  afterAll(async () => {
    await meeting.end();
  });

  const lines = (which: 'clear' | 'left') =>
    meeting.guest.page.evaluate(
      (name) =>
        window.witness.all(`[data-${name}]`).map((line) => line.getAttribute(`data-${name}`) ?? ''),
      which,
    );

  test('is looked up, leaves a vault beside it as it is, and says what is left', async () => {
    const { guest } = meeting;
    const keeper = Keeper.of(meeting.relay, guest);
    await keeper.create();
    await keeper.writeNote({ title: 'Mine', text: 'stays' });
    await keeper.lock();
    const before = await kept(meeting);
    expect(before.databases).not.toEqual([]);
    await guest.newTab();
    await meeting.begin('Voice only');
    // Something that the page does not know of, as an extension might leave it.
    await guest.page.evaluate(() => sessionStorage.setItem('alcove-guest-2', 'x'));
    await guest.press('Leave');
    await guest.sees('Checked just now');
    expect(await lines('left')).toEqual(['tab']);
    expect(await lines('clear')).toEqual([
      'storage',
      'caches',
      'databases',
      'worker',
      'devices',
      'address',
    ]);
    await guest.page.evaluate(() => sessionStorage.clear());
    expect(await kept(meeting)).toEqual({ ...before, tab: [] });
    await guest.open(meeting.relay.origin);
    await keeper.unlock();
    await keeper.openNote('Mine');
    expect(await keeper.written('Text')).toBe('stays');
  });

  test('a page that just goes away keeps a secret that ends with the session, and is removed then', async () => {
    const { host, guest } = meeting;
    const storage = () => guest.page.evaluate(() => sessionStorage.getItem('alcove-guest'));
    await meeting.begin('Chat only');
    const before = Date.now();
    // No goodbye, as when the browser dies; a tab that comes back has what the tab had.
    const record = JSON.parse((await storage()) ?? '') as Record<string, unknown>;
    await guest.open(`${meeting.relay.origin}/healthz`);
    await host.sees('They are gone without a goodbye');
    expect(Object.keys(record)).not.toContain('linkSecret');
    expect(record['current']).toBeDefined();
    expect(record['expiresAt']).toBeLessThan(before + 25 * 60 * 60 * 1000);
    await host.press('Leave');
    await host.sees('You have left');
    await guest.open(`${meeting.relay.origin}/j`);
    await guest.sees('The session is over');
    expect(await storage()).toBeNull();
    // Too old to be of use to anybody: it is not even asked for.
    const old = JSON.stringify({ ...record, expiresAt: before - 1 });
    await guest.page.evaluate((text) => sessionStorage.setItem('alcove-guest', text), old);
    await guest.page.reload();
    await guest.sees('No room is open here');
    expect(await storage()).toBeNull();
  });
});
