import { describe, expect, test } from 'vitest';
import { BODY_LARGE, BODY_SMALL } from '../../../signaling/protocol/sizes.ts';
import { HostHand, signedJoin, TestKey } from '../../support/relay-keys.ts';
import { closed, ORIGIN, RelayTable, sent } from '../../support/relay-table.ts';

const body = new Uint8Array(BODY_SMALL).fill(1);

describe('connecting', () => {
  test('the relay speaks first, with a nonce of this connection', () => {
    const { relay } = new RelayTable();
    const nonce = new Uint8Array(32).fill(9);
    expect(relay.connected('192.0.2.1', nonce, 0)).toEqual({
      connection: 1,
      effects: [{ kind: 'send', connection: 1, message: { type: 'challenge', nonce } }],
    });
  });

  test('who says nothing is sent away after ten seconds, who has said something is not', () => {
    const table = new RelayTable();
    const silent = table.connect();
    table.host({ seats: [new TestKey()] });
    table.guest(new TestKey().roomId, [new TestKey()]);
    expect(table.pass(9)).toEqual([]);
    expect(table.pass(2)).toEqual([closed(silent, 'TIMEOUT')]);
    expect(table.pass(30)).toEqual([]);
  });

  test('nothing is heard from a connection that was told to go', () => {
    const table = new RelayTable();
    const line = table.connect();
    expect(table.say(line, { type: 'data', connection: 0, body })).toEqual([
      closed(line, 'BAD_STATE'),
    ]);
    expect(table.say(line, { type: 'data', connection: 0, body })).toEqual([]);
    expect(table.relay.pinged(line.id, table.now)).toEqual([]);
    expect(table.relay.refused(line.id, 'BAD_FRAME')).toEqual([]);
    expect(table.leave(line)).toEqual([]);
  });

  test('ids are not given twice at a time, and never 0', () => {
    const table = new RelayTable();
    const ids = Array.from({ length: 50 }, () => table.connect().id);
    expect(new Set(ids).size).toBe(50);
    expect(ids).not.toContain(0);
  });
});

describe('an open room', () => {
  test('a guest with the seat’s key is attached, and the host hears who', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, effects } = table.host({ seats: [new TestKey(), seat] }, host);
    expect(effects).toEqual([sent(line, { type: 'opened' })]);
    const guest = table.guest(host.roomId, [new TestKey(), seat]);
    expect(guest.effects).toEqual([
      sent(guest.line, { type: 'attached', key: 1 }),
      sent(line, { type: 'claimed', connection: guest.line.id, seat: 1, sealed: false }),
    ]);
  });

  test('bodies go to and fro, each marked by the relay with whom it is from', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    const large = new Uint8Array(BODY_LARGE).fill(2);
    expect(table.say(guest, { type: 'data', connection: 0, body })).toEqual([
      sent(line, { type: 'data', connection: guest.id, body }),
    ]);
    expect(table.say(line, { type: 'data', connection: guest.id, body: large })).toEqual([
      sent(guest, { type: 'data', connection: 0, body: large }),
    ]);
  });

  test('nothing is queued for who is not there', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    expect(table.say(line, { type: 'data', connection: 77, body })).toEqual([]);
    expect(table.leave(line)).toEqual([sent(guest, { type: 'host-gone' })]);
    expect(table.say(guest, { type: 'data', connection: 0, body })).toEqual([]);
    const again = table.host({ seats: [seat] }, host);
    expect(again.effects).toEqual([
      sent(again.line, { type: 'opened' }),
      sent(guest, { type: 'attached', key: 0 }),
      sent(again.line, { type: 'claimed', connection: guest.id, seat: 0, sealed: false }),
    ]);
  });

  test('the host is told once when a guest goes', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    expect(table.leave(guest)).toEqual([sent(line, { type: 'gone', connection: guest.id })]);
    expect(table.leave(guest)).toEqual([]);
  });

  test('a newer connection of the host takes over, unnoticed but for a new beginning', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const older = table.host({ seats: [seat] }, host).line;
    const guest = table.guest(host.roomId, [seat]).line;
    const { line, effects } = table.host({ seats: [seat] }, host);
    expect(effects).toEqual([
      closed(older, 'REPLACED'),
      sent(line, { type: 'opened' }),
      sent(guest, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: guest.id, seat: 0, sealed: false }),
    ]);
    expect(table.leave(older)).toEqual([]);
  });

  test('OPEN again says anew who may sit', () => {
    const table = new RelayTable();
    const [host, stays, goes, comes] = [new TestKey(), new TestKey(), new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [stays, goes] }, host);
    const staying = table.guest(host.roomId, [stays]).line;
    const going = table.guest(host.roomId, [goes]).line;
    const coming = table.guest(host.roomId, [comes]).line;
    expect(table.say(line, hand.open({ seats: [comes, stays] }))).toEqual([
      sent(line, { type: 'opened' }),
      sent(staying, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: staying.id, seat: 1, sealed: false }),
      sent(going, { type: 'waiting' }),
      sent(coming, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: coming.id, seat: 0, sealed: false }),
    ]);
  });

  test('KICK sends a guest away with its reason, and is nothing for one who is gone', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [seat] }, host);
    const reasons = [
      ['declined', 'DECLINED'],
      ['replaced', 'REPLACED'],
      ['contested', 'CONTESTED'],
      ['exhausted', 'EXHAUSTED'],
      ['removed', 'REMOVED'],
    ] as const;
    for (const [reason, code] of reasons) {
      const guest = table.guest(host.roomId, [seat]).line;
      expect(table.say(line, hand.kick(guest.id, reason))).toEqual([
        closed(guest, code),
        sent(line, { type: 'gone', connection: guest.id }),
      ]);
      expect(table.say(line, hand.kick(guest.id, reason))).toEqual([]);
    }
  });
});

test('KICK does not reach who waits, whom the host was never told of', () => {
  const table = new RelayTable();
  const host = new TestKey();
  const { line, hand } = table.host({ seats: [new TestKey()] }, host);
  const waiting = table.guest(host.roomId, [new TestKey()]).line;
  expect(table.say(line, hand.kick(waiting.id, 'removed'))).toEqual([]);
});

describe('the end of a room', () => {
  test('CLOSE sends everybody away, and whoever comes later hears that it is over', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    const waiting = table.guest(host.roomId, [new TestKey()]).line;
    expect(table.say(line, hand.close())).toEqual([
      closed(line, 'ENDED'),
      closed(guest, 'ENDED'),
      closed(waiting, 'ENDED'),
    ]);
    const late = table.guest(host.roomId, [seat]);
    expect(late.effects).toEqual([closed(late.line, 'ENDED')]);
    const reopened = table.host({ seats: [seat] }, host);
    expect(reopened.effects).toEqual([closed(reopened.line, 'ENDED')]);
  });

  test('a tombstone stays as long as the room would have', () => {
    const table = new RelayTable();
    const host = new TestKey();
    const { line, hand } = table.host({ seats: [new TestKey()], ttl: 60 }, host);
    table.say(line, hand.close());
    table.leave(line);
    table.pass(58);
    const late = table.guest(host.roomId, [new TestKey()]);
    expect(late.effects).toEqual([closed(late.line, 'ENDED')]);
    table.pass(3);
    const later = table.guest(host.roomId, [new TestKey()]);
    expect(later.effects).toEqual([sent(later.line, { type: 'waiting' })]);
  });

  test('a room ends when its time is over, unless a new OPEN gave it more', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [seat], ttl: 60 }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    table.pass(50);
    table.say(line, hand.open({ seats: [seat], ttl: 60 }));
    expect(table.pass(58)).toEqual([]);
    expect(table.pass(3)).toEqual([closed(line, 'ENDED'), closed(guest, 'ENDED')]);
  });

  test('a room without its host stays until its time is over', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line } = table.host({ seats: [seat], ttl: 60 }, host);
    table.leave(line);
    const guest = table.guest(host.roomId, [seat]);
    expect(guest.effects).toEqual([sent(guest.line, { type: 'waiting' })]);
    expect(table.pass(61)).toEqual([closed(guest.line, 'ENDED')]);
  });

  test('nothing is left of anything', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [seat], ttl: 60 }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    const stranger = table.guest(new TestKey().roomId, [seat]).line;
    table.say(line, hand.close());
    for (const gone of [line, guest, stranger]) table.leave(gone);
    table.pass(300);
    expect(table.relay.size).toEqual({ connections: 0, places: 0, addresses: 0 });
  });
});

describe('who may say what', () => {
  const setting = () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    return { table, host, seat, line, hand, guest };
  };

  test('a guest commands nothing', () => {
    for (const command of ['seal', 'kick', 'close', 'open'] as const) {
      const { table, seat, line, guest } = setting();
      const forger = new HostHand(seat, { origin: ORIGIN, nonce: guest.nonce });
      const message = {
        seal: () => forger.seal(0, guest.id, seat),
        kick: () => forger.kick(guest.id, 'removed'),
        close: () => forger.close(),
        open: () => forger.open({ seats: [seat] }),
      }[command]();
      expect(table.say(guest, message), command).toEqual([
        closed(guest, 'BAD_STATE'),
        sent(line, { type: 'gone', connection: guest.id }),
      ]);
    }
  });

  test('a guest does not say whom its bodies are from', () => {
    const { table, line, guest } = setting();
    expect(table.say(guest, { type: 'data', connection: line.id, body })).toEqual([
      closed(guest, 'BAD_STATE'),
      sent(line, { type: 'gone', connection: guest.id }),
    ]);
  });

  test('a host reaches nobody in another room', () => {
    const { table, guest } = setting();
    const other = table.host({ seats: [new TestKey()] });
    expect(table.say(other.line, { type: 'data', connection: guest.id, body })).toEqual([]);
    expect(table.say(other.line, other.hand.kick(guest.id, 'removed'))).toEqual([]);
    expect(table.say(other.line, other.hand.seal(0, guest.id, new TestKey()))).toEqual([
      sent(other.line, { type: 'seal-refused', seat: 0 }),
    ]);
  });

  test('a host’s connection is of one room, and joins none', () => {
    const first = setting();
    const join = signedJoin([first.seat], {
      roomId: first.host.roomId,
      origin: ORIGIN,
      nonce: first.line.nonce,
    });
    expect(first.table.say(first.line, join)).toContainEqual(closed(first.line, 'BAD_STATE'));
    const second = setting();
    const foreign = new HostHand(new TestKey(), { origin: ORIGIN, nonce: second.line.nonce }, 1);
    expect(second.table.say(second.line, foreign.open({ seats: [second.seat] }))).toContainEqual(
      closed(second.line, 'BAD_STATE'),
    );
  });

  test('a guest joins once', () => {
    const { table, host, seat, guest } = setting();
    const join = signedJoin([seat], { roomId: host.roomId, origin: ORIGIN, nonce: guest.nonce });
    expect(table.say(guest, join)).toContainEqual(closed(guest, 'BAD_STATE'));
  });

  test('every command of a host is signed under the next number', () => {
    for (const number of [0, 2]) {
      const { table, host, line, guest } = setting();
      const hand = new HostHand(host, { origin: ORIGIN, nonce: line.nonce }, number);
      expect(table.say(line, hand.kick(guest.id, 'removed'))).toEqual([
        closed(line, 'BAD_SIGNATURE'),
        sent(guest, { type: 'host-gone' }),
      ]);
    }
  });

  test('a signature is good for one kind of message alone', () => {
    const { table, line, hand } = setting();
    const kick = hand.kick(1, 'removed');
    if (kick.type !== 'kick') throw new Error(kick.type);
    expect(table.say(line, { type: 'close', signature: kick.signature })).toContainEqual(
      closed(line, 'BAD_SIGNATURE'),
    );
  });

  test('one bad signature among the keys of a JOIN refuses them all', () => {
    const { table, host, seat, line } = setting();
    const guest = table.connect();
    const join = signedJoin([seat, new TestKey()], {
      roomId: host.roomId,
      origin: ORIGIN,
      nonce: guest.nonce,
    });
    const [good, bad] = join.keys;
    if (!good || !bad) throw new Error('two keys');
    const keys = [good, { ...bad, signature: good.signature }];
    expect(table.say(guest, { ...join, keys })).toEqual([closed(guest, 'BAD_SIGNATURE')]);
    const swapped = table.connect();
    const other = signedJoin([seat, new TestKey()], {
      roomId: host.roomId,
      origin: ORIGIN,
      nonce: swapped.nonce,
    });
    expect(table.say(swapped, { ...other, keys: other.keys.toReversed() })).toEqual([
      closed(swapped, 'BAD_SIGNATURE'),
    ]);
    expect(table.leave(line)).toHaveLength(1);
  });
});

describe('a room that another relay has now', () => {
  test('sends everyone there, and leaves nothing, whatever it was', () => {
    const table = new RelayTable();
    const [host, seat] = [new TestKey(), new TestKey()];
    const { roomId } = host;
    expect(table.relay.has(roomId)).toBe(false);
    const early = table.guest(roomId, [seat]);
    expect(table.relay.has(roomId)).toBe(true);
    expect(table.relay.abandon(roomId)).toEqual([closed(early.line, 'GOING_AWAY')]);
    expect(table.relay.has(roomId)).toBe(false);

    const { line } = table.host({ seats: [seat] }, host);
    const guest = table.guest(roomId, [seat]);
    const waiting = table.guest(roomId, [new TestKey()]);
    expect(table.relay.abandon(roomId)).toEqual([
      closed(line, 'GOING_AWAY'),
      closed(guest.line, 'GOING_AWAY'),
      closed(waiting.line, 'GOING_AWAY'),
    ]);
    expect(table.relay.has(roomId)).toBe(false);

    const again = table.host({ seats: [seat] }, host);
    table.say(again.line, again.hand.close());
    expect(table.relay.has(roomId)).toBe(true);
    expect(table.relay.abandon(roomId)).toEqual([]);
    expect(table.relay.has(roomId)).toBe(false);
    for (const one of [early.line, line, guest.line, waiting.line, again.line]) table.leave(one);
    expect(table.relay.size).toMatchObject({ connections: 0, places: 0 });
    table.pass(4000);
    expect(table.relay.size).toEqual({ connections: 0, places: 0, addresses: 0 });
  });
});
