import { once } from 'node:events';
import { WebSocket } from 'ws';
import { encodeClientMessage } from '../../signaling/protocol/messages.ts';
import { HostHand, signedJoin, TestKey } from '../support/relay-keys.ts';
import type { ServerProcess } from './server-process.ts';

/** One message of a real session, as the relay sees it. */
export interface Step {
  readonly from: 'host' | 'guest';
  readonly what: 'data' | 'seal';
  /** Bytes of its body. */
  readonly length: number;
}

/** Keys are made beforehand: what a device does before it connects is not the relay's time. */
export interface PairingKeys {
  readonly host: TestKey;
  readonly join: TestKey;
  readonly access: TestKey;
}

export const newKeys = (): PairingKeys => ({
  host: new TestKey(),
  join: new TestKey(),
  access: new TestKey(),
});

let lastAddress = 0;

/** Another address of this machine for every pairing: limits hold for each address. */
function localAddress(): string {
  lastAddress = (lastAddress + 1) % 50_000;
  return `127.1.${Math.floor(lastAddress / 250)}.${(lastAddress % 250) + 1}`;
}

/**
 * A client as lean as the pipe's, so that its own garbage does not stand in the figures: it copies
 * and decodes nothing but the few messages that it needs something of.
 */
class LeanPeer {
  readonly socket: WebSocket;
  readonly #unread: Buffer[] = [];
  #wake: (() => void) | undefined;

  constructor(relay: ServerProcess, address: string) {
    this.socket = new WebSocket(`${relay.url.replace('http', 'ws')}/signal`, {
      origin: relay.origin,
      localAddress: address,
    });
    this.socket.on('message', (frame: Buffer) => {
      this.#unread.push(frame);
      this.#wake?.();
    });
  }

  /** The next frame, which is of this type: its first byte. */
  async hear(type: number): Promise<Buffer> {
    while (this.#unread.length === 0) await new Promise<void>((wake) => (this.#wake = wake));
    const frame = this.#unread.shift();
    if (frame?.[0] !== type) throw new Error(`${frame?.[0] ?? ''} came, not ${type}.`);
    return frame;
  }

  say(frame: Uint8Array): void {
    this.socket.send(frame);
  }

  async leave(): Promise<void> {
    this.socket.close();
    await once(this.socket, 'close');
  }
}

const HEARD = {
  challenge: 0x81,
  opened: 0x82,
  attached: 0x84,
  claimed: 0x85,
  sealed: 0x88,
  data: 0x8b,
};
const SAID_DATA = 0x06;
const DATA_HEADER = 5;

/** One for each length: ws copies what it masks before `send` returns. */
const dataFrames = new Map<number, Buffer>();

function dataFrame(connection: number, length: number): Buffer {
  const frame = dataFrames.get(length) ?? Buffer.alloc(DATA_HEADER + length);
  dataFrames.set(length, frame);
  frame[0] = SAID_DATA;
  frame.writeUInt32BE(connection, 1);
  return frame;
}

/**
 * Two clients find each other at the relay and send what a real session sends, one waiting for the
 * other wherever the real ones do. Resolves to the milliseconds from the first byte to the last
 * message; both hang up after that.
 */
export async function pairAtRelay(
  relay: ServerProcess,
  trace: readonly Step[],
  keys: PairingKeys,
): Promise<number> {
  const address = localAddress();
  const start = performance.now();
  const host = new LeanPeer(relay, address);
  const guest = new LeanPeer(relay, address);
  const { origin } = relay;
  const { roomId } = keys.host;
  const nonceOf = (challenge: Buffer) => new Uint8Array(challenge.subarray(1, 33));
  const [toHost, toGuest] = await Promise.all([
    host.hear(HEARD.challenge),
    guest.hear(HEARD.challenge),
  ]);
  const hand = new HostHand(keys.host, { origin, nonce: nonceOf(toHost) });
  host.say(encodeClientMessage(hand.open({ seats: [keys.join] })));
  await host.hear(HEARD.opened);
  const place = { origin, nonce: nonceOf(toGuest), roomId };
  guest.say(encodeClientMessage(signedJoin([keys.join], place)));
  const connection = (await host.hear(HEARD.claimed)).readUInt32BE(1);
  await guest.hear(HEARD.attached);
  const due = { host: [] as number[], guest: [] as number[] };
  const peers = { host, guest };
  const catchUp = async (side: 'host' | 'guest') => {
    for (const type of due[side].splice(0)) await peers[side].hear(type);
  };
  for (const { from, what, length } of trace) {
    await catchUp(from);
    if (what === 'seal') {
      host.say(encodeClientMessage(hand.seal(0, connection, keys.access)));
      due.host.push(HEARD.sealed);
    } else {
      peers[from].say(dataFrame(from === 'host' ? connection : 0, length));
      due[from === 'host' ? 'guest' : 'host'].push(HEARD.data);
    }
  }
  await Promise.all([catchUp('host'), catchUp('guest')]);
  const taken = performance.now() - start;
  await Promise.all([host.leave(), guest.leave()]);
  return taken;
}

/** Offer and answer of 3 KB and ten candidates each way, one message each: the usual exchange. */
const DESCRIPTION = JSON.stringify({ type: 'offer', sdp: 'v'.repeat(3000) });
const CANDIDATE = JSON.stringify({ candidate: 'c'.repeat(120), sdpMid: '0', sdpMLineIndex: 0 });
const CANDIDATES = 10;

/**
 * The same two clients at the bare pipe, with the conventional exchange: offer and answer, then the
 * candidates of both as they trickle in, each as it comes.
 */
export async function pairAtPipe(pipe: ServerProcess, name: string): Promise<number> {
  const start = performance.now();
  const [one, other] = await Promise.all([join(pipe, name), join(pipe, name)]);
  const pass = async (from: WebSocket, to: WebSocket, message: string) => {
    const arrived = heard(to);
    from.send(message);
    await arrived;
  };
  await pass(one, other, DESCRIPTION);
  await pass(other, one, DESCRIPTION);
  for (let count = 0; count < CANDIDATES; count += 1) {
    await Promise.all([pass(one, other, CANDIDATE), pass(other, one, CANDIDATE)]);
  }
  const taken = performance.now() - start;
  for (const socket of [one, other]) socket.close();
  await Promise.all([once(one, 'close'), once(other, 'close')]);
  return taken;
}

async function join(pipe: ServerProcess, name: string): Promise<WebSocket> {
  const socket = new WebSocket(pipe.origin.replace('http', 'ws'), {
    localAddress: localAddress(),
  });
  socket.once('open', () => socket.send(name));
  await heard(socket);
  return socket;
}

/** The next message. */
function heard(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('message', () => {
      socket.off('error', reject);
      resolve();
    });
  });
}
