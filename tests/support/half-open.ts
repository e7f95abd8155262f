import { connect, type Socket } from 'node:net';
import type { ServerProcess } from '../bench/server-process.ts';
import { loopbackAddresses } from './loopback.ts';

/** Connecting at once, so that the kernel's queue of the relay's port does not overflow. */
const AT_ONCE = 100;

/** What comes of an upgrade that never becomes one: nothing at all, or it ends in mid-word. */
function halves(origin: string): readonly string[] {
  const line = 'GET /signal HTTP/1.1\r\n';
  const head =
    `${line}Host: 127.0.0.1\r\nOrigin: ${origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n`;
  // The last is a whole upgrade, but half a message: the relay's own deadline is the longest.
  return ['', 'G', line, head.slice(0, 90), head, `${head}\r\n\x82\xfe\x08\x00\0\0\0\0half`];
}

interface HalfOpen {
  /** Open at the same moment, by the relay's own count of files. */
  readonly most: number;
  /** Settles once the relay has ended all of them, by itself. */
  readonly ended: Promise<void>;
}

/**
 * Opens `count` connections that begin to say something, from addresses that have ten each. Without
 * `upgraded` none gets as far as half a message, which the relay ends last.
 */
export async function openHalf(
  relay: ServerProcess,
  count: number,
  { upgraded = true }: { readonly upgraded?: boolean } = {},
): Promise<HalfOpen> {
  const address = loopbackAddresses(6, Math.ceil(count / 10));
  const port = Number(new URL(relay.url).port);
  const said = halves(relay.origin).slice(0, upgraded ? undefined : -1);
  const before = await relay.files();
  const ends: Promise<unknown>[] = [];
  let most = 0;
  for (let done = 0; done < count; done += AT_ONCE) {
    const opening = Array.from({ length: Math.min(AT_ONCE, count - done) }, async (_, index) => {
      const socket = connect({ port, host: '127.0.0.1', localAddress: address() });
      ends.push(gone(socket));
      await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
      const text = said[(done + index) % said.length] ?? '';
      if (text !== '') socket.write(Buffer.from(text, 'latin1'));
    });
    await Promise.all(opening);
    most = Math.max(most, (await relay.files()) - before);
  }
  return { most, ended: Promise.all(ends).then(() => undefined) };
}

/** Reads what comes, or it would never see the end. */
function gone(socket: Socket): Promise<unknown> {
  socket.resume();
  socket.on('error', () => undefined);
  return new Promise((resolve) => socket.once('close', resolve));
}
