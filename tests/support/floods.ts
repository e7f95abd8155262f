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
}

let stop: (() => Promise<Counts>) | undefined;

/**
 * A flood by `width` clients at once, from `addresses` addresses of this machine in turn: with one it is
 * soon refused, with many nothing but its own work limits it. Goes on until it is told to end.
 */
export function beginFlood(
  relay: Target,
  kind: FloodKind,
  { width, addresses }: { readonly width: number; readonly addresses: number },
): void {
  let [tries, letIn, over] = [0, 0, false];
  const address = loopbackAddresses(8, addresses);
  const worker = async () => {
    while (!over) {
      tries += 1;
      try {
        await FLOODS[kind](relay, address());
        letIn += 1;
      } catch {
        // Refused: 429, most of all.
      }
    }
  };
  const workers = Promise.all(Array.from({ length: width }, worker));
  stop = async () => {
    over = true;
    await workers;
    return { tries, letIn };
  };
}

export async function endFlood(): Promise<Counts> {
  return (await stop?.()) ?? { tries: 0, letIn: 0 };
}
