import { expect, test } from 'vitest';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { startRelay } from '../support/relay-process.ts';

/** The relay asks every 15 seconds and notices at the next turn. */
const TWO_TURNS_MS = 45_000;

test(
  'a guest whose network died is gone within two turns, and one who answers stays',
  async () => {
    const relay = await startRelay();
    const [hostKey, link] = [new TestKey(), new TestKey()];
    const host = await RelayPeer.connect(relay);
    await host.open(hostKey, { seats: [link] });
    const silent = await RelayPeer.connect(relay, { autoPong: false });
    silent.join(hostKey.roomId, link);
    const { connection } = await host.hear('claimed');
    expect(await host.hear('gone')).toEqual({ type: 'gone', connection });
    await silent.closed;
    const next = await RelayPeer.connect(relay);
    next.join(hostKey.roomId, link);
    await host.hear('claimed');
    await relay.stop();
  },
  TWO_TURNS_MS,
);
