import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BrowserName } from '../support/browsers.mjs';
import { Meeting } from '../support/meeting.ts';
import { SHARP, seesStripes } from '../support/striped-camera.ts';

const PAIRS: [BrowserName, BrowserName][] = [
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
];

describe.each(PAIRS)('what is seen and heard is in one’s own hands: in %s', (name, other) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange(name, other);
    await seesStripes(meeting.host);
  });
  afterAll(async () => {
    await meeting.end();
  });

  const blur = async () => (await meeting.host.control('Blur what is behind me')).click();
  const sent = () => meeting.host.page.evaluate(() => window.sent.tracks);
  const sending = (frames: number) =>
    meeting.host.until('pictures to be sent', async () => {
      const last = (await sent()).at(-1);
      return last && last.frames >= frames && last;
    });

  test('not one picture is sharp, from before the call until the blur ends', async () => {
    const { host, guest } = meeting;
    await meeting.invite('Video');
    await blur();
    await host.sees('Your device does this by itself');
    await meeting.ask('Video');
    await meeting.admit();
    await guest.seesMotion();
    expect((await sending(20)).sharpest).toBeLessThan(SHARP);
    expect(await sent()).toHaveLength(1);
  });

  test('without it the same picture is sharp, and with it again nothing of it is', async () => {
    const { host } = meeting;
    await host.press('Devices');
    await blur();
    await host.until('a sharp picture', async () => ((await sent()).at(-1)?.sharpest ?? 0) > SHARP);
    const before = (await sent()).length;
    await blur();
    await host.until('another track', async () => (await sent()).length > before);
    expect((await sending(20)).sharpest).toBeLessThan(SHARP);
    await host.press('Done');
  });

  test('a reload in the call comes back blurred', async () => {
    const { host, guest } = meeting;
    await host.page.reload();
    await meeting.bothConnected();
    await guest.seesMotion();
    expect((await sending(20)).sharpest).toBeLessThan(SHARP);
    expect((await sent()).every(({ sharpest }) => sharpest < SHARP)).toBe(true);
  });

  test('when it breaks the camera goes off instead of showing all', async () => {
    const { host } = meeting;
    await host.page.evaluate(() => window.sent.workers.forEach((worker) => worker.terminate()));
    await host.until('the camera to be off', async () => !(await host.live()).includes('video'));
    expect((await sent()).every(({ sharpest }) => sharpest < SHARP)).toBe(true);
    await host.press('Devices');
    await host.sees('The blur did not work');
    await host.press('Done');
    await host.press('Camera');
    await sending(20);
    expect((await sent()).every(({ sharpest }) => sharpest < SHARP)).toBe(true);
    await meeting.expectNoComplaints();
  });
});
