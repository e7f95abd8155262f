import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test as anywhere } from 'vitest';
import type { Finding } from '../../../signaling/cli/doctor/finding.ts';
import { Deployment, freePort, type Certificate } from '../../support/deployment.ts';
import { lacks } from '../../support/installed.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';

const SECRET = 'what relay and coturn share';

const test = anywhere.skipIf(lacks('the doctor behind Caddy', 'openssl', 'caddy', 'turnserver'));

let deployment: Deployment;
let good: Certificate;
let expired: Certificate;
let port: number;
let turnPort: number;
let turnTlsPort: number;
let expiredTlsPort: number;
let closedPort: number;
let relay: RelayProcess;
const relays: RelayProcess[] = [];

const turnUrls = (plain: number, tls: number) =>
  [
    `turn:localhost:${plain}`,
    `turn:localhost:${plain}?transport=tcp`,
    `turns:localhost:${tls}`,
  ].join(' ');

const start = async (env: Record<string, string> = {}) => {
  const one = await startRelay({
    env: {
      ORIGIN: `https://localhost:${port}`,
      TRUST_PROXY: '1',
      TURN_SECRET: SECRET,
      TURN_URLS: turnUrls(turnPort, turnTlsPort),
      ...env,
    },
  });
  relays.push(one);
  return one;
};

beforeAll(async () => {
  deployment = await Deployment.create();
  good = await deployment.certificate({});
  expired = await deployment.certificate({ days: -3 });
  [port, turnPort, turnTlsPort, expiredTlsPort, closedPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const secret = SECRET;
  await Promise.all([
    deployment.coturn({ port: turnPort, tlsPort: turnTlsPort, secret, certificate: good }),
    deployment.coturn({
      port: await freePort(),
      tlsPort: expiredTlsPort,
      secret,
      certificate: expired,
    }),
  ]);
  relay = await start();
}, 60_000);

afterAll(async () => {
  await Promise.all(relays.map((one) => one.stop()));
  await deployment.remove();
});

interface Scene {
  readonly certificate?: Certificate;
  readonly relay?: RelayProcess;
  /** More of the site. */
  readonly site?: string;
  /** More of what passes on to the relay. */
  readonly proxy?: string;
  readonly args?: readonly string[];
}

/** Puts Caddy in front of a relay, and asks the doctor. */
async function doctor(scene: Scene = {}) {
  const { certificate = good, site = '', proxy = '', args = [] } = scene;
  const behind = (scene.relay ?? relay).port;
  const caddy = await deployment.caddy(
    port,
    certificate,
    `${site}\n reverse_proxy localhost:${behind} {\n ${proxy}\n }`,
  );
  const { code, output } = await runRelay({
    args: ['doctor', `https://localhost:${port}`, '--ca', deployment.ca, '--json', ...args],
  });
  await caddy.stop();
  const { ok, findings } = JSON.parse(output) as { ok: boolean; findings: Finding[] };
  expect(ok).toBe(code === 0);
  const faults = findings.filter(({ level }) => level === 'wrong' || level === 'warning');
  for (const { remedy } of faults) expect(remedy).toMatch(/\.$/);
  return { code, faults: faults.map((one) => one.code), findings };
}

test('nothing is wrong with a deployment as the README has it', async () => {
  const { code, faults, findings } = await doctor();
  expect(faults).toEqual([]);
  expect(code).toBe(0);
  expect(findings.map((one) => `${one.level} ${one.code}`)).toEqual([
    'good NAME',
    'good TLS',
    'good PAGES',
    'good VERSION',
    'good HEADERS',
    'good CLOCK',
    'good SOCKET',
    'good ORIGIN',
    'good ROOM',
    'good TURN',
    'good TURN',
    'good TURN',
  ]);
  for (const { sentence } of findings.slice(-3))
    expect(sentence).toMatch(/, none that were changed\.$/);
});

test('an expired certificate', async () => {
  expect(await doctor({ certificate: expired })).toMatchObject({
    code: 1,
    faults: ['TLS_EXPIRED'],
  });
});

test('a certificate that expires soon is a warning', async () => {
  const certificate = await deployment.certificate({ days: 13 });
  expect(await doctor({ certificate })).toMatchObject({ code: 0, faults: ['TLS_EXPIRES_SOON'] });
});

test('a certificate for another name', async () => {
  const certificate = await deployment.certificate({ name: 'other.example' });
  expect(await doctor({ certificate })).toMatchObject({ code: 1, faults: ['TLS_NAME'] });
});

test('a missing header', async () => {
  const { code, faults, findings } = await doctor({ site: 'header -X-Content-Type-Options' });
  expect({ code, faults }).toEqual({ code: 1, faults: ['HEADER_MISSING'] });
  expect(findings.find((one) => one.code === 'HEADER_MISSING')?.sentence).toMatch(
    /^X-Content-Type-Options is missing at \/, \/j, \/empty, \/healthz/,
  );
});

test('a changed policy, with what is different', async () => {
  const { faults, findings } = await doctor({
    proxy: `header_down Content-Security-Policy "'self' blob:" "'self' blob: https://ads.example"`,
  });
  expect(faults).toEqual(['HEADER_CHANGED']);
  expect(findings.find((one) => one.code === 'HEADER_CHANGED')?.sentence).toContain(
    'https://ads.example',
  );
});

test('a TURN server with another secret', async () => {
  const other = await start({ TURN_SECRET: 'what coturn does not have' });
  const { code, faults } = await doctor({ relay: other });
  expect({ code, faults: [...new Set(faults)] }).toEqual({
    code: 1,
    faults: ['TURN_SECRET_DIFFERS'],
  });
});

test('a TURN port that is closed, for UDP and TCP', async () => {
  const other = await start({ TURN_URLS: turnUrls(closedPort, turnTlsPort) });
  const { code, faults } = await doctor({ relay: other });
  expect({ code, faults }).toEqual({ code: 1, faults: ['TURN_UNANSWERED', 'TURN_UNANSWERED'] });
});

test('a TURN port for TLS that is closed, and one with an expired certificate', async () => {
  const closed = await start({ TURN_URLS: turnUrls(turnPort, closedPort) });
  expect(await doctor({ relay: closed })).toMatchObject({ code: 1, faults: ['TURN_UNANSWERED'] });
  const old = await start({ TURN_URLS: turnUrls(turnPort, expiredTlsPort) });
  expect(await doctor({ relay: old })).toMatchObject({ code: 1, faults: ['TURN_TLS_FAILED'] });
});

test('no TURN server is a warning', async () => {
  const bare = await start({ TURN_SECRET: '', TURN_URLS: '' });
  expect(await doctor({ relay: bare })).toMatchObject({ code: 0, faults: ['TURN_NONE'] });
});

test('a WebSocket that is not passed on', async () => {
  expect(await doctor({ site: 'respond /signal 404' })).toMatchObject({
    code: 1,
    faults: ['SOCKET_FAILED'],
  });
});

test('a relay that takes itself for another', async () => {
  const other = await start({
    ORIGIN: 'https://other.example',
    TURN_URLS: 'turn:other.example',
  });
  expect(await doctor({ relay: other })).toMatchObject({ code: 1, faults: ['ORIGIN_WRONG'] });
});

test('a proxy that gives everybody the right Origin', async () => {
  const proxy = `header_up Origin https://localhost:${port}`;
  expect(await doctor({ proxy })).toMatchObject({ code: 1, faults: ['ORIGIN_UNCHECKED'] });
});

test('a wrong clock', async () => {
  const date = new Date(Date.now() - 90_000).toUTCString();
  expect(await doctor({ proxy: `header_down Date "${date}"` })).toMatchObject({
    code: 1,
    faults: ['CLOCK_WRONG'],
  });
});

test('pages of another version are a warning', async () => {
  const site = `handle /j {\n header Content-Type text/html\n respond "others"\n }`;
  const { faults } = await doctor({ site });
  expect(faults).toContain('PAGES_DIFFER');
});

test('on the server, files that anybody may read', async () => {
  const secretFile = join(deployment.folder, 'turn-secret');
  const config = join(deployment.folder, 'alcove.env');
  await writeFile(secretFile, `${SECRET}\n`, { mode: 0o600 });
  await writeFile(config, `TURN_SECRET_FILE=${secretFile}\nTLS_KEY=${good.key}\n`);
  await chmod(good.key, 0o640);
  const args = ['--config', config];
  const closed = await doctor({ args });
  expect(closed).toMatchObject({ code: 0, faults: [] });
  expect(closed.findings.at(-1)?.code).toBe('FILES');
  // With the secret these were truly over.
  expect(closed.findings.filter((one) => /none that are over/.test(one.sentence))).toHaveLength(3);
  await chmod(good.key, 0o644);
  expect(await doctor({ args })).toMatchObject({ code: 1, faults: ['FILE_READABLE'] });
});
