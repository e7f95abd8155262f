import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { RelayPeer } from '../support/relay-peer.ts';
import { startRelay } from '../support/relay-process.ts';
import { selfSigned } from '../support/self-signed.ts';

/** Of one network, before anything is read. */
const MOST = 512;
const MORE = 40;
const CROWD = '127.0.7.1';

/** Connects, says nothing, and tells whether the other side ended it. */
async function silent(port: number): Promise<{ socket: Socket; ended: boolean }> {
  const socket = connect({ port, host: '127.0.0.1', localAddress: CROWD });
  const one = { socket, ended: false };
  socket.resume();
  socket.on('error', () => undefined);
  socket.on('close', () => (one.ended = true));
  await new Promise((resolve) => socket.once('connect', resolve).once('close', resolve));
  return one;
}

test.each(['http', 'https'])(
  'of one network no more than so many connections stand, and another has its own: %s',
  async (scheme) => {
    const folder = await mkdtemp(join(tmpdir(), 'alcove-crowd-'));
    const { cert, key } = selfSigned();
    const files = { TLS_CERT: join(folder, 'cert.pem'), TLS_KEY: join(folder, 'key.pem') };
    await writeFile(files.TLS_CERT, cert);
    await writeFile(files.TLS_KEY, key);
    const env = { METRICS_PORT: '0', ...(scheme === 'https' ? files : {}) };
    const relay = await startRelay({ env });
    const reach = (localAddress: string) => {
      const { origin } = relay;
      return RelayPeer.connect({ origin, url: origin }, { localAddress, family: 4, ca: cert });
    };
    const [, metrics = ''] = /port (\d+) of 127\.0\.0\.1/.exec(relay.output()) ?? [];
    try {
      const peers = [await reach(CROWD), await reach(CROWD)];
      // One after another, so that the last are the ones too many.
      const crowd: Awaited<ReturnType<typeof silent>>[] = [];
      const open = async (count: number) => {
        for (let at = 0; at < count; at += 1) crowd.push(await silent(relay.port));
      };
      const alive = () => crowd.filter(({ ended }) => !ended).length;
      await open(MOST - peers.length + MORE);
      // Comes after them all: by now the relay has seen each.
      await (await reach('127.0.7.2')).leave();
      await expect.poll(alive).toBe(MOST - peers.length);
      expect(crowd.slice(0, MOST - peers.length).some(({ ended }) => ended)).toBe(false);
      await expect(reach(CROWD)).rejects.toThrow();
      const said = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
      expect(said).toContain(`alcove_crowded_total ${MORE + 1}`);
      for (const peer of peers) await peer.leave();
      await vi.waitFor(async () => (await reach(CROWD)).leave());
      for (const { socket } of crowd) socket.destroy();
      // As soon as the relay has heard that they are gone.
      await vi.waitFor(async () => (await reach(CROWD)).leave());
    } finally {
      await relay.stop();
      await rm(folder, { recursive: true });
    }
  },
);
