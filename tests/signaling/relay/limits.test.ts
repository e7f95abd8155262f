import { describe, expect, test } from 'vitest';
import { encodeClientMessage } from '../../../signaling/protocol/messages.ts';
import { BODY_LARGE, BODY_SMALL } from '../../../signaling/protocol/sizes.ts';
import { Deadlines } from '../../../signaling/relay/deadlines.ts';
import { TokenBucket } from '../../../signaling/relay/token-bucket.ts';
import { TestKey } from '../../support/relay-keys.ts';
import { closed, RelayTable, sent, type Line } from '../../support/relay-table.ts';

const small = new Uint8Array(BODY_SMALL);
const large = new Uint8Array(BODY_LARGE);

test('a token bucket gives its burst, then what has flowed in, and never more than its burst', () => {
  const rate = { burst: 3, refill: 2 };
  const bucket = new TokenBucket(rate, 0);
  const takes = (now: number, cost = 1) => bucket.take(rate, cost, now);
  expect([takes(0), takes(0), takes(0), takes(0)]).toEqual([true, true, true, false]);
  expect([takes(499), takes(500), takes(500)]).toEqual([false, true, false]);
  expect([takes(60_000, 3), takes(60_000)]).toEqual([true, false]);
});

test('deadlines come due in order, once, and where they were last moved to', () => {
  const deadlines = new Deadlines<string>();
  deadlines.set('c', 3000);
  deadlines.set('a', 900);
  deadlines.set('b', 1500);
  deadlines.set('moved', 1000);
  deadlines.set('moved', 9000);
  deadlines.set('cleared', 1000);
  deadlines.clear('cleared');
  expect(deadlines.due(999)).toEqual([]);
  expect(deadlines.due(3000)).toEqual(['a', 'b', 'c']);
  expect(deadlines.due(3000)).toEqual([]);
  deadlines.set('earlier than the last look', 500);
  expect(deadlines.due(4000)).toEqual(['earlier than the last look']);
  expect(deadlines.due(86_400_000)).toEqual(['moved']);
});

describe('a connection', () => {
  const setting = (policy: ConstructorParameters<typeof RelayTable>[0]) => {
    const table = new RelayTable(policy);
    const [host, seat] = [new TestKey(), new TestKey()];
    const { line } = table.host({ seats: [seat] }, host);
    const guest = table.guest(host.roomId, [seat]).line;
    const flood = (by: Line, body: Uint8Array, most: number) => {
      for (let count = 0; count < most; count += 1) {
        const connection = by === line ? guest.id : 0;
        const effects = table.say(by, { type: 'data', connection, body });
        const last = effects.find(({ kind }) => kind === 'close');
        if (last) return { count, last };
      }
      return { count: most, last: undefined };
    };
    return { table, host, seat, line, guest, flood };
  };

  test('sends as much as its burst at once, and pays a large frame by its size', () => {
    const connectionRate = { burst: 40, refill: 1 };
    const first = setting({ connectionRate });
    // JOIN has cost 1 for its frame and 8 for its verification.
    expect(first.flood(first.guest, small, 100)).toEqual({
      count: 31,
      last: closed(first.guest, 'TOO_FAST'),
    });
    const second = setting({ connectionRate });
    expect(second.flood(second.guest, large, 100)).toEqual({
      count: 3,
      last: closed(second.guest, 'TOO_FAST'),
    });
  });

  test('goes on as its bucket refills', () => {
    const { table, guest, flood } = setting({ connectionRate: { burst: 40, refill: 10 } });
    expect(flood(guest, small, 31).last).toBeUndefined();
    table.now += 1000;
    expect(flood(guest, small, 10).last).toBeUndefined();
    expect(flood(guest, small, 1)).toEqual({ count: 0, last: closed(guest, 'TOO_FAST') });
  });

  test('pays for pings too', () => {
    const { table, guest } = setting({ connectionRate: { burst: 10, refill: 1 } });
    expect(table.relay.pinged(guest.id, table.now)).toEqual([]);
    expect(table.relay.pinged(guest.id, table.now)).toContainEqual(closed(guest, 'TOO_FAST'));
  });

  test('shares what its room’s guests may send; the host has its own', () => {
    const { table, host, seat, guest, line, flood } = setting({
      roomRate: { burst: 20, refill: 1 },
    });
    expect(flood(guest, small, 12).last).toBeUndefined();
    const second = table.guest(host.roomId, [seat]).line;
    expect(flood(second, small, 100)).toEqual({ count: 8, last: closed(second, 'TOO_FAST') });
    expect(flood(line, small, 100).last).toBeUndefined();
  });

  test('shares what its address may send', () => {
    const table = new RelayTable({ addressRate: { burst: 30, refill: 1 } });
    const [one, two] = [table.guest(new TestKey().roomId, [new TestKey()]).line, table.connect()];
    const ping = ({ id }: Line) => table.relay.pinged(id, table.now);
    for (let i = 0; i < 21; i += 1) expect(ping(one)).toEqual([]);
    expect(ping(two)).toEqual([closed(two, 'TOO_FAST')]);
    const elsewhere = table.connect('198.51.100.7');
    expect(ping(elsewhere)).toEqual([]);
  });
});

describe('an address', () => {
  test('arrives only so often', () => {
    const { relay, now } = new RelayTable({ arrivalRate: { burst: 2, refill: 1 } });
    expect(relay.refusal('192.0.2.1', now)).toBeUndefined();
    expect(relay.refusal('192.0.2.1', now)).toBeUndefined();
    expect(relay.refusal('192.0.2.1', now)).toBe('TOO_FAST');
    expect(relay.refusal('192.0.2.2', now)).toBeUndefined();
    expect(relay.refusal('192.0.2.1', now + 1000)).toBeUndefined();
  });

  test('counts on under the new name that the shell has for it', () => {
    const table = new RelayTable({ connectionsAnAddress: 2 });
    table.connect('a');
    const second = table.connect('a');
    table.relay.renamed('a', 'b');
    expect(table.relay.refusal('b', table.now)).toBe('TOO_MANY');
    expect(table.relay.size.addresses).toBe(1);
    table.leave(second);
    expect(table.relay.refusal('b', table.now)).toBeUndefined();
    // One that is known already keeps what it has.
    table.connect('c');
    table.relay.renamed('b', 'c');
    expect(table.relay.refusal('c', table.now)).toBeUndefined();
    table.relay.renamed('nobody', 'd');
    expect(table.relay.size.addresses).toBe(2);
  });

  test('has only so many connections, and so has the relay', () => {
    const table = new RelayTable({ connectionsAnAddress: 2, connectionsInAll: 3 });
    const first = table.connect('192.0.2.1');
    table.connect('192.0.2.1');
    expect(table.relay.refusal('192.0.2.1', table.now)).toBe('TOO_MANY');
    table.connect('192.0.2.2');
    expect(table.relay.refusal('192.0.2.3', table.now)).toBe('OVERLOADED');
    table.leave(first);
    expect(table.relay.refusal('192.0.2.1', table.now)).toBeUndefined();
  });

  test('has only so many rooms, and so has the relay; closing one makes room', () => {
    const table = new RelayTable({ roomsAnAddress: 2, roomsInAll: 3 });
    const open = (address: string) => table.host({ seats: [new TestKey()] }, undefined, address);
    const first = open('192.0.2.1');
    open('192.0.2.1');
    const third = open('192.0.2.1');
    expect(third.effects).toEqual([closed(third.line, 'TOO_MANY')]);
    open('192.0.2.2');
    const fourth = open('192.0.2.3');
    expect(fourth.effects).toEqual([closed(fourth.line, 'OVERLOADED')]);
    table.say(first.line, first.hand.close());
    const freed = open('192.0.2.3');
    expect(freed.effects).toEqual([sent(freed.line, { type: 'opened' })]);
    const last = open('192.0.2.1');
    expect(last.effects).toEqual([closed(last.line, 'OVERLOADED')]);
  });

  test('has its oldest empty room give way to a new one, and opens that anew when its host is back', () => {
    const table = new RelayTable({ roomsAnAddress: 3 });
    const keys = [new TestKey(), new TestKey(), new TestKey(), new TestKey()];
    const seat = new TestKey();
    const [inUse, guestLeft, empty, next] = keys.map((key) => () => {
      return table.host({ seats: [seat] }, key);
    });
    if (!inUse || !guestLeft || !empty || !next) throw new Error('four rooms');
    inUse();
    const second = guestLeft();
    const guest = table.guest(keys[1]?.roomId ?? new Uint8Array(), [seat]);
    table.leave(second.line);
    table.leave(empty().line);

    const fourth = next();
    expect(fourth.effects).toEqual([sent(fourth.line, { type: 'opened' })]);
    // The guest of the second room still waits for its host; the third is as if it had never been.
    const back = guestLeft();
    expect(back.effects).toContainEqual(sent(guest.line, { type: 'attached', key: 0 }));
    const refused = empty();
    expect(refused.effects).toEqual([closed(refused.line, 'TOO_MANY')]);
    table.leave(fourth.line);
    const reopened = empty();
    expect(reopened.effects).toEqual([sent(reopened.line, { type: 'opened' })]);
  });

  test('opens a room that is open already without paying for it again', () => {
    const table = new RelayTable({ roomsAnAddress: 1 });
    const host = new TestKey();
    table.host({ seats: [new TestKey()] }, host);
    const again = table.host({ seats: [new TestKey()] }, host);
    expect(again.effects).toContainEqual(sent(again.line, { type: 'opened' }));
  });

  test('leaves only so many tombstones, the newest', () => {
    const table = new RelayTable({ tombstonesAnAddress: 1 });
    const hosts = [new TestKey(), new TestKey()];
    for (const host of hosts) {
      const { line, hand } = table.host({ seats: [new TestKey()] }, host);
      table.say(line, hand.close());
    }
    const [older, newer] = hosts.map(({ roomId }) => table.guest(roomId, [new TestKey()]));
    if (!older || !newer) throw new Error('two rooms');
    expect(older.effects).toEqual([sent(older.line, { type: 'waiting' })]);
    expect(newer.effects).toEqual([closed(newer.line, 'ENDED')]);
  });

  test('leaves no more behind however many rooms it opens and closes', () => {
    const table = new RelayTable({ tombstonesAnAddress: 16 });
    for (let room = 0; room < 200; room += 1) {
      const { line, hand } = table.host({ seats: [new TestKey()] });
      table.say(line, hand.close());
      table.leave(line);
    }
    expect(table.relay.size).toEqual({ connections: 0, places: 16, addresses: 1 });
  });

  test('waits only so often, and for one room only so many wait', () => {
    const table = new RelayTable({ waitingAnAddress: 2, waitingARoom: 3 });
    const room = new TestKey().roomId;
    const wait = (address: string) => table.guest(room, [new TestKey()], address);
    const first = wait('192.0.2.1');
    wait('192.0.2.1');
    const third = wait('192.0.2.1');
    expect(third.effects).toEqual([closed(third.line, 'TOO_MANY')]);
    wait('192.0.2.2');
    const fourth = wait('192.0.2.3');
    expect(fourth.effects).toEqual([closed(fourth.line, 'ROOM_FULL')]);
    table.leave(first.line);
    const fifth = wait('192.0.2.1');
    expect(fifth.effects).toEqual([sent(fifth.line, { type: 'waiting' })]);
  });

  test('counts as waiting no more once the host has opened', () => {
    const table = new RelayTable({ waitingAnAddress: 1 });
    const [host, seat] = [new TestKey(), new TestKey()];
    table.guest(host.roomId, [seat]);
    table.host({ seats: [seat] }, host);
    const other = table.guest(new TestKey().roomId, [new TestKey()]);
    expect(other.effects).toEqual([sent(other.line, { type: 'waiting' })]);
  });
});

test('a frame that cannot be decoded ends its connection', () => {
  const table = new RelayTable();
  const line = table.connect();
  const frame = encodeClientMessage({ type: 'close', signature: new Uint8Array(64) });
  expect(table.relay.received(line.id, frame.subarray(1), table.now)).toEqual([
    closed(line, 'BAD_FRAME'),
  ]);
});
