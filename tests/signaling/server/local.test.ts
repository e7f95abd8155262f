import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeAbout } from '../../../signaling/protocol/about.ts';
import { startLocal } from '../../support/local-process.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';
import { Wire } from '../../support/relay-wire.ts';

describe('the host’s pages on the therapist’s own computer', () => {
  let pair: Awaited<ReturnType<typeof startLocal>>;
  let local: RelayProcess;
  let relay: RelayProcess;
  beforeAll(async () => {
    pair = await startLocal();
    ({ local, relay } = pair);
  });
  afterAll(() => pair.stop());
  const get = (path: string) => fetch(local.url + path, { redirect: 'manual' });

  test('are all that there is: no guest’s page and no relay', async () => {
    for (const path of ['/', '/empty', '/service-worker.js', '/healthz', '/readyz', '/about']) {
      expect((await get(path)).status, path).toBe(200);
    }
    for (const path of ['/j', '/signal', '/metrics']) {
      expect((await get(path)).status, path).toBe(404);
    }
    await expect(RelayPeer.connect(local)).rejects.toThrow('refused with 404');
  });

  test('may connect to the relay that was named, and load nothing from it', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    const socket = relay.origin.replace('http', 'ws');
    expect(policy.split('; ')).toContain(`connect-src 'self' ${socket}`);
    expect(policy.split(relay.origin.slice('http'.length))).toHaveLength(2);
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test('are the same as the relay’s own', async () => {
    const [ours, theirs] = [await get('/'), await fetch(`${relay.url}/`)];
    expect(await ours.text()).toBe(await theirs.text());
  });

  test('are told where rooms are opened', async () => {
    expect(await (await get('/about')).json()).toEqual({ relay: relay.origin, turn: false });
    await local.prints(`Sessions go through ${relay.origin}.\n`);
    expect(local.output()).not.toContain('ALLOW_ORIGINS');
  });

  test.each([
    ['under another name', 'Host: evil.example'],
    ['for another site’s page', 'Host: localhost:PORT\r\nSec-Fetch-Site: cross-site'],
    ['for another program’s page', 'Host: localhost:PORT\r\nSec-Fetch-Site: same-site'],
  ])('tell nobody else which relay that is: %s', async (_who, headers) => {
    const wire = await Wire.open(local.port);
    const lines = headers.replace('PORT', String(local.port));
    wire.send(`GET /about HTTP/1.1\r\n${lines}\r\nConnection: close\r\n\r\n`);
    const answer = await wire.ended();
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer.slice(answer.indexOf('\r\n\r\n'))).not.toContain(String(relay.port));
  });

  test('lead there from 127.0.0.1, which would be another vault', async () => {
    const page = await fetch(`http://127.0.0.1:${local.port}/`, { redirect: 'manual' });
    expect([page.status, page.headers.get('location')]).toEqual([308, `${local.origin}/`]);
  });

  test('are not moved to another port when theirs is taken', async () => {
    const args = ['--local', '--relay', relay.origin];
    expect(await runRelay({ port: local.port, args })).toEqual({
      code: 1,
      output: `Port ${local.port} is in use by another program; if that is Alcove, open ${local.origin}. Else end it: notes belong to their address, and at another port there would be none.\n`,
    });
  });
});

test('a relay that lets no pages of here in is named, with what to set; once it does, all is well', async () => {
  const { local, relay } = await startLocal({ allowed: false });
  const about = async () => decodeAbout(await (await fetch(`${local.url}/about`)).text());
  const setting = `set ALLOW_ORIGINS=${local.origin} there.\n`;
  await local.prints(`${relay.origin} lets no pages of ${local.origin} in: ${setting}`);
  const trouble = { relay: relay.origin, turn: false, trouble: 'not-allowed' };
  expect(await about()).toEqual(trouble);
  await relay.stop();
  const env = { ALLOW_ORIGINS: local.origin, TURN_SECRET: 'sixteen characters' };
  const again = await startRelay({ port: relay.port, env });
  expect(await about()).toEqual({ relay: relay.origin, turn: true });
  expect(local.output().split(setting)).toHaveLength(2);
  await Promise.all([again.stop(), local.stop()]);
});
