import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsFrom } from '../../../signaling/cli/setting-sources.ts';
import { lacks } from '../../support/installed.ts';

const recipe = (name: string) =>
  fileURLToPath(new URL(`../../../signaling/deploy/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-deploy-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the settings of the recipe are ones that the relay takes', () => {
  const args = ['--config', recipe('alcove.env')];
  const config = settingsFrom(args, {
    env: {},
    terminal: false,
    out: () => undefined,
    err: () => undefined,
  });
  expect(config).toMatchObject({ origin: 'https://alcove.example', trustProxy: 1 });
});

test.skipIf(lacks('the systemd unit', 'systemd-analyze'))(
  'the systemd unit is sound, and shut tight',
  async () => {
    // The program itself is not installed here.
    const unit = (await readFile(recipe('alcove.service'), 'utf8')).replace(
      /^ExecStart=.*$/m,
      'ExecStart=/bin/true',
    );
    const file = join(folder, 'alcove.service');
    await writeFile(file, unit);
    const verified = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    expect(verified.stderr.split('\n').filter((line) => line.includes('alcove.service'))).toEqual(
      [],
    );
    const security = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=20', '--no-pager', file],
      { encoding: 'utf8' },
    );
    expect(security.status, security.stdout + security.stderr).toBe(0);
  },
);

test('the systemd unit refuses Node a call that it does not list, and kills nobody for it', async () => {
  // By default systemd kills: pkey_alloc, which V8 tries where the processor has it, ended Node at its start.
  const unit = await readFile(recipe('alcove.service'), 'utf8');
  expect(unit).toMatch(/^SystemCallErrorNumber=EPERM$/m);
  expect(unit).toMatch(/^SystemCallFilter=@system-service @pkey$/m);
});

test.skipIf(lacks('the Caddyfile', 'caddy'))('the Caddyfile is one', () => {
  execFileSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', recipe('Caddyfile')], {
    stdio: 'ignore',
    env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
  });
});
