import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { Meeting } from '../support/meeting.ts';

const PAIRS: [BrowserName, BrowserName][] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

describe.each(PAIRS)('host in %s, guest in %s', (hostBrowser, guestBrowser) => {
  let meeting: Meeting;

  beforeAll(async () => {
    meeting = await Meeting.arrange(hostBrowser, guestBrowser);
  });
  afterAll(async () => {
    await meeting.end();
  });

  test('the host lets the guest in, and both see the same code', async () => {
    await meeting.begin('Video');
    const code = await meeting.code(meeting.host);
    expect(await meeting.code(meeting.guest)).toEqual(code);
    for (const person of [meeting.host, meeting.guest]) {
      await person.sees('End-to-end encrypted');
      await person.sees('Codes not compared yet');
    }
    await meeting.host.press('The codes match');
    await meeting.host.sees('Compared by you, not yet by them');
    await meeting.guest.sees('They compared the codes. Did you?');
    await meeting.guest.press('The codes match');
    for (const person of [meeting.host, meeting.guest]) {
      await person.sees('Codes compared by both');
    }
  });

  test('both see the other move and hear the other', async () => {
    const { host, guest } = meeting;
    await host.seesMotion();
    await guest.seesMotion();
    await host.hears();
    await guest.hears();
    // The first pictures come small, to come soon; then they are sent whole.
    for (const person of [host, guest]) {
      await person.until('a picture that is sent whole', () =>
        person.page.evaluate(() => {
          const camera = window.witness.connections
            .findLast(({ connectionState }) => connectionState === 'connected')
            ?.getSenders()
            .find(({ track }) => track?.kind === 'video');
          const [encoding] = camera?.getParameters().encodings ?? [];
          return encoding?.scaleResolutionDownBy === 1;
        }),
      );
      // Of all that came until now, nothing had another seal.
      expect(await person.text()).not.toContain('Something on the way changed what was sent.');
    }
  });

  test('both write, and what is written is text only', async () => {
    const { host, guest } = meeting;
    await host.says('Hello <b>there</b> 👋');
    await guest.sees('1 new');
    await guest.press('Chat');
    await guest.sees('Hello <b>there</b> 👋');
    await host.sees('Delivered');
    await guest.type('Message', 'Good to see you');
    await guest.press('Send');
    await host.sees('Good to see you');
    expect(await guest.page.evaluate(() => window.witness.all('alcove-chat b').length)).toBe(0);
  });

  test('leaving wipes both sides, says so, and kills the link', async () => {
    const { host, guest } = meeting;
    await guest.press('Leave');
    await guest.sees('You have left');
    await guest.sees('2 messages removed from this page.');
    await guest.sees('1 entry removed from this tab’s storage.');
    await guest.sees('What the relay could have seen');
    await guest.sees('What your browser may still keep');
    await host.sees('The other person has left');
    for (const person of [host, guest]) {
      const left = await person.page.evaluate(() => ({
        live: window.witness.tracks.filter(({ readyState }) => readyState === 'live').length,
        open: window.witness.connections.filter(
          ({ connectionState }) => connectionState !== 'closed',
        ).length,
        stored: sessionStorage.length + localStorage.length,
        cookies: document.cookie,
        address: location.href,
      }));
      expect(left).toMatchObject({ live: 0, stored: 0, cookies: '' });
      expect(left.address).not.toContain('#');
      await person.until('every connection to be closed', () =>
        person.page.evaluate(() =>
          window.witness.connections.every(({ connectionState }) => connectionState === 'closed'),
        ),
      );
    }
    await meeting.expectNoComplaints();
    await guest.open(meeting.link);
    await guest.page.reload();
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await guest.sees('This session is over');
    await meeting.expectNoComplaints();
  });
});
