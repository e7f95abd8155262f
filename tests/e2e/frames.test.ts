import { afterEach, expect, test } from 'vitest';
import {
  HONEST_FRAMES,
  HOSTILE,
  passed,
  withoutLayer,
  withWorker,
} from '../support/hostile-media.ts';
import { Meeting } from '../support/meeting.ts';

const TAMPERING = 'Something on the way changed what was sent.';

let meeting: Meeting;
afterEach(() => meeting.end());

// That what the other side seals is opened, in each pair of browsers, call.test.ts sees.
test('what is sent in clear is not shown, and pictures are none without their key', async () => {
  meeting = await Meeting.arrange('chromium', 'firefox');
  const { host, guest } = meeting;
  await withoutLayer(guest);
  await meeting.begin('Video');
  await host.sees(TAMPERING);
  for (const person of [host, guest]) {
    await person.until('packets enough for pictures', async () => {
      return (await passed(person)).packets > 200;
    });
    expect(await passed(person)).toMatchObject({ decoded: 0 });
  }
  expect(await passed(host)).toMatchObject({ energy: 0 });
});

test('what is repeated is not shown again, and what is under another key not at all', async () => {
  meeting = await Meeting.arrange('firefox', 'chromium');
  const { host, guest } = meeting;
  await withWorker(guest, (script) => HOSTILE + script);
  await meeting.begin('Video');
  await host.seesMotion();
  await host.sees(TAMPERING);
  await guest.until('many more pictures to be sent', async () => {
    return (await passed(guest)).encoded > 3 * HONEST_FRAMES;
  });
  expect((await passed(host)).decoded).toBeLessThanOrEqual(HONEST_FRAMES);
  // The other way nothing is wrong.
  await guest.seesMotion();
});

test('where the worker does nothing, nothing is sent and nothing shown; words still pass', async () => {
  meeting = await Meeting.arrange();
  const { host, guest } = meeting;
  await withWorker(guest, () => '');
  await meeting.begin('Video');
  await host.says('only words');
  await guest.press('Chat');
  await guest.sees('only words');
  await guest.until('pictures to be made, and others to come', async () => {
    const { encoded, packets } = await passed(guest);
    return encoded > 30 && packets > 200;
  });
  expect(await passed(guest)).toMatchObject({ decoded: 0, energy: 0 });
  expect(await passed(host)).toMatchObject({ packets: 0, decoded: 0, energy: 0 });
});
