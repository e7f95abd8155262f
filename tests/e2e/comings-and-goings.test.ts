import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comfort as c } from '../../client/wording/en/comfort.ts';
import { network as n } from '../../client/wording/en/network.ts';
import { Meeting } from '../support/meeting.ts';

describe.each([
  ['chromium', 'firefox'],
  ['firefox', 'chromium'],
] as const)('what comes and goes in a call, in %s', (own, other) => {
  let meeting: Meeting;
  beforeAll(async () => {
    meeting = await Meeting.arrange(own, other);
    await meeting.begin('Video');
    await meeting.guest.hears();
  });
  afterAll(async () => {
    await meeting.end();
  });

  /** The system does something to the microphone that is in use, of which the page has only the event. */
  const system = (happens: 'ended' | 'mute' | 'unmute') =>
    meeting.host.page.evaluate((what) => {
      const track = window.witness.tracks.findLast(
        ({ kind, readyState }) => kind === 'audio' && readyState === 'live',
      );
      if (!track) throw new Error('no microphone is on');
      if (what === 'ended') track.stop();
      else Object.defineProperty(track, 'muted', { value: what === 'mute', configurable: true });
      track.dispatchEvent(new Event(what));
    }, happens);
  const isGone = (text: string) =>
    meeting.host.until(`“${text}” to be gone`, async () => {
      return !(await meeting.host.text()).includes(text);
    });
  const microphones = async () =>
    (await meeting.host.live()).filter((kind) => kind === 'audio').length;

  test('a microphone that the system takes away is told of, and one press brings it back', async () => {
    const { host, guest } = meeting;
    await system('ended');
    await host.sees(n.microphone);
    expect(await microphones()).toBe(0);
    await host.press(n.microphoneBack);
    await isGone(n.microphone);
    expect(await microphones()).toBe(1);
    expect(await host.pressed('Microphone')).toBe(true);
    await guest.hears();
  });

  test('one that is taken for a moment comes back by itself, or by the press', async () => {
    const { host, guest } = meeting;
    await system('mute');
    await host.sees(n.microphone);
    await system('unmute');
    await isGone(n.microphone);
    await system('mute');
    await host.press(n.microphoneBack);
    await isGone(n.microphone);
    expect(await microphones()).toBe(1);
    await guest.hears();
  });

  // A machine without a loudspeaker shows Firefox none; Chromium’s are not real.
  test.runIf(own === 'chromium')('their voice comes from where it is chosen', async () => {
    const { host } = meeting;
    await host.press('Devices');
    const chosen = await (
      await host.control(c.speaker)
    ).evaluate((element) => {
      if (!(element instanceof HTMLSelectElement)) throw new Error('no list of loudspeakers');
      element.value = [...element.options].at(-1)?.value ?? '';
      element.dispatchEvent(new Event('change'));
      return element.value;
    });
    expect(chosen).not.toBe('');
    const sink = () =>
      host.page.evaluate(() =>
        window.witness.all('audio').map((audio) => (audio as HTMLAudioElement).sinkId),
      );
    await host.until('that loudspeaker', async () => (await sink()).includes(chosen));
    await host.press('Done');
    await host.hears();
  });

  test('nothing of it was refused, or asked of anybody else', async () => {
    await meeting.expectNoComplaints();
  });
});
