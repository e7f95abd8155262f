import { CLOSE_CODES } from '../../signaling/protocol/close-codes.ts';
import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import { FRAME_LARGE, FRAME_SMALL, ROOM_ID_LENGTH } from '../../signaling/protocol/sizes.ts';
import type { ServerProcess } from '../bench/server-process.ts';
import { FrameFuzzer, type Nonsense } from './frame-fuzzer.ts';
import { honestPair } from './honest-pair.ts';
import { loopbackAddresses } from './loopback.ts';
import { BINARY, RawClient } from './raw-client.ts';
import { HostHand, signedJoin } from './relay-keys.ts';
import { seededRandom } from './seeded-random.ts';

const AT_ONCE = 32;
/** Frames that are passed over, of a client who has introduced itself. */
const DATA_FRAMES = 4;
/** A relay that says nothing for so long to a frame that it must refuse has failed. */
const SILENCE_MS = 30_000;
const OPENED = 0x82;
const WAITING = 0x83;
/** Of no size that there is: whatever came before it, this ends the connection. */
const LAST = new Uint8Array(1);

/** Of ws itself: what breaks RFC 6455, and a message beyond the larger size. */
const [PROTOCOL_ERROR, TOO_BIG] = [1002, 1009];
/** Of rooms that several had the key of, or that one closed: may come whatever was sent. */
const BEFORE = [CLOSE_CODES.ENDED, CLOSE_CODES.REPLACED];

/** What a relay may answer to this nonsense; anything else, or nothing, is a failure. */
function answers({ frame, first }: Nonsense): readonly number[] {
  const { BAD_FRAME, BAD_SIGNATURE, BAD_STATE, SPENT } = CLOSE_CODES;
  if (first !== BINARY) return [PROTOCOL_ERROR, BAD_FRAME, TOO_BIG];
  if (frame.length > FRAME_LARGE) return [TOO_BIG];
  const isFrame = frame.length === FRAME_SMALL || frame.length === FRAME_LARGE;
  // A byte changed into itself leaves a JOIN good, be it with a key that is burnt.
  return isFrame ? [BAD_FRAME, BAD_SIGNATURE, BAD_STATE, SPENT] : [BAD_FRAME];
}

export interface Fuzzed {
  readonly sent: number;
  /** How many of them of each sort: random, or what they were before they were changed. */
  readonly sorts: ReadonlyMap<string, number>;
  readonly codes: ReadonlyMap<number, number>;
  /** Connections that ended otherwise than such a connection may. */
  readonly failed: number;
  readonly honest: number;
}

/** Random and changed frames at a relay, each connection from the next address; the same for a seed. */
export async function fuzzRelay(
  relay: ServerProcess,
  options: {
    readonly frames: number;
    readonly seed: number;
    /** An honest pair must find each other after every so many. */
    readonly honestEvery: number;
    readonly addresses: number;
  },
): Promise<Fuzzed> {
  const fuzzer = new FrameFuzzer(seededRandom(options.seed));
  const address = loopbackAddresses(4, options.addresses);
  const codes = new Map<number, number>();
  let [sent, honest, failed, data] = [0, 0, 0, 0];
  const worker = async () => {
    while (sent < options.frames) {
      sent += 1;
      const life = await live(relay, fuzzer, address());
      sent += life.data;
      data += life.data;
      codes.set(life.code, (codes.get(life.code) ?? 0) + 1);
      if (!life.answered) failed += 1;
      if (sent >= (honest + 1) * options.honestEvery) {
        honest += 1;
        await honestPair(relay, address());
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const sorts = new Map([...fuzzer.counts, ['data of random bytes', data]]);
  return { sent, sorts, codes, failed, honest };
}

/** One connection: a host's, a guest's or nobody's yet, which ends with nonsense. */
async function live(
  relay: ServerProcess,
  fuzzer: FrameFuzzer,
  address: string,
): Promise<{ readonly code: number; readonly data: number; readonly answered: boolean }> {
  const client = await RawClient.open(relay, address);
  client.socket.setTimeout(SILENCE_MS, () => client.reset());
  const place = { origin: client.origin, nonce: client.nonce };
  const role = fuzzer.below(10);
  let [counter, data] = [0, 0];
  try {
    if (role === 0) {
      const hand = new HostHand(fuzzer.key(), place);
      client.send(encodeClientMessage(hand.open({ seats: [fuzzer.key()] })));
      await client.hear(OPENED);
      counter = 1;
    }
    if (role === 1) {
      const roomId = Uint8Array.from({ length: ROOM_ID_LENGTH }, () => fuzzer.below(256));
      client.send(encodeClientMessage(signedJoin([fuzzer.key()], { ...place, roomId })));
      await client.hear(WAITING);
    }
  } catch {
    // Whose room has ended, or was taken over, says its code.
    const code = await client.ended;
    return { code, data, answered: BEFORE.some((one) => one === code) };
  }
  for (; role < 2 && data < DATA_FRAMES; data += 1) client.send(fuzzer.data(role === 1));
  const nonsense = fuzzer.next(place, counter);
  client.send(nonsense.frame, nonsense.first);
  client.send(LAST);
  const code = await client.ended;
  return { code, data, answered: [...BEFORE, ...answers(nonsense)].includes(code) };
}
