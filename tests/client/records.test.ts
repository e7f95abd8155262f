import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { SessionError } from '../../client/session/errors.ts';
import { decodeGuestRecord, encodeGuestRecord } from '../../client/session/guest-record.ts';
import { decodeHostRecord, encodeHostRecord } from '../../client/session/host-record.ts';
import { ready } from '../../crypto/sodium.ts';
import { GuestTab, HostTab, newGuestRecord, newSession, settle } from '../support/two-sessions.ts';

beforeAll(() => ready);

const refused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof SessionError && error.code === 'RECORD_SHAPE';
  }
};

/** Records as they are before and after admission. */
const records = () => {
  const { record, link } = newSession();
  const host = new HostTab(record);
  const guest = new GuestTab(newGuestRecord(link));
  const before = [encodeHostRecord(host.session.record), encodeGuestRecord(guest.session.record)];
  host.claimed(1, false);
  guest.attached();
  settle(guest, host, 1);
  host.admit(1);
  settle(guest, host, 1);
  const after = [encodeHostRecord(host.session.record), encodeGuestRecord(guest.session.record)];
  return { hosts: [before[0], after[0]], guests: [before[1], after[1]] };
};

describe('what a tab keeps', () => {
  test('is read back exactly as it was written, at every stage', () => {
    const { hosts, guests } = records();
    for (const text of hosts) {
      expect(JSON.parse(encodeHostRecord(decodeHostRecord(text ?? '')))).toEqual(
        JSON.parse(text ?? ''),
      );
    }
    for (const text of guests) {
      expect(JSON.parse(encodeGuestRecord(decodeGuestRecord(text ?? '')))).toEqual(
        JSON.parse(text ?? ''),
      );
    }
  });

  test('holds the conversation still, as a reload must', () => {
    const { hosts, guests } = records();
    for (const hold of ['pause', 'someone'] as const) {
      const host = { ...decodeHostRecord(hosts[1] ?? ''), hold };
      expect(decodeHostRecord(encodeHostRecord(host)).hold).toBe(hold);
      const guest = { ...decodeGuestRecord(guests[1] ?? ''), hold };
      expect(decodeGuestRecord(encodeGuestRecord(guest)).hold).toBe(hold);
    }
  });

  test('names the relay of a session where that is not the page’s own, and nothing that is none', () => {
    const { hosts } = records();
    const record = decodeHostRecord(hosts[1] ?? '');
    expect(record.relay).toBeUndefined();
    const relay = 'https://alcove.example';
    expect(decodeHostRecord(encodeHostRecord({ ...record, relay })).relay).toBe(relay);
    for (const other of ['', 'alcove.example', `${relay}/j`, 'wss://alcove.example']) {
      const text = encodeHostRecord({ ...record, relay: other });
      expect(refused(() => decodeHostRecord(text))).toBe(true);
    }
  });

  test('cut anywhere, or of another version, it is refused with its code', () => {
    const { hosts, guests } = records();
    for (const text of hosts) {
      if (text === undefined) throw new Error('no record');
      for (let cut = 0; cut < text.length; cut += 7) {
        expect(refused(() => decodeHostRecord(text.slice(0, cut)))).toBe(true);
      }
      expect(refused(() => decodeHostRecord(text.replace('"version":1', '"version":2')))).toBe(
        true,
      );
    }
    for (const text of guests) {
      if (text === undefined) throw new Error('no record');
      for (let cut = 0; cut < text.length; cut += 7) {
        expect(refused(() => decodeGuestRecord(text.slice(0, cut)))).toBe(true);
      }
    }
  });

  test('whatever stands there is a record or a code, never another error', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        return refused(() => decodeHostRecord(text)) && refused(() => decodeGuestRecord(text));
      }),
    );
  });
});
