import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../support/deployment.ts';
import { runRelay, startRelay } from '../../support/relay-process.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let folder: string;
let installed: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-package-'));
  const pack = ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  installed = join(folder, 'node_modules/alcove');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(folder, stdout.trim()), '-C', installed, '--strip-components=1']);
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('the package runs by itself in an empty folder: it brings what it needs, and no more', async () => {
  const manifest = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    scripts: Record<string, string>;
  };
  expect(Object.keys(manifest.dependencies).sort()).toEqual(['@redis/client', 'prom-client', 'ws']);
  for (const script of ['preinstall', 'install', 'postinstall']) {
    expect(manifest.scripts).not.toHaveProperty(script);
  }
  // Those, and what they need.
  expect((await readdir(join(installed, 'node_modules'))).sort()).toEqual([
    '@opentelemetry',
    '@redis',
    'bintrees',
    'prom-client',
    'tdigest',
    'ws',
  ]);
  const relay = await startRelay({
    main: join(installed, 'dist/server/alcove.js'),
    env: { METRICS_PORT: '0' },
  });
  for (const path of ['/', '/j']) {
    const page = await (await fetch(relay.url + path)).text();
    const [, script = ''] = /"(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    expect((await fetch(relay.url + script)).status).toBe(200);
  }
  // With the manifest that came along.
  const verified = await runRelay({
    main: join(installed, 'dist/server/alcove.js'),
    args: ['verify', relay.origin],
  });
  expect(verified.output).toContain(`Compared with ${join(installed, 'dist/release.txt')}, `);
  expect(verified.output).toContain('Nobody signed it: ');
  expect(verified.code).toBe(0);
  // As on a therapist's own computer, for sessions at the other.
  const main = join(installed, 'dist/server/alcove.js');
  const args = ['--local', '--relay', relay.origin];
  const local = await startRelay({ main, args, port: await freePort() });
  expect((await fetch(`${local.url}/`)).status).toBe(200);
  expect(await (await fetch(`${local.url}/about`)).json()).toMatchObject({ relay: relay.origin });
  expect(await local.stop()).toBe(0);
  expect(await relay.stop()).toBe(0);
});

test('the package carries the recipes and what there is to read', async () => {
  const { stdout } = await run('find', ['.', '-type', 'f'], { cwd: installed });
  const files = stdout.trim().split('\n');
  for (const file of [
    './README.md',
    './SECURITY.md',
    './LICENSE',
    './crypto/PROTOCOL.md',
    './signaling/PROTOCOL.md',
    './dist/release.txt',
    './signaling/deploy/alcove.service',
    './signaling/deploy/Caddyfile',
    './signaling/deploy/own-https.conf',
    './signaling/deploy/turn-certificate.service',
    './signaling/deploy/turn-certificate.timer',
  ]) {
    expect(files).toContain(file);
  }
  const own = files.filter((file) => !file.startsWith('./node_modules/'));
  expect(own.filter((file) => /\.ts$|\.vite|tests\//.test(file))).toEqual([]);
});
