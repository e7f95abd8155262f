import { setTimeout as pause } from 'node:timers/promises';
import { BODY_LARGE } from '../../signaling/protocol/sizes.ts';
import type { ServerProcess } from '../bench/server-process.ts';
import { loopbackAddresses } from './loopback.ts';
import { TestKey } from './relay-keys.ts';
import { RelayPeer } from './relay-peer.ts';

/** Two a seat: together they may send a host more than networks hold for it. */
const SEATS = 4;
const GUESTS = 8;
/** Large ones, a connection's whole bucket less what introduced it. */
const FRAMES = 60;
const LARGE = new Uint8Array(BODY_LARGE);
const ROOMS_AT_ONCE = 5;
/** A host that reads nothing is cut off within this; milliseconds. */
const CUT_MS = 20_000;
/** Between two looks at the relay's memory. */
const LOOK_MS = 50;

interface SlowReaders {
  /** Rooms whose host did not read and was cut off, all of its guests being told. */
  readonly cut: number;
  /** Rooms whose guest read late, and then got all of what its host had sent. */
  readonly late: number;
  /** Most that the relay was seen to hold beyond what it held before; megabytes. */
  readonly most: number;
}

/** `rooms` whose host reads nothing while its guests send, and as many where it is a guest. */
export async function readSlowly(relay: ServerProcess, rooms: number): Promise<SlowReaders> {
  const address = loopbackAddresses(7, 50_000);
  const held = async () => (await relay.memory()).held / 1e6;
  const before = await held();
  const result = { cut: 0, late: 0, most: 0 };
  const work = new AbortController();
  const looks = (async () => {
    while (!work.signal.aborted) {
      result.most = Math.max(result.most, (await held()) - before);
      await pause(LOOK_MS);
    }
  })();
  for (let done = 0; done < rooms; done += ROOMS_AT_ONCE) {
    const several = Array.from({ length: Math.min(ROOMS_AT_ONCE, rooms - done) }, async () => {
      if (await hostIsSlow(relay, address)) result.cut += 1;
      if (await guestIsSlow(relay, address)) result.late += 1;
    });
    await Promise.all(several);
  }
  work.abort();
  await looks;
  return result;
}

async function hostIsSlow(relay: ServerProcess, address: () => string): Promise<boolean> {
  const { host, guests } = await crowd(relay, address, GUESTS);
  host.socket.pause();
  for (const { peer } of guests) {
    for (let i = 0; i < FRAMES; i += 1) peer.say({ type: 'data', connection: 0, body: LARGE });
  }
  const told = Promise.all(guests.map(({ peer }) => peer.hear('host-gone')));
  const isCut = await Promise.race([told.then(() => true), pause(CUT_MS, false)]);
  for (const peer of [host, ...guests.map(({ peer }) => peer)]) peer.socket.terminate();
  return isCut;
}

async function guestIsSlow(relay: ServerProcess, address: () => string): Promise<boolean> {
  const { host, guests } = await crowd(relay, address, 1);
  for (const { peer, connection } of guests) {
    peer.socket.pause();
    for (let i = 0; i < FRAMES; i += 1) host.say({ type: 'data', connection, body: LARGE });
    peer.socket.resume();
    for (let i = 0; i < FRAMES; i += 1) await peer.hear('data');
    peer.socket.terminate();
  }
  host.socket.terminate();
  return true;
}

async function crowd(relay: ServerProcess, address: () => string, size: number) {
  const key = new TestKey();
  const seats = Array.from({ length: SEATS }, () => new TestKey());
  const host = await RelayPeer.connect(relay, { localAddress: address() });
  await host.open(key, { seats });
  const guests: { readonly peer: RelayPeer; readonly connection: number }[] = [];
  for (let count = 0; count < size; count += 1) {
    const peer = await RelayPeer.connect(relay, { localAddress: address() });
    const seat = seats[count % SEATS];
    if (seat) peer.join(key.roomId, seat);
    await peer.hear('attached');
    guests.push({ peer, connection: (await host.hear('claimed')).connection });
  }
  return { host, guests };
}
