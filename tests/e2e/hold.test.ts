import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';

const PAIRS: [BrowserName, BrowserName][] = [['chromium', 'firefox']];

describe.each(PAIRS)('a conversation is held: host in %s, guest in %s', (hostName, guestName) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange(hostName, guestName);
    await meeting.begin('Video');
    await meeting.host.seesMotion();
    await meeting.guest.seesMotion();
  });
  afterAll(async () => {
    await meeting.end();
  });

  /** What goes into the connection, and what comes out of it on this page. */
  const passes = ({ page }: Person): Promise<string[]> =>
    page.evaluate(() => {
      const sent = window.witness.connections
        .filter(({ connectionState }) => connectionState !== 'closed')
        .flatMap((connection) => connection.getSenders())
        .flatMap(({ track }) => track?.kind ?? []);
      const shown = window.witness
        .all('video, audio, alcove-self')
        .map(({ localName }) => localName);
      return [...sent, ...shown];
    });
  const nothingPasses = (person: Person) =>
    person.until(`nothing to be seen or heard at the ${person.name}`, async () => {
      return (await passes(person)).length === 0;
    });
  const bothAgain = async () => {
    for (const person of [meeting.host, meeting.guest]) {
      await person.seesMotion();
      await person.hears();
    }
  };

  test('a pause stops both sides with one press, and going on brings back both', async () => {
    const { host, guest } = meeting;
    await host.press('Pause');
    await host.sees('Paused');
    await nothingPasses(host);
    expect(await host.live()).toEqual([]);
    await guest.sees('The other person needs a moment');
    await nothingPasses(guest);
    await host.says('One moment, please');
    await guest.press('Chat');
    await guest.sees('One moment, please');
    expect(await guest.count('Go on')).toBe(0);
    await host.press('Go on');
    await bothAgain();
  });

  test('what was off before a pause stays off after it', async () => {
    const { host, guest } = meeting;
    await host.press('Camera');
    await host.press('Pause');
    await guest.sees('The other person needs a moment');
    await host.press('Go on');
    await guest.hears();
    expect(await host.pressed('Camera')).toBe(false);
    expect(await host.live()).toHaveLength(1);
    await host.press('Camera');
    await bothAgain();
  });

  test('one key hides all when somebody comes in, over a reload too', async () => {
    const { host, guest } = meeting;
    await guest.page.keyboard.press('Escape');
    // The first one closes the chat in which the cursor may be.
    if ((await guest.text()).includes('Chat')) await guest.page.keyboard.press('Escape');
    await guest.sees('Continue');
    expect(await guest.text()).toMatch(/^\S+ [AP]M \w+, \w+ \d+, \d+ Continue$/);
    expect(await guest.page.title()).toBe('Alcove');
    expect(await guest.live()).toEqual([]);
    await nothingPasses(guest);
    await host.sees('Somebody has come in there');
    await nothingPasses(host);
    await host.says('I am waiting');
    await host.sees('Delivered');
    expect(await guest.text()).not.toContain('waiting');

    await guest.page.reload();
    await guest.sees('Continue');
    expect(await guest.text()).toMatch(/^\S+ [AP]M \w+, \w+ \d+, \d+ Continue$/);
    await host.until('the guest to be back', async () => {
      return !(await host.text()).includes('The connection dropped');
    });
    expect(await guest.live()).toEqual([]);
    await host.sees('Somebody has come in there');

    await guest.press('Continue');
    await guest.sees('Paused');
    await host.sees('The other person needs a moment');
    await nothingPasses(guest);
    await guest.press('Go on');
    await bothAgain();
    await meeting.expectNoComplaints();
  });
});
