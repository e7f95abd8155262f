import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BODY_SMALL } from '../../signaling/protocol/sizes.ts';
import { TestKey } from '../support/relay-keys.ts';
import { RelayPeer } from '../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../support/relay-process.ts';

const ADDRESSES = ['203.0.113.77', '2001:db8:77::1'];
const PAYLOAD = 'what they told each other';

/** A session with a bit of everything, good and bad. Returns what must be found nowhere. */
async function live(relay: RelayProcess): Promise<Uint8Array[]> {
  const [address = '', other = ''] = ADDRESSES;
  const [hostKey, link, access] = [new TestKey(), new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay, { address });
  const hand = await host.open(hostKey, { seats: [link] });
  const guest = await RelayPeer.connect(relay, { address: other });
  guest.join(hostKey.roomId, link);
  const { connection } = await host.hear('claimed');
  const body = new Uint8Array(BODY_SMALL);
  body.set(new TextEncoder().encode(PAYLOAD));
  guest.say({ type: 'data', connection: 0, body });
  await host.hear('data');
  host.say(hand.seal(0, connection, access));
  await host.hear('sealed');
  const thief = await RelayPeer.connect(relay, { address: other });
  thief.join(hostKey.roomId, link);
  await thief.closed;
  const forger = await RelayPeer.connect(relay, { address: other });
  forger.sayBytes(body);
  await forger.closed;
  await guest.leave();
  host.say(hand.close());
  await host.closed;
  return [hostKey, link, access].flatMap(({ publicKey, roomId }) => [publicKey, roomId]);
}

/** The ways in which bytes are usually written. */
const spellings = (bytes: Uint8Array) => {
  const buffer = Buffer.from(bytes);
  return [
    buffer.toString('hex'),
    buffer.toString('base64').replaceAll('=', ''),
    buffer.toString('base64url'),
    buffer.toString('latin1'),
    [...bytes].join(','),
    [...bytes].join(', '),
  ];
};

test('neither room, key, address nor payload is in what the relay prints', async () => {
  const relay = await startRelay({ env: { TRUST_PROXY: '1', NODE_DEBUG: '' } });
  const secrets = await live(relay);
  await relay.stop();
  const output = relay.output();
  for (const spelling of secrets.flatMap(spellings)) expect(output).not.toContain(spelling);
  for (const text of [...ADDRESSES, PAYLOAD, '127.0.0.1']) expect(output).not.toContain(text);
  // And indeed nothing else is.
  expect(output).toBe(`Alcove is ready at ${relay.origin}\nAlcove has stopped.\n`);
});

test.runIf(existsSync('/proc/self/fd'))('no file is open to write anything down', async () => {
  const relay = await startRelay({ env: { TRUST_PROXY: '1' } });
  await live(relay);
  const folder = `/proc/${relay.pid}/fd`;
  const files = readdirSync(folder).flatMap((fd) => {
    const path = readlinkSync(`${folder}/${fd}`);
    return path.startsWith('/') && existsSync(path) && statSync(path).isFile() ? [path] : [];
  });
  expect(files).toEqual([]);
  await relay.stop();
});
