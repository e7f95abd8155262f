import { expect, test, vi } from 'vitest';
import { TestKey } from '../../support/relay-keys.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { startRelay, type RelayProcess } from '../../support/relay-process.ts';

const portOf = (relay: RelayProcess) => /port (\d+) of 127\.0\.0\.1/.exec(relay.output())?.[1];

test('counts and gauges are at a port of their own, without a word about anybody', async () => {
  const relay = await startRelay({ env: { METRICS_PORT: '0', TRUST_PROXY: '1' } });
  const read = async () => (await fetch(`http://127.0.0.1:${portOf(relay) ?? ''}/metrics`)).text();
  expect(await read()).toMatch(/^alcove_connections 0$/m);
  const key = new TestKey();
  const address = '198.51.100.77';
  const host = await RelayPeer.connect(relay, { address });
  await host.open(key, { seats: [new TestKey()] });
  await expect(
    RelayPeer.connect(relay, { address, origin: 'https://x.example' }),
  ).rejects.toThrow();
  const rude = await RelayPeer.connect(relay, { address });
  rude.sayBytes(new Uint8Array(3));
  await rude.closed;
  // The relay hears of the end of a connection a moment after the client.
  const text = await vi.waitFor(async () => {
    const now = await read();
    expect(now).toMatch(/^alcove_connections 1$/m);
    return now;
  });
  for (const line of [
    'alcove_connections 1',
    'alcove_rooms 1',
    'alcove_connections_total 2',
    'alcove_crowded_total 0',
    'alcove_frames_in_total 2',
    'alcove_frames_out_total 3',
    'alcove_failures_total 0',
    'alcove_refused_total{status="403"} 1',
    'alcove_closed_total{code="BAD_FRAME"} 1',
  ]) {
    expect(text.split('\n')).toContain(line);
  }
  for (const [, labels = ''] of text.matchAll(/^[a-z_]+\{(.*)\} /gm)) {
    expect(labels).toMatch(/^(status="\d{3}"|code="[A-Z_]+")$/);
  }
  for (const [, type] of text.matchAll(/^# TYPE \S+ (.*)$/gm))
    expect(type).toMatch(/counter|gauge/);
  expect(text).not.toContain(address);
  expect((await fetch(`${relay.url}/metrics`)).status).toBe(404);
  await host.leave();
  expect(await relay.stop()).toBe(0);
});

test('there are none unless they are asked for', async () => {
  const relay = await startRelay();
  expect(portOf(relay)).toBeUndefined();
  await relay.stop();
});
