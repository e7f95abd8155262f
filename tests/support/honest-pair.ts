import { BODY_LARGE, BODY_SMALL } from '../../signaling/protocol/sizes.ts';
import type { ServerProcess } from '../bench/server-process.ts';
import { TestKey } from './relay-keys.ts';
import { RelayPeer } from './relay-peer.ts';

/** Two who find each other at the relay, say something, and go. Throws when they do not. */
export async function honestPair(
  relay: ServerProcess,
  localAddress: string,
  /** Seconds for which the relay remembers the room, which is ended in the end. */
  ttl = 3600,
): Promise<void> {
  const [key, seat] = [new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay, { localAddress });
  const hand = await host.open(key, { seats: [seat], ttl });
  const guest = await RelayPeer.connect(relay, { localAddress });
  guest.join(key.roomId, seat);
  await guest.hear('attached');
  const { connection } = await host.hear('claimed');
  guest.say({ type: 'data', connection: 0, body: new Uint8Array(BODY_SMALL) });
  await host.hear('data');
  host.say({ type: 'data', connection, body: new Uint8Array(BODY_LARGE) });
  await guest.hear('data');
  host.say(hand.close());
  await Promise.all([host.closed, guest.closed]);
}
