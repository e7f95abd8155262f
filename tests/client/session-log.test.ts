import { beforeAll, describe, expect, test } from 'vitest';
import { newLog, observed, receipted, warned } from '../../client/controllers/session-log.ts';
import { SessionKeeper, type Records } from '../../client/controllers/session-keeper.ts';
import { threatOf } from '../../client/controllers/threats.ts';
import { decodeSession, encodeSession } from '../../client/practice/codec.ts';
import { SessionError } from '../../client/session/errors.ts';
import { encodeHostRecord } from '../../client/session/host-record.ts';
import {
  decodeFinished,
  encodeFinished,
  THREATS,
  type SessionLog,
  type Warning,
} from '../../client/session/session-log.ts';
import { THREATS as KEPT_THREATS } from '../../client/practice/session-record.ts';
import type { SessionStore } from '../../client/session/session-store.ts';
import type { RoomView } from '../../client/state/room-view.ts';
import { hostText } from '../../client/wording/host.ts';
import { ready } from '../../crypto/sodium.ts';
import { newSession } from '../support/two-sessions.ts';

beforeAll(() => ready);

const NOW = 1_700_000_000_000;
const room = (change: Partial<RoomView> = {}): RoomView =>
  ({
    local: { camera: false, microphone: false },
    remote: { camera: false, microphone: false },
    chat: { lines: [] },
    verification: { mine: false, theirs: false },
    alerts: [],
    extras: {},
    ...change,
  }) as unknown as RoomView;

describe('what is known of a session', () => {
  test('comes from what the room shows, and stays the same object while nothing is new', () => {
    const log = newLog();
    expect(observed(log, room(), NOW)).toBe(log);
    const later = observed(
      log,
      room({
        startedAt: NOW,
        remote: { camera: true, microphone: false, screen: false },
        verification: { code: [], mine: true, theirs: false },
        alerts: ['tampering', 'camera-denied'],
        extras: { care: { open: false, asked: false, agreed: 'I call you.' } },
      }),
      NOW + 5,
    );
    expect(later).toEqual({
      ...log,
      startedAt: NOW,
      used: { video: true, voice: false, chat: false },
      compared: { mine: true, theirs: false },
      agreed: 'I call you.',
      warnings: [{ what: 'tampering', at: NOW + 5 }],
    });
    // What was used stays used, and an alarm that stands is one event.
    const after = observed(later, room({ startedAt: NOW, alerts: ['tampering'] }), NOW + 90_000);
    expect(after.used).toEqual(later.used);
    expect(after.warnings).toEqual(later.warnings);
  });

  test('holds each threat once a minute, and each receipt once', () => {
    const log = newLog();
    const once = warned(log, 'contested', NOW);
    expect(warned(once, 'contested', NOW + 59_000)).toBe(once);
    expect(warned(once, 'contested', NOW + 60_000).warnings).toHaveLength(2);
    const receipt = receipted(log, '{"terms":1}');
    expect(receipt.receipts).toEqual(['{"terms":1}']);
    expect(receipted(receipt, '{"terms":1}')).toBe(receipt);
    expect(receipted(log, 'x'.repeat(100_001))).toBe(log);
  });

  test('what a failed handshake says: a key, something altered, or nothing', () => {
    expect(threatOf('HANDSHAKE_SIGNATURE')).toBe('key-changed');
    expect(threatOf('HANDSHAKE_COMMITMENT')).toBe('key-changed');
    expect(threatOf('CHANNEL_OPEN')).toBe('tampering');
    expect(threatOf('SDP_FINGERPRINT_MISMATCH')).toBe('tampering');
    expect(threatOf('HANDSHAKE_STATE')).toBeUndefined();
  });

  test('every threat has sentences of its own, wherever it is named', () => {
    expect(KEPT_THREATS).toEqual(THREATS);
    const said = THREATS.flatMap((code) => Object.values(hostText.threats[code]));
    expect(new Set(said).size).toBe(said.length);
  });

  test('is read back as it was written, alone and in the vault', () => {
    const log: SessionLog = { ...newLog(), startedAt: NOW, endedAt: NOW + 1, receipts: ['{}'] };
    expect(decodeFinished(encodeFinished(log))).toEqual(log);
    const { id, startedAt = 0, ...rest } = log;
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(decodeSession(encodeSession({ ...rest, startedAt }))).toEqual({ ...rest, startedAt });
    for (const text of [
      '',
      '{}',
      encodeHostRecord(newSession().record),
      encodeFinished(log).slice(1),
    ])
      expect(() => decodeFinished(text)).toThrow(SessionError);
  });
});

/** A store in memory, as the tab's or as the vault's. */
class Store implements SessionStore {
  text: string | null = 'link and keys';
  left = false;
  readonly sealed: boolean;
  constructor(sealed: boolean) {
    this.sealed = sealed;
  }
  read = () => Promise.resolve(this.text);
  write = (text: string) => {
    this.text = text;
  };
  remove = () => {
    const had = this.text === null ? 0 : 1;
    this.text = null;
    return Promise.resolve(had);
  };
  leaveToOther = () => {
    this.left = true;
  };
}

class Refused extends Error {}

const setUp = () => {
  const saved: SessionLog[] = [];
  const warnings: Warning[] = [];
  const state = { open: true, full: false };
  const records: Records = {
    saveSession: (log) => {
      if (state.full) return Promise.reject(new Refused());
      saved.push(log);
      return Promise.resolve();
    },
    addWarnings: (found) => {
      if (state.full) return Promise.reject(new Refused());
      warnings.push(...found);
      return Promise.resolve();
    },
  };
  const keeper = new SessionKeeper({
    records: () => (state.open ? records : undefined),
    cannot: (error) => error instanceof Refused,
    changed: () => undefined,
  });
  return { keeper, saved, warnings, state };
};

const held: SessionLog = { ...newLogOf('a'), startedAt: NOW, endedAt: NOW + 1 };
function newLogOf(digit: string): SessionLog {
  return { ...newLog(), id: digit.repeat(32) };
}

describe('the record of a session', () => {
  test('goes into the open vault, as it runs and when it is over', async () => {
    const { keeper, saved } = setUp();
    keeper.update({ ...held, endedAt: undefined });
    const store = new Store(true);
    expect(await keeper.finish(held, store)).toEqual({ removed: 1, kept: 'vault' });
    expect(saved.at(-1)).toEqual(held);
    expect(store.text).toBeNull();
  });

  test('waits sealed in the session’s place while the vault is locked, without link and keys', async () => {
    const { keeper, saved, state } = setUp();
    state.open = false;
    const store = new Store(true);
    expect(await keeper.finish(held, store)).toEqual({ removed: 1, kept: 'sealed' });
    expect(decodeFinished(store.text ?? '')).toEqual(held);
    expect(store.left).toBe(true);
    // Another page, after the next unlocking.
    const next = setUp();
    const place = new Store(true);
    place.text = store.text;
    expect(await next.keeper.collect(place)).toBe(true);
    expect(next.saved).toEqual([held]);
    expect(place.text).toBeNull();
    expect(saved).toEqual([]);
  });

  test('stays where it is when the vault takes nothing, and is lost by nobody', async () => {
    const { keeper, saved, state } = setUp();
    state.full = true;
    const store = new Store(true);
    expect((await keeper.finish(held, store)).kept).toBe('sealed');
    const place = new Store(true);
    place.text = store.text;
    expect(await keeper.collect(place)).toBe(true);
    expect(place.text).toBe(store.text);
    state.full = false;
    await keeper.flush();
    expect(saved).toContainEqual(held);
  });

  test('without a vault is in this tab alone, and goes into one that is opened later', async () => {
    const { keeper, saved, state } = setUp();
    state.open = false;
    const store = new Store(false);
    expect(await keeper.finish(held, store)).toEqual({ removed: 1, kept: 'tab' });
    expect(store.text).toBeNull();
    state.open = true;
    await keeper.flush();
    expect(saved).toEqual([held]);
  });

  test('there is none when nobody was there, unless something was refused', async () => {
    const { keeper, saved } = setUp();
    expect((await keeper.finish(newLogOf('b'), new Store(true))).kept).toBe('none');
    expect(saved).toEqual([]);
    const refused = warned(newLogOf('c'), 'contested', NOW);
    await keeper.finish(refused, new Store(true));
    expect(saved).toEqual([refused]);
  });

  test('of a session that nobody can go on with any more is taken; another is left alone', async () => {
    const { keeper, saved } = setUp();
    const { record } = newSession();
    const store = new Store(true);
    store.text = encodeHostRecord({ ...record, log: { ...held, endedAt: undefined } });
    expect(await keeper.collect(store)).toBe(false);
    expect(store.text).not.toBeNull();
    store.text = encodeHostRecord({
      ...record,
      expiresAt: 1,
      log: { ...held, endedAt: undefined },
    });
    expect(await keeper.collect(store)).toBe(true);
    expect(saved).toEqual([{ ...held, endedAt: undefined }]);
    expect(store.text).toBeNull();
  });

  test('a warning that no session has is kept, too', async () => {
    const { keeper, warnings, state } = setUp();
    state.full = true;
    keeper.warn('vault-altered');
    await keeper.flush();
    keeper.warn('vault-altered');
    state.full = false;
    await keeper.flush();
    expect(warnings.map(({ what }) => what)).toEqual(['vault-altered']);
  });
});
