import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Meeting, type Mode } from '../support/meeting.ts';

describe('each way to talk works alone', () => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange();
  });
  afterAll(() => meeting.end());
  beforeEach(async () => {
    await meeting.anew();
  });
  afterEach(async () => {
    await meeting.expectNoComplaints();
  });

  const live = (mode: Mode) => ({
    Camera: mode === 'Video',
    Microphone: mode !== 'Chat only',
  });

  /** Two looks in a row show a poor connection. */
  const goesWell = async () => {
    const people = [meeting.host, meeting.guest];
    for (const { page } of people) await page.evaluate(() => void (window.witness.looks = 0));
    for (const person of people) {
      await person.until('the page to have looked at the connection', () =>
        person.page.evaluate(() => window.witness.looks >= 3),
      );
      expect(await person.text()).not.toContain('The connection is poor');
    }
  };

  test('Voice only: both hear, no camera was opened', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Voice only');
    await Promise.all([host.hears(), guest.hears()]);
    for (const person of [host, guest]) {
      for (const [name, on] of Object.entries(live('Voice only'))) {
        expect(await person.pressed(name)).toBe(on);
      }
      const kinds = await person.page.evaluate(() => window.witness.tracks.map(({ kind }) => kind));
      expect(kinds).toEqual(['audio']);
    }
    await host.says('and in writing');
    await guest.press('Chat');
    await guest.sees('and in writing');
    await goesWell();
  });

  test('Chat only: both write, no device was opened', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Chat only');
    await host.says('only words');
    await guest.says('are fine');
    await guest.sees('only words');
    await host.sees('are fine');
    for (const person of [host, guest]) {
      expect(await person.page.evaluate(() => window.witness.tracks.length)).toBe(0);
    }
    await goesWell();
  });

  test('either switches picture, sound and screen on and off in mid-session', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Chat only');
    await guest.press('Camera');
    await host.seesMotion();
    await host.press('Microphone');
    await guest.hears();
    await host.press('Camera');
    await guest.seesMotion();

    await guest.press('Camera');
    await host.until('the picture to be taken away', () =>
      host.page.evaluate(() => window.witness.all('video.main').length === 0),
    );
    expect(
      await guest.page.evaluate(() =>
        window.witness.tracks
          .filter(({ kind }) => kind === 'video')
          .every(({ readyState }) => readyState === 'ended'),
      ),
    ).toBe(true);

    await guest.press('Share screen');
    await host.sees('The other person is sharing a screen.');
    await host.seesMotion(3);
    await guest.sees('The other person sees your screen.');
    await guest.press('Share screen');
    await host.until('the screen to be taken away', () =>
      host.page.evaluate(() => window.witness.all('video.main').length === 0),
    );
    expect(
      await host.page.evaluate(() => window.witness.connections.map((c) => c.signalingState)),
    ).toEqual(['stable']);
  });

  test('one with a picture, the other with words only', async () => {
    const { host, guest } = meeting;
    await meeting.invite('Video');
    await meeting.ask('Chat only');
    await meeting.admit();
    await guest.seesMotion();
    await guest.says('I see you');
    await host.press('Chat');
    await host.sees('I see you');
  });
});
