import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkReceipt, decodeReceipt } from '../../client/session/consent.ts';
import { ready } from '../../crypto/sodium.ts';
import { Meeting } from '../support/meeting.ts';
import type { Person } from '../support/person.ts';

/** Presses a control that is no button: a tick, an answer. */
const tick = async (person: Person, name: string): Promise<void> => {
  const control = await person.control(name);
  // By itself: scrolled to, it may lie under the line at the top.
  await control.evaluate((element) => element.click());
};

/** The file that a press on “Save what we agreed” would hand to the browser's downloads. */
const saved = async (person: Person): Promise<string> => {
  await person.page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (file: Blob) => {
      void file.text().then((text) => (document.body.dataset['saved'] = text));
      return make(file);
    };
  });
  await person.press('Save what we agreed');
  return person.until('the file', () => person.page.evaluate(() => document.body.dataset['saved']));
};

const receiptIn = (file: string): string => file.trimEnd().split('\n').at(-1) ?? '';

describe('nobody comes in without having agreed', () => {
  let meeting: Meeting;
  beforeAll(async () => {
    await ready;
    meeting = await Meeting.arrange('chromium', 'firefox');
  });
  afterAll(async () => {
    await meeting.end();
  });

  test('the guest reads the host’s own words and answers; until then it cannot be let in', async () => {
    const { host, guest } = meeting;
    await meeting.invite('Voice only');
    await tick(host, 'A private place');
    await host.press('Read or change your words for this session', 'summary');
    const field = await host.control('How you handle what they share');
    await field.evaluate((area) => ((area as HTMLTextAreaElement).value = ''));
    await host.type('How you handle what they share', 'Nothing is written down.');
    await host.press('Save these words');
    await host.sees('Saved.');

    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Voice only');
    await guest.press('Ask to join');
    const shown = await guest.sees('Before you come in');
    expect(shown).toContain('Nothing is written down.');
    expect(shown).toContain('Where the sender of the link is A private place');
    await host.sees('Is reading what you say first');
    expect(await (await host.control('Admit')).evaluate((e) => e.matches(':disabled'))).toBe(true);

    await tick(guest, 'Later: Headphones');
    await guest.press('In case something happens', 'summary');
    await guest.type('Whom can they call for you?', 'Sam, 555 0123');
    await guest.type('A word that means: someone has come in', 'Blue  Kettle');
    await guest.press('Accept');
    await guest.sees('The other person knows you are here');
    await host.sees('Asks to join');
  });

  test('a reload signs again by itself, and both hold one receipt', async () => {
    const { host, guest } = meeting;
    await guest.page.reload();
    await guest.sees('The other person knows you are here');
    await meeting.admit();
    const files: string[] = [];
    for (const person of [host, guest]) {
      await person.press('What we agreed');
      for (const text of ['Nothing is written down.', /Headphones ?: Later/, 'Sam, 555 0123']) {
        await person.sees(text);
      }
      files.push(receiptIn(await saved(person)));
      await person.press('Done');
    }
    expect(files[0]).toBe(files[1]);
    expect(() => checkReceipt(decodeReceipt(files[0] ?? ''))).not.toThrow();
  });

  test('the code word in the chat hides both, and is neither shown nor sent', async () => {
    const { host, guest } = meeting;
    await guest.says('bluekettle');
    await guest.until('nothing but the time', async () => !(await guest.text()).includes('Chat'));
    await host.sees('Somebody has come in there');
    await guest.press('Continue');
    await guest.press('Go on');
    await guest.says('A blue kettle, please');
    await host.press('Chat');
    const shown = await host.sees('A blue kettle, please');
    expect(shown).not.toContain('bluekettle');
  });

  test('the receipt is still there after a reload in the room, and can be taken along at the end', async () => {
    const { host, guest } = meeting;
    await guest.page.reload();
    await meeting.bothConnected();
    await guest.press('Leave');
    await guest.sees('You have left');
    const mine = receiptIn(await saved(guest));
    await host.sees('The other person has left');
    expect(receiptIn(await saved(host))).toBe(mine);
    expect(await guest.page.evaluate(() => sessionStorage.length)).toBe(0);
    await meeting.expectNoComplaints();
  });
});
