import { beforeAll, describe, expect, it } from 'vitest';
import { ATTEMPTS_A_LINK } from '../../client/session/host-record.ts';
import { attemptId } from '../../crypto/brand.ts';
import { bodyAttempt } from '../../crypto/body.ts';
import { sealEnvelope } from '../../crypto/handshake/envelope.ts';
import { roomId } from '../../crypto/link.ts';
import { systemRandom } from '../../crypto/random.ts';
import { ready } from '../../crypto/sodium.ts';
import { loseAtRandom } from '../support/losses.ts';
import {
  admitted,
  GuestTab,
  HostTab,
  newGuestRecord,
  newSession,
  settle,
} from '../support/two-sessions.ts';

beforeAll(() => ready);

describe('rival claimants', () => {
  it('admits neither of two who hold one link at once, and tells both', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const first = new GuestTab(newGuestRecord(link));
    const second = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    first.attached();
    settle(first, host, 1);
    host.claimed(2);
    second.attached();
    settle(second, host, 2);
    expect(host.kicked.map(({ connection, reason }) => [connection, reason])).toEqual([
      [1, 'contested'],
      [2, 'contested'],
    ]);
    expect(host.session.waiting).toEqual([]);
    host.admit(1);
    host.admit(2);
    expect(host.joins).toBe(0);
  });

  it('stays contested over a reload of the host and for whoever comes next', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    for (const connection of [1, 2]) {
      const guest = new GuestTab(newGuestRecord(link));
      host.claimed(connection);
      guest.attached();
      settle(guest, host, connection);
    }
    host.reload();
    const third = new GuestTab(newGuestRecord(link));
    host.claimed(3);
    third.attached();
    settle(third, host, 3);
    expect(third.asked).toBeUndefined();
    expect(host.kicked.at(-1)).toMatchObject({ connection: 3, reason: 'contested' });
  });

  it('is no rival who comes after the other has gone', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const first = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    first.attached();
    settle(first, host, 1);
    host.perform(host.session.gone(1));
    const second = new GuestTab(newGuestRecord(link));
    host.claimed(2);
    second.attached();
    settle(second, host, 2);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'ready' }]);
  });
});

describe('attempts', () => {
  /** One whole try up to the host's second message. */
  function tryOnce(host: HostTab, guest: GuestTab, connection: number): void {
    host.claimed(connection);
    guest.attached();
    const first = guest.sent.shift();
    if (first) host.receive(connection, first);
    host.perform(host.session.gone(connection));
  }

  it('refuses the seventeenth attempt and asks the host', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    for (let attempt = 1; attempt <= ATTEMPTS_A_LINK; attempt += 1) tryOnce(host, guest, attempt);
    expect(host.kicked).toEqual([]);
    expect(host.session.record.seats[0]?.attempts).toBe(ATTEMPTS_A_LINK);
    tryOnce(host, guest, 17);
    expect(host.kicked).toMatchObject([{ connection: 17, reason: 'exhausted' }]);

    host.reload();
    tryOnce(host, guest, 18);
    expect(host.kicked.at(-1)).toMatchObject({ connection: 18, reason: 'exhausted' });

    host.perform(host.session.allowMore(0));
    host.claimed(19);
    guest.sent.length = 0;
    guest.attached();
    settle(guest, host, 19);
    expect(host.session.waiting).toMatchObject([{ connection: 19, state: 'ready' }]);
  });

  it('counts the attempt before the second message leaves', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    const [first] = guest.sent;
    const effects = host.session.received(1, first ?? new Uint8Array());
    expect(effects.map(({ kind }) => kind)).toEqual(['store', 'send', 'waiting']);
  });

  it('counts neither what does not open nor a repeated first message', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    const first = guest.sent[0] ?? new Uint8Array();
    const broken = first.slice();
    broken[500] = (broken[500] ?? 0) ^ 1;
    host.receive(1, broken);
    expect(host.session.record.seats[0]?.attempts).toBe(0);
    host.receive(1, first);
    host.receive(1, first);
    host.receive(1, first);
    expect(host.session.record.seats[0]?.attempts).toBe(1);
    expect(host.sent).toHaveLength(1);
  });

  it('counts, and keeps counted, one whose key cannot be agreed on', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    host.claimed(1);
    const body = sealEnvelope({
      secret: { psk: link.secret, roomId: roomId(link.hostKey) },
      number: 1,
      attempt: attemptId(systemRandom(16)),
      content: new Uint8Array(1216 + 32),
      random: systemRandom,
    });
    host.receive(1, body);
    expect(host.failures).toEqual(['HANDSHAKE_KEY']);
    expect(host.sent).toEqual([]);
    host.reload();
    expect(host.session.record.seats[0]?.attempts).toBe(1);
  });

  it('stops at the guest too, who can be shown a false host', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    host.perform(host.session.allowMore(0));
    host.perform(host.session.update({}));
    const guest = new GuestTab({ ...newGuestRecord(link), attempts: ATTEMPTS_A_LINK });
    host.claimed(1);
    guest.attached();
    settle(guest, host, 1);
    expect(guest.exhausted).toBe(true);
    expect(guest.asked).toBeUndefined();
  });

  it('does not count resumes', () => {
    const { guest, host } = admitted();
    for (let connection = 2; connection < 60; connection += 1) {
      guest.reload();
      host.claimed(connection, true);
      guest.attached();
      settle(guest, host, connection);
    }
    expect(guest.admissions).toBe(59);
  });
});

describe('losses', () => {
  it.each(['M4', 'M5', 'answer'] as const)('a lost %s locks nobody out of a resume', (lost) => {
    const { guest, host } = admitted();
    guest.reload();
    host.claimed(2, true);
    guest.attached();
    // Both directions, one message at a time, up to the one that is lost.
    const deliver = () => {
      const up = guest.sent.shift();
      if (up) host.receive(2, up);
    };
    const answer = () => {
      const down = host.sent.shift();
      if (down) guest.receive(down.body);
    };
    deliver(); // M1
    answer(); // M2
    deliver(); // M3
    if (lost !== 'M4') answer(); // M4
    if (lost === 'answer') deliver(); // M5, and the welcome is never read
    host.sent.length = 0;
    guest.reload();
    host.claimed(3, true);
    guest.attached();
    settle(guest, host, 3);
    expect(guest.admissions).toBe(2);
    expect(guest.session.record.current?.secret).toEqual(
      host.session.record.seats[0]?.resume?.secret,
    );
  });

  it('1,000 random losses, reloads and admissions lock nobody out', () => {
    const figures = loseAtRandom({ losses: 1_000, seed: 20_261_124 });
    expect(figures.losses).toBeGreaterThanOrEqual(1_000);
    expect(figures.lockedOut).toBe(0);
  }, 120_000);
});

describe('replay', () => {
  it('a whole session replayed to the host opens nothing', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    const recorded: Uint8Array[] = [];
    for (;;) {
      const up = guest.sent.shift();
      if (up) {
        recorded.push(up.slice());
        host.receive(1, up);
        continue;
      }
      const down = host.sent.shift();
      if (!down) break;
      guest.receive(down.body);
    }
    expect(recorded).toHaveLength(4);
    host.perform(host.session.gone(1));
    host.claimed(2);
    for (const body of recorded) host.receive(2, body);
    expect(host.session.waiting).toMatchObject([{ connection: 2, state: 'checking' }]);
    expect(host.session.record.seats[0]?.attempts).toBe(1);
  });

  it('a stale resume secret opens nothing', () => {
    const { guest, host } = admitted();
    const stale = new GuestTab(guest.session.record);
    stale.stored = guest.stored;
    for (const connection of [2, 3]) {
      guest.reload();
      host.claimed(connection, true);
      guest.attached();
      settle(guest, host, connection);
    }
    stale.reload();
    host.claimed(4, true);
    stale.attached();
    settle(stale, host, 4);
    expect(stale.admissions).toBe(0);
    expect(guest.session.welcomed).toBe(true);
  });

  it('a sealed message sent twice ends the channel, not the seat', () => {
    const { guest, host } = admitted();
    guest.perform(guest.session.seal({ type: 'bye', reason: 'left' }));
    const body = guest.sent.shift() ?? new Uint8Array();
    host.receive(1, body.slice());
    host.receive(1, body.slice());
    expect(host.signals).toHaveLength(1);
    expect(host.failures).toEqual(['CHANNEL_OPEN']);
  });
});

describe('a body that somebody on the way put in', () => {
  const bye = { type: 'bye', reason: 'left' } as const;

  /** The attempt is in clear: whoever carries the bodies can make one that seems to belong. */
  const forged = (real: Uint8Array): Uint8Array => {
    const body = systemRandom(real.length);
    body[0] = 6;
    body.set(bodyAttempt(real), 1);
    return body;
  };

  it('ends the guest’s channel, stops no goodbye, and a new handshake makes another', () => {
    const { guest, host } = admitted();
    host.perform(host.session.seal(1, bye));
    const { body } = host.sent.shift() ?? { body: new Uint8Array() };
    guest.receive(forged(body));
    expect(guest.failures).toEqual(['CHANNEL_OPEN']);
    expect(guest.session.welcomed).toBe(false);
    expect(guest.session.seal(bye)).toEqual([]);
    guest.attached();
    settle(guest, host, 1);
    expect(guest.session.welcomed).toBe(true);
    expect(guest.admissions).toBe(2);
  });

  it('ends the host’s channel, stops no goodbye, and the host asks for another', () => {
    const { guest, host } = admitted();
    guest.perform(guest.session.seal(bye));
    const effects = host.session.received(1, forged(guest.sent.shift() ?? new Uint8Array()));
    expect(effects).toEqual([
      { kind: 'failed', connection: 1, code: 'CHANNEL_OPEN' },
      { kind: 'severed' },
    ]);
    expect(host.session.seal(1, bye)).toEqual([]);
    // The relay, told anew who may sit, names the guest again and tells it that the host is here.
    host.perform(host.session.detached());
    host.claimed(1, true);
    guest.attached();
    settle(guest, host, 1);
    expect(host.joins).toBe(2);
    expect(guest.session.welcomed).toBe(true);
  });

  it('before the admission costs the guest a handshake and nothing else', () => {
    const { record, link } = newSession();
    const host = new HostTab(record);
    const guest = new GuestTab(newGuestRecord(link));
    host.claimed(1);
    guest.attached();
    const [first] = guest.sent;
    settle(guest, host, 1);
    guest.receive(forged(first ?? new Uint8Array()));
    expect(guest.failures).toEqual(['CHANNEL_OPEN']);
    guest.attached();
    settle(guest, host, 1);
    host.admit(1);
    settle(guest, host, 1);
    expect(guest.session.welcomed).toBe(true);
  });
});
