import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { Meeting } from '../support/meeting.ts';
import { startRelay } from '../support/relay-process.ts';

const PAIRS: [BrowserName, BrowserName][] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

describe.each(PAIRS)('host in %s, guest in %s', (hostBrowser, guestBrowser) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange(hostBrowser, guestBrowser);
    await meeting.begin('Video');
    await meeting.host.seesMotion();
  });
  afterAll(async () => {
    await meeting.end();
  });

  test('a reload of either side resumes the session, without the host being asked', async () => {
    const { host, guest } = meeting;
    const code = await meeting.code(host);
    for (const [one, other] of [
      [guest, host],
      [host, guest],
      [guest, host],
    ] as const) {
      await one.page.reload();
      await meeting.bothConnected();
      expect(await other.count('Admit')).toBe(0);
      await one.seesMotion();
      await other.seesMotion();
      await one.hears();
      expect(await meeting.code(one)).toEqual(code);
    }
    await guest.says('still here');
    await host.press('Chat');
    await host.sees('still here');
    await meeting.expectNoComplaints();
  });

  test('the call outlives the relay, and a restarted relay carries a resume again', async () => {
    const { host, guest, relay } = meeting;
    await relay.kill();
    for (const person of [host, guest]) {
      await person.sees('The helper that connects you is out of reach.');
      await person.seesMotion(30);
    }
    await host.says('the line holds');
    if (!(await guest.pressed('Chat'))) await guest.press('Chat');
    await guest.sees('the line holds');

    meeting.relay = await startRelay({ port: Number(new URL(relay.origin).port) });
    for (const person of [host, guest]) {
      await person.until('word that the relay is back', async () => {
        return !(await person.text()).includes('out of reach');
      });
      await person.seesMotion();
    }
    await guest.page.reload();
    await meeting.bothConnected();
    await guest.seesMotion();
    await host.seesMotion();
  });
});
