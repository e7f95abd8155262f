import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Meeting } from '../support/meeting.ts';

describe.each(['chromium', 'firefox'] as const)('leaving at once, in %s', (browser) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange('chromium', browser);
  });
  afterAll(async () => {
    await meeting.end();
  });

  /** An empty page in the place of this one, and nothing of it to go back to. */
  const expectGone = async () => {
    const { page } = meeting.guest;
    await page.waitForFunction(() => document.body.innerText === 'There is nothing on this page.');
    expect(page.url()).toBe(`${meeting.relay.origin}/empty`);
    expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
    expect(await meeting.guest.live()).toEqual([]);
    await page.goBack();
    expect(page.url()).toBe(`${meeting.relay.origin}/healthz`);
  };

  test('three times Shift, before anybody was asked', async () => {
    await meeting.invite();
    // Somewhere to go back to.
    await meeting.guest.open(`${meeting.relay.origin}/healthz`);
    await meeting.guest.open(meeting.link);
    await meeting.walkToDevices();
    await meeting.guest.press('Video');
    for (let press = 0; press < 3; press += 1) await meeting.guest.page.keyboard.press('Shift');
    await expectGone();
  });

  test('from the room, and the other person hears of it', async () => {
    const { host, guest } = meeting;
    await meeting.ask('Video');
    await meeting.admit();
    await host.seesMotion();
    await host.says('A word');
    await guest.sees('1 new');
    await guest.press('Quick exit');
    await host.sees('The other person has left');
    await expectGone();
  });
});
