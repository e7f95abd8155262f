import { readdir, readFile, readlink } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Deployment, freePort, type Certificate } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';
import { caddyOfRecipe, coturnOfRecipe, nginxOfRecipe } from '../../support/recipes.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';

const SECRET = 'what relay and coturn share';

let deployment: Deployment;
let certificate: Certificate;

beforeAll(async () => {
  deployment = await Deployment.create();
  certificate = await deployment.certificate({});
});
afterAll(() => deployment.remove());

/** Starts a relay for what people open at this port of this machine. */
const relayFor = (port: number, env: Record<string, string> = {}) =>
  startRelay({
    env: { ORIGIN: `https://localhost:${port}`, TRUST_PROXY: '1', METRICS_PORT: '0', ...env },
  });

async function gauge(relay: RelayProcess, name: string): Promise<number> {
  const port = /port (\d+) of 127\.0\.0\.1/.exec(relay.output())?.[1] ?? '';
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
}

/** Resolves to the status that a page gets. */
function statusOf(origin: string, ca: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(`${origin}${path}`, { ca }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .once('error', reject)
      .end();
  });
}

/** What a process has open; nothing where there is no /proc. */
async function openFiles(pid: number): Promise<string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(join(folder, name)).catch(() => '')));
}

describe.each([
  ['Caddy', 'caddy', caddyOfRecipe],
  ['nginx', 'nginx', nginxOfRecipe],
] as const)('behind %s, as its recipe has it,', (name, program, front) => {
  describe.skipIf(lacks(`the recipe for ${name}`, 'openssl', program))('', () => {
    test('nothing is wrong, nothing differs, and each visitor counts as themselves', async () => {
      const port = await freePort();
      const relay = await relayFor(port);
      const { origin } = relay;
      const running = await front(deployment, { port, behind: relay.port, certificate });
      const args = [origin, '--ca', deployment.ca];
      const doctor = await runRelay({ args: ['doctor', ...args] });
      expect(doctor.output).toContain('\nNothing is wrong, and 1 warning.\n');
      expect(doctor.output).toContain('[TURN_NONE]');
      const verified = await runRelay({ args: ['verify', ...args] });
      expect(verified.output).not.toContain('DIFFERS');
      expect(verified.code).toBe(0);

      // The doctor came from this machine as well, and may be remembered as one address.
      const ca = await readFile(deployment.ca, 'utf8');
      const before = await gauge(relay, 'alcove_addresses');
      expect(before).toBe(1);
      for (const told of ['198.51.100.1', '198.51.100.2', '198.51.100.3, 127.0.0.1']) {
        const options = { ca, localAddress: '127.0.0.2', address: told };
        await RelayPeer.connect({ origin, url: origin }, options);
      }
      expect(await gauge(relay, 'alcove_addresses')).toBe(2);

      await relay.stop();
      expect(await statusOf(origin, ca, '/?a-visitor')).toBe(502);
      const files = (await readdir(deployment.folder)).filter((file) => file.endsWith('.log'));
      const logs = files.map((file) => readFile(join(deployment.folder, file), 'utf8'));
      const written = [running.said(), ...(await Promise.all(logs))].join('\n');
      await running.stop();
      expect(written).not.toContain('a-visitor');
      expect(written).not.toContain('127.0.0.2');
    });
  });
});

test.skipIf(lacks('the recipe for coturn', 'openssl', 'turnserver'))(
  'coturn, as its recipe has it, takes what the relay gives, and writes nothing down',
  async () => {
    const [port, tlsPort] = [await freePort(), await freePort()];
    const coturn = await coturnOfRecipe(deployment, { port, tlsPort, secret: SECRET, certificate });
    const own = await freePort();
    const relay = await startRelay({
      port: own,
      env: {
        ORIGIN: `https://localhost:${own}`,
        TLS_CERT: certificate.cert,
        TLS_KEY: certificate.key,
        TURN_SECRET: SECRET,
        TURN_URLS: `turn:localhost:${port} turn:localhost:${port}?transport=tcp turns:localhost:${tlsPort}`,
      },
    });
    const args = ['doctor', relay.origin, '--ca', deployment.ca];
    const { output } = await runRelay({ args });
    expect(output.match(/^good .*takes the relay’s credentials/gm)).toHaveLength(3);
    expect(output).toContain('\nNothing is wrong.\n');
    expect((await openFiles(coturn.pid)).filter((file) => file.endsWith('.log'))).toEqual([]);
    expect(coturn.said()).not.toContain('Bad configuration');
    expect(coturn.said()).not.toContain('remote 127.0.0.1');
    await Promise.all([relay.stop(), coturn.stop()]);
  },
);
