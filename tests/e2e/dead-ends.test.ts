import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Meeting } from '../support/meeting.ts';
import { Person } from '../support/person.ts';

/** Whatever goes wrong, a person is told in a sentence what to do. */
describe('no way ends without a sentence', () => {
  let meeting: Meeting;
  let third: Person | undefined;
  beforeAll(async () => {
    meeting = await Meeting.arrange();
  });
  afterAll(() => meeting.end());
  beforeEach(async () => {
    await meeting.anew();
  });
  afterEach(async () => {
    await meeting.expectNoComplaints();
    expect((await third?.complaints()) ?? []).toEqual([]);
    await third?.leaveBrowser();
    third = undefined;
  });

  /** Another person at a browser of their own, who has asked to join with the same link. */
  const intrude = async (): Promise<Person> => {
    third = await Person.arrive('third', 'chromium');
    await third.open(meeting.link);
    for (let step = 0; step < 2; step += 1) await third.press('Continue');
    await third.press('Chat only');
    await third.press('Ask to join');
    return third;
  };

  test('declined', async () => {
    await meeting.invite();
    await meeting.ask('Chat only');
    await meeting.host.press('Decline');
    await meeting.guest.sees('Not right now');
    await meeting.guest.sees('Call them or write to them.');
    await meeting.host.sees('Nobody yet.');
  });

  test('a guest who is early waits, and a reload loses nothing', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    await host.open('about:blank');
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await guest.sees('The other person is not here yet');
    await guest.page.reload();
    await guest.sees('The other person is not here yet');
    await host.open(meeting.relay.origin);
    await meeting.accept();
    await meeting.admit();
  });

  test('a reload while waiting is the same person', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    await meeting.ask('Chat only');
    await guest.page.reload();
    await guest.sees('The other person knows you are here');
    await host.until('one guest in the list', async () => (await host.count('Admit')) === 1);
    await meeting.admit();
  });

  test('a reload while waiting brings back what was chosen; the host’s title tells who waits', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    expect(await host.page.title()).toBe('Alcove');
    await meeting.ask('Video');
    await host.until('a title that tells', async () => (await host.page.title()) === '(1) Alcove');
    await guest.page.reload();
    await guest.sees('The other person knows you are here');
    await guest.until('camera and microphone', async () => (await guest.live()).length === 2);
    await meeting.admit();
    await host.seesMotion();
    expect(await host.page.title()).toBe('Alcove');
  });

  test('a host whose page is gone is not called a weak network, and comes back', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Chat only');
    await host.open('about:blank');
    await guest.sees('The other person is not here right now');
    await host.open(meeting.relay.origin);
    await meeting.bothConnected();
    await host.says('back again');
    await guest.press('Chat');
    await guest.sees('back again');
  });

  test('two who hold one link: the host admits neither, and both are told', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    await meeting.ask('Chat only');
    const rival = await intrude();
    await host.sees('Two places opened this link');
    await guest.sees('This link was opened in two places');
    await rival.sees('This link was opened in two places');
    expect(await host.count('Admit')).toBe(0);
    await host.press('Make a new link');
    const fresh = await host.until('another link', async () => {
      const link = await host.value('Session link');
      return link !== meeting.link && link;
    });
    meeting.link = fresh;
    await host.sees('The room is open.');
    await meeting.ask('Chat only');
    await meeting.admit();
  });

  test('a used link: whoever comes is told, and the two in the room too', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Chat only');
    const late = await intrude();
    await late.sees('This link has been used');
    await host.sees('Someone tried to open the link of this session again');
    await host.says('nothing happened');
    await guest.press('Chat');
    await guest.sees('nothing happened');
  });

  test('one who had asked, went away and lost the seat to another is told so, once', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    await meeting.ask('Chat only');
    await guest.open('about:blank');
    await host.sees('Nobody yet.');
    const first = await guest.newTab();
    await meeting.ask('Chat only');
    await meeting.admit();
    await first.bringToFront();
    guest.page = first;
    await guest.open(meeting.link);
    await guest.sees('This link has been used');
    await host.sees('Someone tried to open the link of this session again');
    expect(await guest.page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  test('codes that differ end the session on both sides, and say what it may mean', async () => {
    const { host, guest } = meeting;
    await meeting.begin('Chat only');
    await guest.press('They differ');
    for (const person of [host, guest]) await person.sees('someone may have been in between');
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await guest.sees('This session is over');
  });

  test('Start pressed twice at once is one session, and ending it leaves nothing behind', async () => {
    const { host, guest } = meeting;
    await guest.open('about:blank');
    await host.open(meeting.relay.origin);
    const button = await host.control('Start a session now');
    await button.evaluate((element) => {
      element.click();
      element.click();
    });
    await host.sees('The room is open.');
    const held = () => host.page.evaluate(async () => (await navigator.locks.query()).held?.length);
    expect(await held()).toBe(1);
    await host.press('End session');
    await host.sees('Start a session now');
    await host.until('no lock to be held', async () => (await held()) === 0);
  });

  test('a host who ends the session tells the guest who waits', async () => {
    const { host, guest } = meeting;
    await meeting.invite();
    await meeting.ask('Chat only');
    await host.press('End session');
    await host.sees('Start a session now');
    await guest.sees('This session is over');
  });

  test('a second tab of the same session steps aside', async () => {
    const { host } = meeting;
    await meeting.begin('Chat only');
    const kept = await host.page.evaluate(() => sessionStorage.getItem('alcove-host'));
    const first = await host.newTab();
    await host.open(`${meeting.relay.origin}/j`);
    await host.page.evaluate((text) => sessionStorage.setItem('alcove-host', text ?? ''), kept);
    await host.open(meeting.relay.origin);
    await host.sees('another tab');
    host.page = first;
    await host.page.bringToFront();
    await host.says('this one goes on');
    await meeting.guest.press('Chat');
    await meeting.guest.sees('this one goes on');
  });

  test('bad links are told apart from dead ones, and open nothing', async () => {
    const { guest, relay } = meeting;
    const cases: [string, string][] = [
      ['', 'No room is open here'],
      ['#abc', 'This link is damaged'],
    ];
    await meeting.invite();
    const swapped = meeting.link.slice(0, -4) + (meeting.link.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    cases.push([new URL(swapped).hash, 'This link is damaged']);
    cases.push([`${new URL(meeting.link).hash}x`, 'This link is damaged']);
    for (const [hash, heading] of cases) {
      await guest.open('about:blank');
      await guest.open(`${relay.origin}/j${hash}`);
      await guest.sees(heading);
    }
  });

  test('a browser inside an app that cannot call is helped out of it, with the link', async () => {
    const { guest } = meeting;
    await meeting.invite();
    await guest.page.setUserAgent({
      userAgent: 'Mozilla/5.0 (Linux; Android 13; SM-A205U; wv) Chrome/115.0 Mobile [FB_IAB/FB4A]',
    });
    await guest.page.evaluateOnNewDocument(() => {
      Reflect.deleteProperty(window, 'RTCPeerConnection');
    });
    await guest.open(meeting.link);
    await guest.sees('Please open this in your browser');
    expect(await guest.value('Your link')).toBe(meeting.link);
    expect(await guest.count('Copy link for another browser')).toBe(1);
  });
});
