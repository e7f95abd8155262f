import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { TurnMessage } from '../../../signaling/protocol/relay-messages.ts';
import type { Effect } from '../../../signaling/relay/effect.ts';
import { turn } from '../../../signaling/relay/turn.ts';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayTable, sent, type Line } from '../../support/relay-table.ts';

const SECRET = 'the secret of the tests';
const DAY = 86_400;
const URLS = ['turn:alcove.example:3478?transport=udp'];

const desk = () => {
  let drawn = 0;
  return turn({
    secret: SECRET,
    urls: URLS,
    random: () => new Uint8Array(16).fill((drawn += 1)),
    clock: () => 1_700_000_000.9,
  });
};

const setting = () => {
  const table = new RelayTable({}, desk());
  const [host, link, access] = [new TestKey(), new TestKey(), new TestKey()];
  const { line, hand, effects } = table.host({ seats: [link], ttl: DAY }, host);
  const arrive = (...keys: TestKey[]) => table.guest(host.roomId, keys);
  return { table, host, link, access, line, hand, effects, arrive };
};

const handed = (effects: readonly Effect[], { id }: Line): TurnMessage[] =>
  effects.flatMap((effect) =>
    effect.kind === 'send' && effect.connection === id && effect.message.type === 'turn'
      ? [effect.message]
      : [],
  );

describe('the credentials', () => {
  test('are those of a TURN server that has the secret, too', () => {
    const { username, password, lifetime, urls } = desk().mint();
    expect(username).toBe(`${String(1_700_000_000 + lifetime)}:${'01'.repeat(16)}`);
    expect(password).toBe(createHmac('sha1', SECRET).update(username).digest('base64'));
    // The example of signaling/PROTOCOL.md.
    expect(username).toBe('1700007200:01010101010101010101010101010101');
    expect(password).toBe('gHv636wU6+ZlUEZEA7/dEbI0qr0=');
    expect(urls).toEqual(URLS);
  });

  test('are others for whoever is handed them, and never hold the secret', () => {
    const minted = [desk(), desk()].map((one) => [one.mint(), one.mint()]);
    for (const [first, second] of minted) expect(first?.username).not.toBe(second?.username);
    expect(JSON.stringify(minted)).not.toContain(SECRET);
  });
});

describe('who is handed any', () => {
  test('a host, after its OPEN; once a connection', () => {
    const { table, line, hand, effects, link } = setting();
    expect(effects[0]).toEqual(sent(line, { type: 'opened' }));
    expect(handed(effects, line)).toHaveLength(1);
    expect(handed(table.say(line, hand.open({ seats: [link], ttl: DAY })), line)).toEqual([]);
  });

  test('no guest that was not admitted, however long it waits', () => {
    const { table, link, arrive } = setting();
    const seated = arrive(link);
    const waiting = arrive(new TestKey());
    const later = table.pass(3 * 3600);
    for (const { line, effects } of [seated, waiting]) {
      expect(handed([...effects, ...later], line)).toEqual([]);
    }
  });

  test('a guest at its admission, before the host can say a word to it', () => {
    const { table, line, hand, link, access, arrive } = setting();
    const guest = arrive(link);
    const effects = table.say(line, hand.seal(0, guest.line.id, access));
    expect(handed(effects, guest.line)).toHaveLength(1);
  });

  test('an admitted guest that comes back, before it is attached', () => {
    const { table, line, hand, link, access, arrive } = setting();
    const guest = arrive(link);
    table.say(line, hand.seal(0, guest.line.id, access));
    table.leave(guest.line);
    const again = arrive(access);
    expect(again.effects[0]).toMatchObject({ kind: 'send', message: { type: 'turn' } });
    expect(again.effects[1]).toEqual(sent(again.line, { type: 'attached', key: 0 }));
  });

  test('each of them anew before the old ones are over, and nobody who has left', () => {
    const { table, line, hand, link, access, arrive } = setting();
    const guest = arrive(link);
    table.say(line, hand.seal(0, guest.line.id, access));
    const hour = table.pass(3601);
    expect(handed(hour, line)).toHaveLength(1);
    expect(handed(hour, guest.line)).toHaveLength(1);
    table.leave(guest.line);
    const next = table.pass(3601);
    expect(handed(next, line)).toHaveLength(1);
    expect(handed(next, guest.line)).toEqual([]);
  });

  test('no guest whose seat the host has taken back', () => {
    const { table, line, hand, link, access, arrive } = setting();
    const guest = arrive(link);
    table.say(line, hand.seal(0, guest.line.id, access));
    table.say(line, hand.open({ seats: [link], ttl: DAY }));
    expect(handed(table.pass(3 * 3600), guest.line)).toEqual([]);
  });

  test('nobody where there is no TURN server', () => {
    const table = new RelayTable();
    const { line, effects } = table.host({ seats: [new TestKey()] });
    expect(handed([...effects, ...table.pass(2 * 3600)], line)).toEqual([]);
  });
});
