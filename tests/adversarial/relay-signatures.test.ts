import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE_CODES } from '../../signaling/protocol/close-codes.ts';
import { BODY_SMALL } from '../../signaling/protocol/sizes.ts';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';

let relay: RelayProcess;
beforeAll(async () => {
  relay = await startRelay({ env: { TRUST_PROXY: '1' } });
});
afterAll(() => relay.stop());

const closedWith = (name: keyof typeof CLOSE_CODES) => ({ code: CLOSE_CODES[name], reason: name });
const body = (text: string) => {
  const whole = new Uint8Array(BODY_SMALL);
  whole.set(new TextEncoder().encode(text));
  return whole;
};

/** A host in its room with a seated guest. */
async function session() {
  const [hostKey, link] = [new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay);
  const hand = await host.open(hostKey, { seats: [link] });
  const guest = await RelayPeer.connect(relay);
  guest.join(hostKey.roomId, link);
  await guest.hear('attached');
  const { connection } = await host.hear('claimed');
  return { hostKey, link, host, hand, guest, connection };
}

/** The guest and its host still reach each other. */
async function expectUndisturbed({
  host,
  guest,
  connection,
}: {
  host: RelayPeer;
  guest: RelayPeer;
  connection: number;
}) {
  guest.say({ type: 'data', connection: 0, body: body('still here') });
  expect(await host.hear('data')).toEqual({ type: 'data', connection, body: body('still here') });
  host.say({ type: 'data', connection, body: body('so am I') });
  expect(await guest.hear('data')).toEqual({ type: 'data', connection: 0, body: body('so am I') });
}

describe('OPEN', () => {
  test('with a foreign host key is BAD_SIGNATURE, and the room is undisturbed', async () => {
    const victim = await session();
    const attacker = await RelayPeer.connect(relay);
    const hand = attacker.hand(new TestKey(), { roomId: victim.hostKey.roomId });
    attacker.say(hand.open({ seats: [new TestKey()], hostKey: victim.hostKey.publicKey }));
    expect(await attacker.closed).toEqual(closedWith('BAD_SIGNATURE'));
    await expectUndisturbed(victim);
  });

  test('replayed on another connection is BAD_SIGNATURE: the nonce is another', async () => {
    const hostKey = new TestKey();
    const first = await RelayPeer.connect(relay);
    const recorded = first.hand(hostKey).open({ seats: [new TestKey()] });
    first.say(recorded);
    await first.hear('opened');
    const second = await RelayPeer.connect(relay);
    second.say(recorded);
    expect(await second.closed).toEqual(closedWith('BAD_SIGNATURE'));
  });

  test('repeated on its own connection is BAD_SIGNATURE: the counter has gone on', async () => {
    const peer = await RelayPeer.connect(relay);
    const recorded = peer.hand(new TestKey()).open({ seats: [new TestKey()] });
    peer.say(recorded);
    await peer.hear('opened');
    peer.say(recorded);
    expect(await peer.closed).toEqual(closedWith('BAD_SIGNATURE'));
  });

  test.each(['https://other.example', 'http://localhost', 'http://127.0.0.1:8787', ''])(
    'signed for another origin (%s) is BAD_SIGNATURE',
    async (origin) => {
      const peer = await RelayPeer.connect(relay);
      peer.say(peer.hand(new TestKey(), { origin }).open({ seats: [new TestKey()] }));
      expect(await peer.closed).toEqual(closedWith('BAD_SIGNATURE'));
    },
  );

  test('for another origin is BAD_SIGNATURE even where the Host header names that origin', async () => {
    const peer = await RelayPeer.connect(relay, { headers: { Host: 'other.example' } });
    const hand = peer.hand(new TestKey(), { origin: 'http://other.example' });
    peer.say(hand.open({ seats: [new TestKey()] }));
    expect(await peer.closed).toEqual(closedWith('BAD_SIGNATURE'));
  });
});

describe('JOIN', () => {
  test('replayed on another connection is BAD_SIGNATURE', async () => {
    const { hostKey, link } = await session();
    const first = await RelayPeer.connect(relay);
    const recorded = first.signedJoin(hostKey.roomId, [link]);
    const second = await RelayPeer.connect(relay);
    second.say(recorded);
    expect(await second.closed).toEqual(closedWith('BAD_SIGNATURE'));
  });

  test('signed for another room is BAD_SIGNATURE', async () => {
    const { hostKey, link } = await session();
    const peer = await RelayPeer.connect(relay);
    peer.say({ ...peer.signedJoin(new TestKey().roomId, [link]), roomId: hostKey.roomId });
    expect(await peer.closed).toEqual(closedWith('BAD_SIGNATURE'));
  });

  test('with a burnt key is SPENT, and the host is told', async () => {
    const { hostKey, link, host, hand, connection } = await session();
    host.say(hand.seal(0, connection, new TestKey()));
    await host.hear('sealed');
    const thief = await RelayPeer.connect(relay);
    thief.join(hostKey.roomId, link);
    expect(await thief.closed).toEqual(closedWith('SPENT'));
    expect(await host.hear('spent-claim')).toEqual({ type: 'spent-claim', seat: 0 });
  });

  test('of a fifth claimant is SEAT_FULL, and of a stranger only waits', async () => {
    const first = await session();
    for (let i = 0; i < 3; i += 1) {
      const rival = await RelayPeer.connect(relay);
      rival.join(first.hostKey.roomId, first.link);
      await rival.hear('attached');
      await first.host.hear('claimed');
    }
    const fifth = await RelayPeer.connect(relay);
    fifth.join(first.hostKey.roomId, first.link);
    expect(await fifth.closed).toEqual(closedWith('SEAT_FULL'));
    const stranger = await RelayPeer.connect(relay);
    stranger.join(first.hostKey.roomId, new TestKey());
    await stranger.hear('waiting');
    await expectUndisturbed(first);
  });
});

describe('a guest', () => {
  test.each(['seal', 'kick', 'close', 'open'] as const)(
    'who sends %s, even signed with its own key, is BAD_STATE',
    async (type) => {
      const { link, host, guest, connection } = await session();
      const hand = guest.hand(link);
      guest.say(
        {
          seal: () => hand.seal(0, connection, link),
          kick: () => hand.kick(connection, 'removed'),
          close: () => hand.close(),
          open: () => hand.open({ seats: [link] }),
        }[type](),
      );
      expect(await guest.closed).toEqual(closedWith('BAD_STATE'));
      expect(await host.hear('gone')).toEqual({ type: 'gone', connection });
    },
  );

  test('who says whom its body is from is BAD_STATE, and nothing arrives', async () => {
    const { hostKey, link, host, guest, connection } = await session();
    const other = await RelayPeer.connect(relay);
    other.join(hostKey.roomId, link);
    await other.hear('attached');
    await host.hear('claimed');
    other.say({ type: 'data', connection, body: body('in the name of another') });
    expect(await other.closed).toEqual(closedWith('BAD_STATE'));
    await host.hear('gone');
    await expectUndisturbed({ host, guest, connection });
  });

  test('is told apart from others by the relay, whatever its body says', async () => {
    const { hostKey, link, host, connection } = await session();
    const other = await RelayPeer.connect(relay);
    other.join(hostKey.roomId, link);
    await other.hear('attached');
    const claimed = await host.hear('claimed');
    other.say({ type: 'data', connection: 0, body: body(`from ${connection}`) });
    const data = await host.hear('data');
    expect(data.connection).toBe(claimed.connection);
    expect(data.connection).not.toBe(connection);
  });
});

describe('another host', () => {
  test('sends nothing across rooms, and kicks and seals nobody there', async () => {
    const victim = await session();
    const attacker = await RelayPeer.connect(relay);
    const hand = await attacker.open(new TestKey(), { seats: [new TestKey()] });
    attacker.say({ type: 'data', connection: victim.connection, body: body('across') });
    attacker.say(hand.kick(victim.connection, 'removed'));
    attacker.say(hand.seal(0, victim.connection, new TestKey()));
    await attacker.hear('seal-refused');
    await expectUndisturbed(victim);
    expect(victim.guest.messages.map(({ type }) => type)).toEqual([
      'challenge',
      'attached',
      'data',
    ]);
  });
});
