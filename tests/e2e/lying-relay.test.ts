import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { host as h } from '../../client/wording/en/host.ts';
import { shared } from '../../client/wording/en/shared.ts';
import { Keeper } from '../support/keeper.ts';
import { honest, LyingRelay } from '../support/lying-relay.ts';
import { Meeting } from '../support/meeting.ts';

describe('a relay that lies', () => {
  let lying: LyingRelay;
  let meeting: Meeting;
  beforeEach(async () => {
    lying = await LyingRelay.start();
    meeting = await Meeting.arrange('chromium', 'chromium', { relay: lying.relay });
  });
  afterEach(async () => {
    await meeting.end();
  });

  test('a changed message is refused, the host is told, and it stands in the record', async () => {
    const { host, guest } = meeting;
    const keeper = Keeper.of(meeting.relay, host);
    await keeper.create();
    await host.press('Start a session now');
    meeting.link = await host.value('Session link');
    await host.sees('The room is open.');
    await meeting.ask('Chat only');
    await meeting.admit();
    expect(await host.text()).not.toContain(shared.alerts.tampering);

    // The third of a guest's messages is the first behind the handshake: what it connects by.
    let passed = 0;
    lying.lie = (body, to) => {
      if (to === 'guest') return body;
      passed += 1;
      return passed === 3 ? body.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) : body;
    };
    await guest.page.reload();
    await host.sees(shared.alerts.tampering);
    // It spoils this try, and not the session.
    await meeting.bothConnected();
    await guest.says('here again');
    await host.press('Chat');
    await host.sees('here again');

    await host.press('Leave');
    await host.sees(h.threats.tampering.refused);
    await host.press('Back to the start');
    await host.press('Today');
    await host.sees(/Chat · Codes not compared · 1 receipt · 1 warning/);
    await keeper.comeAnew();
    await keeper.unlock();
    await host.press('1 thing was refused', 'summary');
    await host.sees(h.threats.tampering.refused);
  });

  test('a guest whom nobody answers tries three times, then over another connection', async () => {
    const { guest } = meeting;
    await meeting.invite();
    let tries = 0;
    const triesOf: number[] = [];
    lying.lie = (body, to) => {
      if (to === 'guest') return undefined;
      tries += 1;
      triesOf[lying.joins] = (triesOf[lying.joins] ?? 0) + 1;
      return body;
    };
    await guest.open(meeting.link);
    await meeting.walkToDevices();
    await guest.press('Chat only');
    await guest.press('Ask to join');
    await guest.until('a second connection', () => Promise.resolve(lying.joins === 2));
    await guest.until('a try over it', () => Promise.resolve(tries === 4));
    expect(triesOf.slice(1)).toEqual([3, 1]);
    lying.lie = honest;
    await meeting.accept();
    await meeting.admit();
    await meeting.expectNoComplaints();
  });
});
