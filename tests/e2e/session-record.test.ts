import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Keeper } from '../support/keeper.ts';
import { Meeting } from '../support/meeting.ts';

describe('the host’s side of a session', () => {
  let meeting: Meeting;
  let keeper: Keeper;
  beforeEach(async () => {
    meeting = await Meeting.arrange();
    keeper = Keeper.of(meeting.relay, meeting.host);
    await keeper.create();
    const { host } = meeting;
    await host.press('Start a session now');
    meeting.link = await host.value('Session link');
    await host.sees('The room is open.');
    await meeting.ask('Chat only');
    await meeting.admit();
  });
  afterEach(async () => {
    await meeting.end();
  });

  const altL = async () => {
    const { keyboard } = meeting.host.page;
    await keyboard.down('Alt');
    await keyboard.press('KeyL');
    await keyboard.up('Alt');
  };
  const panes = () =>
    meeting.host.page.evaluate(() => window.witness.all('alcove-notes-pane').length);

  test('notes beside the room, a quiet question, a closing, and a sudden end with its record', async () => {
    const { host, guest } = meeting;
    await host.press('Notes');
    await host.press('Start writing');
    await keeper.add('Text', 'said with care');
    await keeper.saved();
    expect(await guest.text()).not.toContain('said with care');

    // Before a screen is shared the notes go.
    await host.press('Share screen');
    await host.sees('the other person can read your notes');
    await host.press('Close the notes and share');
    await host.sees('The other person sees your screen.');
    expect(await panes()).toBe(0);
    await host.press('Notes');
    await host.press('Leave them closed');
    expect(await panes()).toBe(0);
    await host.press('Share screen');

    // A lock closes them and not the call, and from the call they are opened again.
    await host.press('Notes');
    await altL();
    await host.until('the notes to be closed', async () => (await panes()) === 0);
    await host.says('still here');
    await guest.sees('1 new');
    await host.press('Notes');
    await keeper.unlock();
    await host.until(
      'the same note',
      async () => (await keeper.written('Text')) === 'said with care',
    );
    await host.page.keyboard.press('Escape');
    await guest.sees('Somebody has come in there');
    expect(await panes()).toBe(0);
    await host.press('Continue');
    await host.press('Go on');

    await host.press('For you');
    await keeper.add('If we are cut off', 'I call you at six.');
    await host.press('Save');
    await host.press('Ask them quietly');
    await guest.sees('Can you talk?');
    await guest.press('Not alone');
    await host.sees('They are not alone.');
    expect(await guest.text()).not.toContain('Can you talk?');
    await host.press('Got it');
    await guest.press('Quiet word');
    expect(await keeperOf(guest).written('If we are cut off')).toBe('I call you at six.');
    await guest.press('Done');
    await host.press('For you');
    await keeper.add('Your own words (optional)', 'One breath.');
    await host.press('Begin to close');
    for (const person of [host, guest]) await person.sees('A few minutes left to close');
    await guest.sees('One breath.');

    // The empty page has no picture of its own, for which a browser asks in vain.
    await meeting.expectNoComplaints();
    await guest.press('Quick exit');
    await host.sees('They left at once');
    await host.sees('I call you at six.');
    await host.sees('A record of this session is in your notes');
    await host.sees('The note is written.');
    await host.press('Back to the start');
    await host.press('Today');
    await host.sees(/Chat · Codes not compared · 1 receipt/);
    expect(await host.text()).not.toContain('Note open');
    const more = await host.page.evaluate(() => {
      const [summary] = window.witness.all('li.session summary');
      return summary?.getAttribute('aria-label') ?? '';
    });
    await host.press(more, 'summary');
    await host.sees('What they read and accepted');
    await host.sees('I keep to myself what you tell me.');
  });

  test('a record outlasts a lock in mid-call and a host who is gone, and its warnings do', async () => {
    const { host, guest } = meeting;
    const third = await guest.newTab();
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await guest.sees('This link has been used');
    guest.page = third;
    await host.sees('Someone tried to open the link of this session again');
    await altL();
    await host.says('one more');
    await host.press('Leave');
    await host.sees('waits on this device, encrypted');
    await host.sees('Somebody came with a link that was used up');
    const stored = await host.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
    expect(stored).toBe('[]');
    await host.page.reload();
    await keeper.unlock();
    await host.sees('Note open');
    await host.sees(/Chat · Codes not compared · 1 receipt · 1 warning/);
    await host.sees('1 thing was refused');
    await keeper.comeAnew();
    await keeper.unlock();
    await host.sees('Note open');
    expect(await host.text()).not.toContain('A session is kept here, sealed.');
    const write = await host.page.evaluate(
      () =>
        window.witness
          .all('button')
          .find((button) => button.getAttribute('aria-label')?.startsWith('Write the note of'))
          ?.ariaLabel,
    );
    await host.press(write ?? 'no session');
    await host.press('Start writing');
    await keeper.add('Text', 'afterwards');
    await keeper.saved();
    await host.press('Today');
    await host.until(
      'the note to be there',
      async () => !(await host.text()).includes('Note open'),
    );
  });

  const keeperOf = (person: Meeting['guest']) => Keeper.of(meeting.relay, person);
});
