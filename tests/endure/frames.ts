import { setTimeout as pause } from 'node:timers/promises';
import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import { CLOSE_CODES } from '../../signaling/protocol/close-codes.ts';
import {
  BODY_LARGE,
  BODY_SMALL,
  FRAME_LARGE,
  FRAME_SMALL,
} from '../../signaling/protocol/sizes.ts';
import { RELAY, startMeasured, type ServerProcess } from '../bench/server-process.ts';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { seededRandom } from '../support/seeded-random.ts';
import type { Run } from './run.ts';

const FRAMES = 100_000;
const AT_ONCE = 32;
const HONEST_EVERY = 5000;
const SEED = 8_087;
/** Addresses are forgotten two minutes after their last connection. */
const FORGETS_MS = 180_000;
/** What compiled code and the like may add. */
const MARGIN_MB = 4;
/** Addresses to come from, as a proxy would report them: limits hold for each. */
const ADDRESSES = 50_000;

/** What a relay may answer to nonsense; anything else, or nothing, is a failure. */
const ANSWERS: ReadonlySet<number> = new Set([
  CLOSE_CODES.BAD_FRAME,
  CLOSE_CODES.BAD_SIGNATURE,
  CLOSE_CODES.BAD_STATE,
  CLOSE_CODES.ENDED,
  // ws itself, of a message beyond the larger size.
  1009,
]);

/** Random and mutated frames at a real relay, between them honest pairs that must find each other. */
export const frames: Run = {
  name: 'frames',
  async run() {
    const relay = await startMeasured(RELAY, { TRUST_PROXY: '1' });
    try {
      return await storm(relay);
    } finally {
      await relay.stop();
    }
  },
};

async function storm(relay: ServerProcess) {
  const random = seededRandom(SEED);
  const codes = new Map<number, number>();
  let [sent, honest, failed] = [0, 0, 0];
  await honestPair(relay, address(0));
  const before = await held(relay);
  const worker = async () => {
    while (sent < FRAMES) {
      sent += 1;
      const number = sent;
      const peer = await RelayPeer.connect(relay, { address: address(number) });
      peer.sayBytes(nonsense(peer, random));
      const { code } = await peer.closed;
      codes.set(code, (codes.get(code) ?? 0) + 1);
      if (!ANSWERS.has(code)) failed += 1;
      if (number % HONEST_EVERY === 0) {
        await honestPair(relay, address(number));
        honest += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const peak = await held(relay);
  const after = await heldAgain(relay, before);
  const closed = [...codes].map(([code, count]) => `${code} ${count}`).join(', ');
  return {
    figures: {
      'frames sent': sent,
      'connections closed, by code': closed,
      'answered otherwise': failed,
      'honest pairs in between': honest,
      'relay’s memory before, at the end, and once it has forgotten, MB': [before, peak, after]
        .map((megabytes) => megabytes.toFixed(1))
        .join(', '),
    },
    held: failed === 0 && after <= before + MARGIN_MB,
  };
}

/** A frame of an honest client with some bytes changed, or of some other length, or no frame at all. */
function nonsense(peer: RelayPeer, random: () => number): Uint8Array {
  const below = (limit: number) => Math.floor(random() * limit);
  const key = new TestKey();
  const frames = [
    () => encodeClientMessage(peer.hand(key).open({ seats: [key] })),
    () => encodeClientMessage(peer.signedJoin(key.roomId, [key])),
    () => encodeClientMessage(peer.hand(key).seal(0, 1, key)),
    () => encodeClientMessage({ type: 'data', connection: 1, body: new Uint8Array(BODY_SMALL) }),
    () => encodeClientMessage({ type: 'data', connection: 0, body: new Uint8Array(BODY_LARGE) }),
    () => Uint8Array.from({ length: FRAME_SMALL }, () => below(256)),
    () => Uint8Array.from({ length: below(FRAME_LARGE * 2) }, () => below(256)),
  ];
  const frame = frames[below(frames.length)]?.() ?? new Uint8Array();
  // The first 250 bytes hold every field of the frames above; one change there leaves none valid.
  const reach = Math.min(frame.length, 100);
  for (let changes = below(4) + 1; changes > 0 && reach > 0; changes -= 1) {
    const at = below(reach);
    frame[at] = (frame[at] ?? 0) ^ (below(255) + 1);
  }
  return frame;
}

async function honestPair(relay: ServerProcess, from: string): Promise<void> {
  const [key, seat] = [new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay, { address: from });
  const hand = await host.open(key, { seats: [seat] });
  const guest = await RelayPeer.connect(relay, { address: from });
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

function address(number: number): string {
  const place = number % ADDRESSES;
  return `10.${Math.floor(place / 62_500)}.${Math.floor(place / 250) % 250}.${(place % 250) + 1}`;
}

/** Megabytes that the relay holds after its garbage was collected. */
async function held(relay: ServerProcess): Promise<number> {
  return (await relay.memory()).held / 1e6;
}

/** The same, as soon as it is back where it was; or what it still is when that takes too long. */
async function heldAgain(relay: ServerProcess, before: number): Promise<number> {
  const end = performance.now() + FORGETS_MS;
  for (;;) {
    const now = await held(relay);
    if (now <= before + MARGIN_MB || performance.now() > end) return now;
    await pause(1000);
  }
}
