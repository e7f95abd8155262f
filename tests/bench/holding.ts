import { WebSocket } from 'ws';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { joinPeerServer, joinPipe, joinYWebrtc } from './pairing.ts';

// Connections that say nothing but what keeps them: in a process of their own, which has as many open
// files as the server.

interface Target {
  readonly origin: string;
  readonly url: string;
  /** Where guests connect, if not where their hosts do. */
  readonly guestUrl?: string;
  /** Of the addresses to come from, 127.`block`.y.z. */
  readonly block?: number;
}
export type ServerName = 'relay' | 'pipe' | 'PeerJS' | 'y-webrtc';

/** Of one address half are hosts, half guests, below what one address may have. */
const OF_ONE_ADDRESS = 100;
/** PeerJS's server ends whoever is silent for 90 s. */
const HEARTBEAT_MS = 30_000;
const sockets: WebSocket[] = [];

const pairs: Record<ServerName, (server: Target, name: string) => Promise<WebSocket[]>> = {
  async relay(server) {
    const localAddress = `127.${server.block ?? 3}.${Math.floor(held / OF_ONE_ADDRESS / 250)}.${(Math.floor(held / OF_ONE_ADDRESS) % 250) + 1}`;
    const [key, seat] = [new TestKey(), new TestKey()];
    const host = await RelayPeer.connect(server, { localAddress });
    await host.open(key, { seats: [seat], ttl: 86_400 });
    const guest = await RelayPeer.connect(
      { ...server, url: server.guestUrl ?? server.url },
      { localAddress },
    );
    guest.join(key.roomId, seat);
    await guest.hear('attached');
    await host.hear('claimed');
    return [host.socket, guest.socket];
  },
  pipe: async (server, name) => {
    const both = await Promise.all([joinPipe(server, name), joinPipe(server, name)]);
    return both.map(({ socket }) => socket);
  },
  PeerJS: async (server, name) => {
    const both = await Promise.all([
      joinPeerServer(server, name, 'a', 'b'),
      joinPeerServer(server, name, 'b', 'a'),
    ]);
    return both.map(({ socket }) => socket);
  },
  'y-webrtc': async (server, name) => {
    const both = await Promise.all([
      joinYWebrtc(server, name, 'a', 'b'),
      joinYWebrtc(server, name, 'b', 'a'),
    ]);
    return both.map(({ socket }) => socket);
  },
};

let held = 0;

/** Adds pairs until so many connections are held. */
export async function hold(kind: ServerName, server: Target, count: number): Promise<void> {
  const worker = async () => {
    while (held < count) {
      held += 2;
      sockets.push(...(await pairs[kind](server, `held ${held}`)));
    }
  };
  await Promise.all(Array.from({ length: 20 }, worker));
  if (kind !== 'PeerJS') return;
  setInterval(() => {
    for (const socket of sockets) socket.send('{"type":"HEARTBEAT"}');
  }, HEARTBEAT_MS);
}

/** Of those held, how many still are. */
export const standing = (): number =>
  sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
