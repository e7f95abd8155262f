import { describe, expect, test } from 'vitest';
import { HostHand, TestKey } from '../../support/relay-keys.ts';
import { closed, ORIGIN, RelayTable, sent, type Line } from '../../support/relay-table.ts';

/** A relay that knows these tokens, as long as they are in the list. */
const knowing = (tokens: TestKey[]) =>
  new RelayTable({}, undefined, {
    has: (key) => tokens.some(({ publicKey }) => Buffer.from(publicKey).equals(key)),
  });

const enrol = (table: RelayTable, line: Line, token: TestKey) =>
  table.say(line, token.enrol({ origin: ORIGIN, nonce: line.nonce }));
const open = (table: RelayTable, line: Line, key = new TestKey()) =>
  table.say(
    line,
    new HostHand(key, { origin: ORIGIN, nonce: line.nonce }).open({ seats: [new TestKey()] }),
  );

describe('where a token is wanted', () => {
  test('who has one opens a room, and as many OPENs after it as they like', () => {
    const token = new TestKey();
    const table = knowing([token]);
    const line = table.connect();
    expect(enrol(table, line, token)).toEqual([]);
    const hand = new HostHand(new TestKey(), { origin: ORIGIN, nonce: line.nonce });
    for (let time = 0; time < 2; time += 1) {
      expect(table.say(line, hand.open({ seats: [new TestKey()] }))).toEqual([
        sent(line, { type: 'opened' }),
      ]);
    }
  });

  test('who has none is told so, and learns nothing of the room', () => {
    const token = new TestKey();
    const table = knowing([token]);
    const key = new TestKey();
    const first = table.connect();
    enrol(table, first, token);
    open(table, first, key);
    for (const room of [key, new TestKey()]) {
      const line = table.connect();
      expect(open(table, line, room)).toEqual([closed(line, 'NOT_ENROLLED')]);
    }
    expect(table.relay.size.places).toBe(1);
  });

  test('a signature that is not the host’s is told ahead of it', () => {
    const table = knowing([]);
    const line = table.connect();
    const hand = new HostHand(new TestKey(), { origin: ORIGIN, nonce: new Uint8Array(32) });
    expect(table.say(line, hand.open({ seats: [new TestKey()] }))).toEqual([
      closed(line, 'BAD_SIGNATURE'),
    ]);
  });

  test('a token that it does not know is as good as none', () => {
    const table = knowing([new TestKey()]);
    const line = table.connect();
    expect(enrol(table, line, new TestKey())).toEqual([closed(line, 'NOT_ENROLLED')]);
  });

  test.each([
    ['another connection', { origin: ORIGIN, nonce: new Uint8Array(32) }],
    ['another relay', { origin: 'https://other.example', nonce: undefined }],
  ])('one that was signed for %s is BAD_SIGNATURE', (_which, { origin, nonce }) => {
    const token = new TestKey();
    const table = knowing([token]);
    const line = table.connect();
    expect(table.say(line, token.enrol({ origin, nonce: nonce ?? line.nonce }))).toEqual([
      closed(line, 'BAD_SIGNATURE'),
    ]);
  });

  test('it is said once, and not by who is in a room', () => {
    const token = new TestKey();
    const table = knowing([token]);
    const line = table.connect();
    enrol(table, line, token);
    expect(enrol(table, line, token)).toEqual([closed(line, 'BAD_STATE')]);
    const host = table.connect();
    enrol(table, host, token);
    open(table, host);
    expect(enrol(table, host, token)).toEqual([closed(host, 'BAD_STATE')]);
    const guest = table.guest(new TestKey().roomId, [new TestKey()]).line;
    expect(enrol(table, guest, token)).toEqual([closed(guest, 'BAD_STATE')]);
  });

  test('who enrols and says nothing more is sent away like any other', () => {
    const token = new TestKey();
    const table = knowing([token]);
    const line = table.connect();
    enrol(table, line, token);
    expect(table.pass(11)).toEqual([closed(line, 'TIMEOUT')]);
  });

  test('guests need none', () => {
    const table = knowing([]);
    const { line, effects } = table.guest(new TestKey().roomId, [new TestKey()]);
    expect(effects).toEqual([sent(line, { type: 'waiting' })]);
  });
});

test('once a token is revoked hosts come back, who has it not; rooms and guests stay', () => {
  const [good, revoked] = [new TestKey(), new TestKey()];
  const tokens = [good, revoked];
  const table = knowing(tokens);
  const [key, seat] = [new TestKey(), new TestKey()];
  const host = table.connect();
  enrol(table, host, good);
  table.say(host, new HostHand(key, { origin: ORIGIN, nonce: host.nonce }).open({ seats: [seat] }));
  const guest = table.guest(key.roomId, [seat]).line;
  table.guest(new TestKey().roomId, [new TestKey()]);
  const half = table.connect();
  enrol(table, half, revoked);

  tokens.pop();
  expect(table.relay.enrolAnew()).toEqual([
    closed(host, 'GOING_AWAY'),
    sent(guest, { type: 'host-gone' }),
    closed(half, 'GOING_AWAY'),
  ]);
  for (const line of [host, half]) table.leave(line);

  const late = table.connect();
  expect(enrol(table, late, revoked)).toEqual([closed(late, 'NOT_ENROLLED')]);
  const back = table.connect();
  enrol(table, back, good);
  const hand = new HostHand(key, { origin: ORIGIN, nonce: back.nonce });
  expect(table.say(back, hand.open({ seats: [seat] }))).toContainEqual(
    sent(guest, { type: 'attached', key: 0 }),
  );
});

test('where none is wanted one that is good or bad is as good as none', () => {
  const table = new RelayTable();
  const line = table.connect();
  expect(enrol(table, line, new TestKey())).toEqual([]);
  expect(open(table, line)).toEqual([sent(line, { type: 'opened' })]);
});
