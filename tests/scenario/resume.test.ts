import { beforeAll, describe, expect, it } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import { admitted, GuestTab, settle } from '../support/two-sessions.ts';

beforeAll(() => ready);

/** Whoever resumes ends with one secret, the same on both sides. */
function expectAgreed(guest: GuestTab, host: ReturnType<typeof admitted>['host']): void {
  const mine = guest.session.record.current;
  const theirs = host.session.record.seats[0]?.resume;
  expect(mine?.generation).toBe(theirs?.generation);
  expect(mine?.secret).toEqual(theirs?.secret);
}

describe('resuming', () => {
  it('brings a reloaded guest back without asking the host', () => {
    const { guest, host } = admitted();
    const code = guest.session.record.code;
    guest.reload();
    host.perform(host.session.gone(1));
    host.claimed(2, true);
    guest.attached();
    settle(guest, host, 2);
    expect(guest.admissions).toBe(2);
    expect(host.joins).toBe(2);
    expect(guest.session.record.code).toBe(code);
    expectAgreed(guest, host);
  });

  it('brings the guest back to a reloaded host', () => {
    const { guest, host } = admitted();
    host.reload();
    guest.session.detached();
    host.claimed(7, true);
    guest.attached();
    settle(guest, host, 7);
    expect(guest.admissions).toBe(2);
    expectAgreed(guest, host);
  });

  it('seals at the relay a guest whose seal was lost', () => {
    const { guest, host } = admitted();
    guest.reload();
    host.perform(host.session.gone(1));
    host.claimed(2, false);
    guest.attached();
    settle(guest, host, 2);
    expect(host.seals).toMatchObject([{ connection: 1 }, { connection: 2 }]);
    expect(guest.admissions).toBe(2);
  });

  it('sends the older of two copies of a tab away', () => {
    const { guest, host } = admitted();
    const copy = new GuestTab(guest.session.record);
    copy.stored = guest.stored;
    copy.reload();
    host.claimed(2, true);
    copy.attached();
    settle(copy, host, 2);
    expect(copy.admissions).toBe(1);
    expect(host.kicked).toEqual([expect.objectContaining({ connection: 1, reason: 'replaced' })]);
  });

  it('resumes again and again, each time under a new secret', () => {
    const { guest, host } = admitted();
    const seen = new Set<string>();
    for (let connection = 2; connection < 30; connection += 1) {
      guest.reload();
      host.claimed(connection, true);
      guest.attached();
      settle(guest, host, connection);
      expectAgreed(guest, host);
      seen.add(Buffer.from(guest.session.record.current?.secret ?? []).toString('hex'));
    }
    expect(seen.size).toBe(28);
  });
});
