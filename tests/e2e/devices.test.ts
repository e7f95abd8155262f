import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Meeting } from '../support/meeting.ts';

describe('a device is on only where the page shows it, and off at once', () => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange();
  });
  afterAll(() => meeting.end());
  beforeEach(async () => {
    await meeting.anew();
    await meeting.invite();
  });
  afterEach(async () => {
    await meeting.expectNoComplaints();
  });

  test('what is granted after leaving is stopped, sound and picture alike', async () => {
    const { host, guest } = meeting;
    await guest.open(meeting.link);
    const grant = await host.leavesPromptOpen();
    await host.press('Video');
    await host.press('End session');
    await host.sees('Start a session now');
    await grant();
    await host.until('both tracks to be handed out', () =>
      host.page.evaluate(() => window.witness.tracks.length === 2),
    );
    await host.until('none of them to live', async () => (await host.live()).length === 0);
  });

  test('the microphone goes off while a prompt for the camera is open', async () => {
    const { guest } = meeting;
    await meeting.ask('Voice only');
    await meeting.admit();
    expect(await guest.live()).toEqual(['audio']);
    const grant = await guest.leavesPromptOpen();
    await guest.press('Camera');
    await guest.press('Microphone');
    await guest.until('silence', async () => (await guest.live()).length === 0);
    expect(await guest.pressed('Microphone')).toBe(false);
    await grant();
    await guest.until('the picture', async () => (await guest.live()).join() === 'video');
    expect(await guest.pressed('Camera')).toBe(true);
    expect(await guest.pressed('Microphone')).toBe(false);
  });

  test('going back to read switches everything off', async () => {
    const { guest } = meeting;
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Video');
    await guest.until('both', async () => (await guest.live()).length === 2);
    await guest.press('Back');
    await guest.sees('What is private, and what is not');
    expect(await guest.live()).toEqual([]);
    await guest.press('Continue');
    await guest.sees('Your camera and microphone are off.');
    await guest.press('Voice only');
    await guest.until('the voice', async () => (await guest.live()).join() === 'audio');
  });

  test('a second link in a tab whose first was of no use has its camera', async () => {
    const { host, guest } = meeting;
    await meeting.ask('Video');
    await host.press('Decline');
    await guest.sees('not let you in');
    expect(await guest.live()).toEqual([]);
    await host.press('End session');
    const link = await meeting.invite();
    // Pasted into the address bar of the page that stands there: nothing is loaded anew.
    await guest.page.evaluate((address) => (location.href = address), link);
    await meeting.walkToDevices();
    await guest.press('Video');
    await guest.until('both', async () => (await guest.live()).length === 2);
    await guest.press('Ask to join');
    await meeting.accept();
    await meeting.admit();
    await host.seesMotion();
  });
});
