import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RELAY, startMeasured, type ServerProcess } from '../bench/server-process.ts';
import { watchState } from '../support/aftermath.ts';
import { beginFlood, endFlood, FLOOD_KINDS } from '../support/floods.ts';
import { openHalf } from '../support/half-open.ts';
import { honestPair } from '../support/honest-pair.ts';
import { fuzzRelay } from '../support/relay-fuzz.ts';
import { readSlowly } from '../support/slow-readers.ts';

// A few of what `npm run endure` has many of: frames, half-open connections, slow readers, floods.

/** More of the page than the buffers of both ends take. */
const UNREAD = 4000;

/** Asks for pages over and over, and reads none of them. */
async function askUnread({ url }: ServerProcess): Promise<void> {
  const { port } = new URL(url);
  const socket = connect({ port: Number(port), host: '127.0.0.1', localAddress: '127.5.0.4' });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET / HTTP/1.1\r\nHost: ${new URL(url).host}\r\n\r\n`.repeat(UNREAD));
}

let relay: ServerProcess;
let watch: Awaited<ReturnType<typeof watchState>>;
/** Settles once the relay has ended all half-open connections: the others do not wait for its clock. */
let halfEnded: Promise<void>;
beforeAll(async () => {
  relay = await startMeasured(RELAY);
});
afterAll(() => relay.stop());

test('an honest pair finds each other among half-open connections', async () => {
  await honestPair(relay, '127.5.0.2');
  watch = await watchState(relay);
  const before = await relay.files();
  const { ended } = await openHalf(relay, 300, { upgraded: false });
  halfEnded = ended;
  // More of them than files may be open in the end.
  for (let count = 0; count < 5; count += 1) await askUnread(relay);
  // Comes after them, and so the relay has accepted them all.
  await honestPair(relay, '127.5.0.1');
  expect((await relay.files()) - before).toBeGreaterThan(250);
});

test('random and changed frames are refused with the code for each, and honest pairs go on', async () => {
  const frames = 900;
  const options = { frames, seed: 6_173, honestEvery: 300, addresses: 100 };
  const { sent, failed, honest } = await fuzzRelay(relay, options);
  expect(sent).toBeGreaterThanOrEqual(frames);
  expect({ failed, honest }).toEqual({ failed: 0, honest: 3 });
});

test('a host that reads nothing is cut off, a guest that reads late gets everything', async () => {
  expect(await readSlowly(relay, 1)).toMatchObject({ cut: 1, late: 1 });
});

test.each(FLOOD_KINDS)(
  'honest pairs find each other while an address floods with %s',
  async (kind) => {
    beginFlood(relay, kind, { rate: 1000, addresses: 1 });
    for (let pair = 0; pair < 5; pair += 1) await honestPair(relay, `127.9.1.${pair + 1}`);
    expect((await endFlood()).tries).toBeGreaterThan(0);
  },
);

test('all half-open connections are ended, and after all that the relay holds what it held before', async () => {
  await halfEnded;
  await honestPair(relay, '127.5.0.3');
  expect(await watch.aftermath()).toMatchObject({ held: true });
});
