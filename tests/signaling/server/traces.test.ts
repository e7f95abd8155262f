import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../../support/relay-process.ts';

const HOST = '198.51.100.77';
const GUEST = '203.0.113.129';
const MARK = 'what the two say to each other';

/** What two people, and one who means no good, leave behind in every way of writing it. */
async function drive(relay: RelayProcess) {
  const [hostKey, link] = [new TestKey(), new TestKey()];
  const host = await RelayPeer.connect(relay, { address: HOST });
  await host.open(hostKey, { seats: [link] });
  const guest = await RelayPeer.connect(relay, { address: GUEST });
  guest.join(hostKey.roomId, link);
  await guest.hear('attached');
  const body = new Uint8Array(2043);
  body.set(Buffer.from(MARK));
  guest.say({ type: 'data', connection: 0, body });
  await host.hear('claimed');
  await host.hear('data');
  const rude = await RelayPeer.connect(relay, { address: GUEST });
  rude.sayBytes(Buffer.from(MARK));
  await rude.closed;
  const secret = [hostKey.roomId, hostKey.publicKey, link.publicKey].map((bytes) =>
    Buffer.from(bytes),
  );
  return {
    host,
    guest,
    traces: [HOST, GUEST, MARK].concat(
      secret.flatMap((bytes) => [
        bytes.toString('hex'),
        bytes.toString('base64'),
        bytes.toString('base64url'),
        bytes.toString('latin1'),
      ]),
    ),
  };
}

test.each(['plain', 'json'])('the log says nothing of anybody: %s', async (LOG) => {
  const relay = await startRelay({ env: { LOG, TRUST_PROXY: '1' } });
  const { traces } = await drive(relay);
  process.kill(relay.pid, 'SIGHUP');
  await relay.prints('The settings were read again.');
  expect(await relay.stop()).toBe(0);
  for (const trace of traces) expect(relay.output()).not.toContain(trace);
  const lines = relay.output().trimEnd().split('\n');
  expect(lines).toHaveLength(3);
  if (LOG === 'plain') return;
  const events = lines.map((line) => JSON.parse(line) as Record<string, string>);
  expect(events.map(({ event }) => event)).toEqual(['ready', 'reloaded', 'stopped']);
  for (const event of events) {
    expect(Object.keys(event)).toEqual(['time', 'level', 'event', 'message']);
    expect(new Date(event['time'] ?? '').toISOString()).toBe(event['time']);
  }
});

describe('the memory', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'alcove-heap-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('holds no address of a client, while both are connected', async () => {
    const options = `--heapsnapshot-signal=SIGUSR2 --diagnostic-dir=${folder}`;
    const relay = await startRelay({
      env: { TRUST_PROXY: '1', LOG: 'json', NODE_OPTIONS: options },
    });
    const { host, guest } = await drive(relay);
    process.kill(relay.pid, 'SIGUSR2');
    const snapshot = await vi.waitFor(
      async () => {
        const [file = ''] = await readdir(folder);
        const text = await readFile(join(folder, file), 'utf8');
        expect(text.trimEnd().endsWith('}')).toBe(true);
        return text;
      },
      { timeout: 30_000, interval: 200 },
    );
    // Not by toContain, which would print all of it.
    const held = ['connectionsAnAddress', HOST, GUEST].filter((text) => snapshot.includes(text));
    expect(held).toEqual(['connectionsAnAddress']);
    host.socket.terminate();
    guest.socket.terminate();
    await relay.stop();
  }, 60_000);
});
