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

  // By key: what appears above it moves it away from under a pointer.
  const blur = async () => (await meeting.host.control('Blur what is behind me')).press(' ');
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
    expect((await sending(8)).sharpest).toBeLessThan(SHARP);
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
    expect((await sending(8)).sharpest).toBeLessThan(SHARP);
    await host.press('Done');
  });

  test('a reload in the call comes back blurred', async () => {
    const { host, guest } = meeting;
    await host.page.reload();
    await meeting.bothConnected();
    await guest.seesMotion();
    expect((await sending(8)).sharpest).toBeLessThan(SHARP);
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
    await sending(8);
    expect((await sent()).every(({ sharpest }) => sharpest < SHARP)).toBe(true);
  });

  test('headphones that go away take the sound with them, until it is wanted again', async () => {
    const { host } = meeting;
    await host.hears();
    const plug = await host.page.evaluateHandle(async () => {
      const { mediaDevices } = navigator;
      const all = await mediaDevices.enumerateDevices();
      const piece = (kind: MediaDeviceKind, label: string): MediaDeviceInfo => {
        const [deviceId, groupId] = [label, `group of ${label}`];
        return { deviceId, groupId, kind, label, toJSON: () => label };
      };
      /** What is listed changes; gives whether the sound was off at once, and whether it still is. */
      return async (labels: readonly string[]): Promise<boolean[]> => {
        const now = labels.map((label) =>
          piece(label === 'Webcam' ? 'videoinput' : 'audiooutput', label),
        );
        let list = () => {};
        const waits = new Promise<void>((resolve) => (list = resolve));
        mediaDevices.enumerateDevices = () => waits.then(() => [...all, ...now]);
        const muted = () =>
          window.witness.all('audio').every((audio) => (audio as HTMLAudioElement).muted);
        mediaDevices.dispatchEvent(new Event('devicechange'));
        // As soon as elements draw, which is within the same turn of the page.
        await new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));
        const atOnce = muted();
        list();
        await new Promise((resolve) => setTimeout(resolve));
        return [atOnce, muted()];
      };
    });
    const lists = (...labels: string[]) => plug.evaluate((change, now) => change(now), labels);
    expect(await lists('Speakers', 'Headphones', 'Webcam')).toEqual([true, false]);
    await host.sees('Plugged in: Speakers');
    expect(await lists('Speakers', 'Headphones')).toEqual([true, false]);
    await host.sees('Unplugged: Webcam');
    await host.hears();
    expect(await lists('Speakers')).toEqual([true, true]);
    await host.sees('Your headphones were unplugged. The sound is off.');
    await host.press('Turn the sound on');
    await host.hears();
  });

  test('a screen that is picked after a pause began goes nowhere', async () => {
    const { host, guest } = meeting;
    await host.press('Share screen');
    await host.sees('You are sharing this');
    await guest.sees('The other person is sharing a screen');
    await host.press('Stop sharing');
    const pick = await host.page.evaluateHandle(() => {
      const { mediaDevices } = navigator;
      const show = mediaDevices.getDisplayMedia.bind(mediaDevices);
      let picked = () => {};
      const waits = new Promise<void>((resolve) => (picked = resolve));
      mediaDevices.getDisplayMedia = () => waits.then(() => show());
      return picked;
    });
    const before = (await host.live()).length;
    await host.press('Share screen');
    await host.press('Pause');
    await guest.sees('The other person needs a moment');
    await pick.evaluate((picked) => picked());
    await host.press('Go on');
    // Camera and microphone come back, and nothing with them.
    await guest.seesMotion();
    await host.hears();
    expect(await host.live()).toHaveLength(before);
    expect(await host.pressed('Share screen')).toBe(false);
    await meeting.expectNoComplaints();
  });
});
