import { describe, expect, test } from 'vitest';
import { TestKey } from '../../support/relay-keys.ts';
import { closed, RelayTable, sent } from '../../support/relay-table.ts';

const setting = () => {
  const table = new RelayTable();
  const [host, link, access] = [new TestKey(), new TestKey(), new TestKey()];
  const { line, hand } = table.host({ seats: [link] }, host);
  const arrive = (...keys: TestKey[]) => table.guest(host.roomId, keys);
  return { table, host, link, access, line, hand, arrive };
};

describe('a guest who is early', () => {
  test('waits, and is attached when the host opens', () => {
    const table = new RelayTable();
    const [host, link] = [new TestKey(), new TestKey()];
    const early = table.guest(host.roomId, [link]);
    expect(early.effects).toEqual([sent(early.line, { type: 'waiting' })]);
    const { line, effects } = table.host({ seats: [link] }, host);
    expect(effects).toEqual([
      sent(line, { type: 'opened' }),
      sent(early.line, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: early.line.id, seat: 0, sealed: false }),
    ]);
  });

  test('cannot tell an unknown room, a room not yet open, and an unknown key apart', () => {
    const { table, arrive } = setting();
    const unknownKey = arrive(new TestKey());
    const unknownRoom = table.guest(new TestKey().roomId, [new TestKey()]);
    expect(unknownKey.effects).toEqual([sent(unknownKey.line, { type: 'waiting' })]);
    expect(unknownRoom.effects).toEqual([sent(unknownRoom.line, { type: 'waiting' })]);
  });
});

describe('claimants', () => {
  test('up to four hold one seat, a fifth is refused, and none displaces another', () => {
    const { table, link, arrive, line } = setting();
    const four = Array.from({ length: 4 }, () => arrive(link));
    for (const { effects, line: guest } of four) {
      expect(effects).toContainEqual(sent(guest, { type: 'attached', key: 0 }));
    }
    const fifth = arrive(link);
    expect(fifth.effects).toEqual([closed(fifth.line, 'SEAT_FULL')]);
    const [first] = four;
    if (first) table.leave(first.line);
    const next = arrive(link);
    expect(next.effects).toContainEqual(
      sent(line, { type: 'claimed', connection: next.line.id, seat: 0, sealed: false }),
    );
  });

  test('up to four await one key', () => {
    const table = new RelayTable();
    const [host, link] = [new TestKey(), new TestKey()];
    for (let i = 0; i < 4; i += 1) table.guest(host.roomId, [link]);
    const fifth = table.guest(host.roomId, [new TestKey(), link]);
    expect(fifth.effects).toEqual([closed(fifth.line, 'SEAT_FULL')]);
  });
});

describe('SEAL', () => {
  test('burns the link: rivals leave, the named guest stays, and the link opens nothing more', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    const rival = arrive(link).line;
    expect(table.say(line, hand.seal(0, guest.id, access))).toEqual([
      closed(rival, 'SPENT'),
      sent(line, { type: 'gone', connection: rival.id }),
      sent(line, { type: 'sealed', seat: 0 }),
    ]);
    const late = arrive(link);
    expect(late.effects).toEqual([
      sent(line, { type: 'spent-claim', seat: 0 }),
      closed(late.line, 'SPENT'),
    ]);
    const body = new Uint8Array(2043);
    expect(table.say(guest, { type: 'data', connection: 0, body })).toHaveLength(1);
  });

  test('lets the admitted guest come back by its access key, which goes before the link', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    table.say(line, hand.seal(0, guest.id, access));
    table.leave(guest);
    const back = arrive(access, link);
    expect(back.effects).toEqual([
      sent(back.line, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: back.line.id, seat: 0, sealed: true }),
    ]);
    const other = arrive(link, access);
    expect(other.effects[0]).toEqual(sent(other.line, { type: 'attached', key: 1 }));
  });

  test('is confirmed again when it is said again, and names the guest by its new key from then on', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    table.say(line, hand.seal(0, guest.id, access));
    const confirmed = [sent(line, { type: 'sealed', seat: 0 })];
    expect(table.say(line, hand.seal(0, guest.id, access))).toEqual(confirmed);
    const open = hand.open({
      seats: [{ key: access, sealed: true }],
      spent: [{ key: link, seat: 0 }],
    });
    expect(table.say(line, open)).toEqual([
      sent(line, { type: 'opened' }),
      sent(guest, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: guest.id, seat: 0, sealed: true }),
    ]);
  });

  test('is refused for a guest who is gone, another seat, and a key that is in use', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    const refused = (seat: number) => [sent(line, { type: 'seal-refused', seat })];
    expect(table.say(line, hand.seal(0, 99, access))).toEqual(refused(0));
    expect(table.say(line, hand.seal(1, guest.id, access))).toEqual(refused(1));
    expect(table.say(line, hand.seal(0, guest.id, link))).toEqual(refused(0));
    table.say(line, hand.seal(0, guest.id, access));
    expect(table.say(line, hand.seal(0, guest.id, new TestKey()))).toEqual(refused(0));
    expect(table.say(line, hand.seal(0, guest.id, link))).toEqual(refused(0));
  });

  test('is refused for a guest on another seat', () => {
    const table = new RelayTable();
    const [host, one, two] = [new TestKey(), new TestKey(), new TestKey()];
    const { line, hand } = table.host({ seats: [one, two] }, host);
    const guest = table.guest(host.roomId, [two]).line;
    expect(table.say(line, hand.seal(0, guest.id, new TestKey()))).toEqual([
      sent(line, { type: 'seal-refused', seat: 0 }),
    ]);
  });

  test('leaves room for the admitted guest however many dead connections it has left', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    table.say(line, hand.seal(0, guest.id, access));
    for (let i = 0; i < 3; i += 1) arrive(access);
    const fifth = arrive(access);
    expect(fifth.effects).toEqual([
      closed(guest, 'REPLACED'),
      sent(line, { type: 'gone', connection: guest.id }),
      sent(fifth.line, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: fifth.line.id, seat: 0, sealed: true }),
    ]);
  });
});

describe('after a restart of the relay', () => {
  test('the burnt stays burnt by the host’s word, and alarms for who waited with it', () => {
    const table = new RelayTable();
    const [host, link, access] = [new TestKey(), new TestKey(), new TestKey()];
    const thief = table.guest(host.roomId, [link]).line;
    const guest = table.guest(host.roomId, [access]).line;
    const { line, effects } = table.host(
      { seats: [{ key: access, sealed: true }], spent: [{ key: link, seat: 0 }] },
      host,
    );
    expect(effects).toEqual([
      sent(line, { type: 'opened' }),
      sent(line, { type: 'spent-claim', seat: 0 }),
      closed(thief, 'SPENT'),
      sent(guest, { type: 'attached', key: 0 }),
      sent(line, { type: 'claimed', connection: guest.id, seat: 0, sealed: true }),
    ]);
  });

  test('who was seated by the link when the host burnt it is no thief', () => {
    const { table, link, access, arrive, line, hand } = setting();
    const guest = arrive(link).line;
    const open = hand.open({
      seats: [{ key: access, sealed: true }],
      spent: [{ key: link, seat: 0 }],
    });
    expect(table.say(line, open)).toEqual([sent(line, { type: 'opened' }), closed(guest, 'SPENT')]);
  });

  test('a key both burnt and a seat’s opens nothing', () => {
    const table = new RelayTable();
    const [host, link] = [new TestKey(), new TestKey()];
    table.host({ seats: [link], spent: [{ key: link, seat: 0 }] }, host);
    const guest = table.guest(host.roomId, [link]);
    expect(guest.effects).toContainEqual(closed(guest.line, 'SPENT'));
  });
});

test('every burnt link stays burnt: 16 of an OPEN and one for each seat, until the next OPEN', () => {
  const table = new RelayTable();
  const host = new TestKey();
  const links = Array.from({ length: 5 }, () => new TestKey());
  const spent = Array.from({ length: 16 }, (_, index) => ({ key: new TestKey(), seat: index % 5 }));
  const { line, hand } = table.host({ seats: links, spent }, host);
  const arrive = (key: TestKey) => table.guest(host.roomId, [key]);
  for (const [seat, link] of links.entries()) {
    const access = new TestKey();
    table.say(line, hand.seal(seat, arrive(link).line.id, access));
    // A sealed seat is burnt no second time, so that there is never one more.
    const { id } = arrive(access).line;
    expect(table.say(line, hand.seal(seat, id, new TestKey()))).toEqual([
      sent(line, { type: 'seal-refused', seat }),
    ]);
  }
  for (const [seat, key] of [
    ...spent.map(({ seat, key }) => [seat, key] as const),
    ...links.entries(),
  ]) {
    const thief = arrive(key);
    expect(thief.effects).toEqual([
      sent(line, { type: 'spent-claim', seat }),
      closed(thief.line, 'SPENT'),
    ]);
  }
  table.say(line, hand.open({ seats: [new TestKey()] }));
  const [forgotten] = links;
  if (!forgotten) throw new Error('five links');
  const late = arrive(forgotten);
  expect(late.effects).toEqual([sent(late.line, { type: 'waiting' })]);
});
