import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keeper, PASSPHRASE } from '../support/keeper.ts';
import { Meeting } from '../support/meeting.ts';

describe('a session beside a vault', () => {
  let meeting: Meeting;
  let keeper: Keeper;
  beforeEach(async () => {
    meeting = await Meeting.arrange('chromium', 'firefox');
    keeper = Keeper.of(meeting.relay, meeting.host);
    await keeper.create();
  });
  afterEach(async () => {
    await meeting.expectNoComplaints();
    await meeting.end();
  });

  /** The worker that holds the keys is gone. */
  const locked = () =>
    meeting.host.until('the vault to be locked', async () => {
      const held = await meeting.host.page.evaluate(() => navigator.locks.query());
      return !held.held?.some(({ name }) => name?.endsWith('-open'));
    });

  const begin = async () => {
    const { host } = meeting;
    await host.press('Start a session now');
    meeting.link = await host.value('Session link');
    await host.sees('The room is open.');
    await host.press('Video');
    await meeting.ask('Video');
    await meeting.admit();
  };

  it('goes on through a lock, and through a reload once the vault is unlocked', async () => {
    const { host, guest } = meeting;
    await begin();
    await host.page.keyboard.down('Alt');
    await host.page.keyboard.press('KeyL');
    await host.page.keyboard.up('Alt');
    await locked();
    await host.seesMotion();
    await guest.seesMotion();
    await host.says('still here');
    await guest.press('Chat');
    await guest.sees('still here');

    await host.page.reload();
    await host.sees('A session is kept here, sealed.');
    const kept = await host.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)));
    expect(kept).toBe('[]');
    await keeper.unlock();
    await meeting.bothConnected();
    await host.seesMotion();
    await guest.seesMotion();

    await host.press('Leave');
    await host.sees('1 entry');
    await host.press('Back to the start');
    await host.page.reload();
    await host.sees('Your notes are closed.');
    expect(await host.text()).not.toContain('A session is kept here, sealed.');
  });

  it('keeps a link that is not used yet', async () => {
    const { host } = meeting;
    await host.press('Start a session now');
    const link = await host.value('Session link');
    await host.page.reload();
    await keeper.unlock(PASSPHRASE);
    expect(await host.value('Session link')).toBe(link);
    meeting.link = link;
    await host.sees('The room is open.');
    await host.press('Chat only');
    await meeting.ask('Chat only');
    await meeting.admit();
  });
});
