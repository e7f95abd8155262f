import { beforeAll, describe, expect, it } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import {
  admitted,
  GuestTab,
  HostTab,
  newGuestRecord,
  newSession,
  settle,
} from '../support/two-sessions.ts';

beforeAll(() => ready);

describe('joining', () => {
  it('asks, waits, and is admitted with the same code on both sides', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    expect(host.session.waiting).toMatchObject([{ connection: 1, state: 'checking' }]);
    guest.attached();
    settle(guest, host, 1);
    expect(host.session.waiting).toMatchObject([{ connection: 1, state: 'ready' }]);
    expect(guest.asked).toBeDefined();
    expect(guest.admissions).toBe(0);

    host.admit(1);
    expect(host.seals).toMatchObject([{ connection: 1, seat: 0 }]);
    settle(guest, host, 1);
    expect(guest.admissions).toBe(1);
    expect(guest.session.record.code).toBe(host.session.record.seats[0]?.code);
    expect(host.session.waiting).toEqual([]);
  });

  it('leaves the link secret with nobody once it is spent', () => {
    const { guest, host, link } = admitted();
    expect(guest.session.record.linkSecret).toBeUndefined();
    expect(host.session.record.seats[0]?.linkSecret).toBeUndefined();
    const secret = Buffer.from(link.secret).toString('hex');
    expect(guest.stored).not.toContain(secret);
    expect(host.stored).not.toContain(secret);
  });

  it('refuses the link to the next person after admission', () => {
    const { host, link } = admitted();
    const late = new GuestTab(newGuestRecord(link));
    host.claimed(2);
    late.attached();
    settle(late, host, 2);
    expect(late.asked).toBeUndefined();
    expect(host.joins).toBe(1);
  });

  it('does not admit somebody whose handshake is not finished', () => {
    const { record } = newSession();
    const host = new HostTab(record);
    host.claimed(1);
    host.admit(1);
    expect(host.joins).toBe(0);
    expect(host.session.record.seats[0]?.linkSecret).toBeDefined();
  });

  it('carries sealed messages both ways only after the welcome', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    expect(guest.session.seal({ type: 'bye', reason: 'left' })).toEqual([]);
    expect(host.session.seal(1, { type: 'bye', reason: 'left' })).toEqual([]);
    host.admit(1);
    settle(guest, host, 1);
    guest.perform(guest.session.seal({ type: 'bye', reason: 'left' }));
    host.perform(host.session.seal(1, { type: 'bye', reason: 'codes-differ' }));
    settle(guest, host, 1);
    expect(host.signals).toEqual([{ type: 'bye', reason: 'left' }]);
    expect(guest.signals).toEqual([{ type: 'bye', reason: 'codes-differ' }]);
  });

  it('loses nothing when the guest reloads while waiting', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    guest.reload();
    host.perform(host.session.gone(1));
    host.claimed(2);
    guest.attached();
    settle(guest, host, 2);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'ready' }]);
    expect(host.session.record.seats[0]?.contested).toBe(false);
    host.admit(2);
    settle(guest, host, 2);
    expect(guest.admissions).toBe(1);
  });

  it('treats a reload whose old connection still lingers as the same person', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    guest.reload();
    host.claimed(2);
    guest.attached();
    settle(guest, host, 2);
    expect(host.kicked).toMatchObject([{ connection: 1, reason: 'replaced' }]);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'ready' }]);
  });

  it('zeroes every secret it holds when it ends', () => {
    const { guest, host } = admitted();
    const secrets = [guest.session.record.current?.secret, guest.session.record.accessSeed];
    const hostSecrets = [
      host.session.record.hostSeed,
      host.session.record.seats[0]?.resume?.secret,
      host.session.record.seats[0]?.accessSeed,
    ];
    expect(guest.session.wipe()).toBeGreaterThanOrEqual(2);
    expect(host.session.wipe()).toBeGreaterThanOrEqual(3);
    for (const secret of [...secrets, ...hostSecrets]) {
      expect(secret).toBeDefined();
      expect(secret?.every((byte) => byte === 0)).toBe(true);
    }
  });
});
