import { once } from 'node:events';
import { WebSocket } from 'ws';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
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
 * Two clients find each other at the relay and send what a real session sends, one waiting for the
 * other wherever the real ones do. Resolves to the milliseconds from the first byte to the last
 * message; both hang up after that.
 */
export async function pairAtRelay(
  relay: ServerProcess,
  trace: readonly Step[],
  keys: PairingKeys,
): Promise<number> {
  const address = { localAddress: localAddress() };
  const start = performance.now();
  const [host, guest] = await Promise.all([
    RelayPeer.connect(relay, address),
    RelayPeer.connect(relay, address),
  ]);
  const hand = host.hand(keys.host);
  host.say(hand.open({ seats: [keys.join] }));
  await host.hear('opened');
  guest.join(keys.host.roomId, keys.join);
  const { connection } = await host.hear('claimed');
  await guest.hear('attached');
  const due = { host: [] as ('data' | 'sealed')[], guest: [] as 'data'[] };
  const catchUp = async (side: 'host' | 'guest') => {
    const peer = side === 'host' ? host : guest;
    for (const type of due[side].splice(0)) await peer.hear(type);
  };
  for (const { from, what, length } of trace) {
    await catchUp(from);
    if (what === 'seal') {
      host.say(hand.seal(0, connection, keys.access));
      due.host.push('sealed');
    } else if (from === 'host') {
      host.say({ type: 'data', connection, body: new Uint8Array(length) });
      due.guest.push('data');
    } else {
      guest.say({ type: 'data', connection: 0, body: new Uint8Array(length) });
      due.host.push('data');
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
