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

  constructor(relay: Pick<ServerProcess, 'origin' | 'url'>, address: string) {
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
  relay: Pick<ServerProcess, 'origin' | 'url'> & {
    /** Where the guest connects, if not where its host does. */
    readonly guestUrl?: string;
  },
  trace: readonly Step[],
  keys: PairingKeys,
): Promise<number> {
  const address = localAddress();
  const start = performance.now();
  const host = new LeanPeer(relay, address);
  const guest = new LeanPeer({ ...relay, url: relay.guestUrl ?? relay.url }, address);
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

/** One of two who can talk through a server. */
interface Talker {
  readonly socket: WebSocket;
  /** As this server wants it said, to the other one. */
  readonly says: (text: string) => string;
  /** What all that it hears of the other has in it, where it also hears itself. */
  readonly mark: string;
}

/**
 * The same two clients at the bare pipe, with the conventional exchange: offer and answer, then the
 * candidates of both as they trickle in, each as it comes.
 */
export const pairAtPipe = (pipe: Target, name: string): Promise<number> =>
  exchange(() => Promise.all([joinPipe(pipe, name), joinPipe(pipe, name)]));

/** The same exchange through PeerJS's server. */
export const pairAtPeerServer = (server: Target, name: string): Promise<number> =>
  exchange(() =>
    Promise.all([joinPeerServer(server, name, 'a', 'b'), joinPeerServer(server, name, 'b', 'a')]),
  );

/** The same exchange through y-webrtc's signaling server, which tells everything to both. */
export const pairAtYWebrtc = (server: Target, name: string): Promise<number> =>
  exchange(() =>
    Promise.all([joinYWebrtc(server, name, 'a', 'b'), joinYWebrtc(server, name, 'b', 'a')]),
  );

type Target = Pick<ServerProcess, 'origin'>;

async function exchange(meet: () => Promise<[Talker, Talker]>): Promise<number> {
  const start = performance.now();
  const [one, other] = await meet();
  const pass = async (from: Talker, to: Talker, message: string) => {
    const arrived = heard(to.socket, to.mark);
    from.socket.send(from.says(message));
    await arrived;
  };
  await pass(one, other, DESCRIPTION);
  await pass(other, one, DESCRIPTION);
  for (let count = 0; count < CANDIDATES; count += 1) {
    await Promise.all([pass(one, other, CANDIDATE), pass(other, one, CANDIDATE)]);
  }
  const taken = performance.now() - start;
  for (const { socket } of [one, other]) socket.close();
  await Promise.all([once(one.socket, 'close'), once(other.socket, 'close')]);
  return taken;
}

export async function joinPipe(pipe: Target, name: string): Promise<Talker> {
  const socket = connect(pipe);
  socket.once('open', () => socket.send(name));
  await heard(socket);
  return { socket, says: (text) => text, mark: '' };
}

export async function joinPeerServer(
  server: Target,
  name: string,
  own: string,
  other: string,
): Promise<Talker> {
  const id = (side: string) => `${name.replace(' ', '-')}-${side}`;
  const socket = connect(server, `/peerjs?key=peerjs&id=${id(own)}&token=token`);
  await heard(socket, 'OPEN');
  const says = (text: string) =>
    JSON.stringify({ type: 'OFFER', dst: id(other), payload: JSON.parse(text) as unknown });
  return { socket, says, mark: '"payload"' };
}

export async function joinYWebrtc(
  server: Target,
  topic: string,
  own: string,
  other: string,
): Promise<Talker> {
  const socket = connect(server);
  socket.once('open', () => {
    socket.send(JSON.stringify({ type: 'subscribe', topics: [topic] }));
    // Subscribing is not answered; this is, and after it.
    socket.send('{"type":"ping"}');
  });
  await heard(socket, 'pong');
  const says = (text: string) =>
    JSON.stringify({ type: 'publish', topic, from: own, data: JSON.parse(text) as unknown });
  return { socket, says, mark: `"from":"${other}"` };
}

const connect = (server: Target, path = ''): WebSocket =>
  new WebSocket(server.origin.replace('http', 'ws') + path, { localAddress: localAddress() });

/** The next message that has this in it. */
function heard(socket: WebSocket, mark = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      if (mark !== '' && !data.includes(mark)) return;
      socket.off('error', reject);
      socket.off('message', listen);
      resolve();
    };
    socket.once('error', reject);
    socket.on('message', listen);
  });
}
