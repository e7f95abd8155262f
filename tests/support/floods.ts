import { constants, setPriority } from 'node:os';
import type { ServerProcess } from '../bench/server-process.ts';
import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import { BODY_SMALL, SIGNATURE_LENGTH } from '../../signaling/protocol/sizes.ts';
import { loopbackAddresses } from './loopback.ts';
import { RawClient } from './raw-client.ts';
import { signedJoin, TestKey } from './relay-keys.ts';

const WAITING = 0x83;

type Target = Pick<ServerProcess, 'origin' | 'url'>;

/** What each of the block's clients does, over and over. */
const FLOODS = {
  arrivals: async (relay: Target, address: string) => {
    const client = await RawClient.open(relay, address);
    client.reset();
    await client.ended;
  },
  frames: async (relay: Target, address: string) => {
    const client = await RawClient.open(relay, address);
    const key = new TestKey();
    const place = { origin: client.origin, nonce: client.nonce, roomId: key.roomId };
    client.send(encodeClientMessage(signedJoin([key], place)));
    await client.hear(WAITING);
    const frame = encodeClientMessage({
      type: 'data',
      connection: 0,
      body: new Uint8Array(BODY_SMALL),
    });
    // Until the bucket is empty and the relay ends it.
    for (let sent = 0; sent < 600; sent += 1) client.send(frame);
    await client.ended;
  },
  signatures: async (relay: Target, address: string) => {
    const client = await RawClient.open(relay, address);
    const { publicKey: key, roomId } = BAD_KEY;
    const keys = [{ key, signature: new Uint8Array(SIGNATURE_LENGTH) }];
    client.send(encodeClientMessage({ type: 'join', roomId, keys }));
    await client.ended;
  },
};

const BAD_KEY = new TestKey();

export type FloodKind = keyof typeof FLOODS;
export const FLOOD_KINDS = Object.keys(FLOODS) as FloodKind[];

interface Counts {
  /** How often its clients have tried. */
  readonly tries: number;
  /** How often the relay let one in. */
  readonly letIn: number;
  /** Seconds of processor time that making it took this process. */
  readonly cpu: number;
}

/** Between two looks at how many tries are due; milliseconds. */
const PACE_MS = 5;
/** Tries under way at most: a relay that answers slower than they come is not to cost all files. */
const AT_ONCE = 200;

let stop: (() => Promise<Counts>) | undefined;

/**
 * A flood of `rate` tries a second, however fast the relay answers, from `addresses` addresses of this
 * machine in turn: with one it is soon refused, with many nothing but its own work limits it. Goes on
 * until it is told to end.
 */
export function beginFlood(
  relay: Target,
  kind: FloodKind,
  { rate, addresses }: { readonly rate: number; readonly addresses: number },
): void {
  let [tries, letIn] = [0, 0];
  const address = loopbackAddresses(8, addresses);
  const running = new Set<Promise<void>>();
  const start = performance.now();
  const cpu = process.cpuUsage();
  const tryOnce = () => {
    tries += 1;
    const work = FLOODS[kind](relay, address())
      .then(
        () => void (letIn += 1),
        // Refused: 429, most of all.
        () => undefined,
      )
      .finally(() => running.delete(work));
    running.add(work);
  };
  const pace = setInterval(() => {
    const due = ((performance.now() - start) / 1000) * rate;
    while (tries < due && running.size < AT_ONCE) tryOnce();
  }, PACE_MS);
  stop = async () => {
    clearInterval(pace);
    await Promise.all(running);
    const { user, system } = process.cpuUsage(cpu);
    return { tries, letIn, cpu: (user + system) / 1e6 };
  };
}

export async function endFlood(): Promise<Counts> {
  return (await stop?.()) ?? { tries: 0, letIn: 0, cpu: 0 };
}

/** Others on this machine have its cores first, as if the flood came from elsewhere. */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_LOW);
}
