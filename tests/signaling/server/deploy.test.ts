import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsFrom } from '../../../signaling/cli/setting-sources.ts';
import { quietIo } from '../../support/command-line.ts';
import { lacks } from '../../support/installed.ts';
import { recipe } from '../../support/recipes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-deploy-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the settings of the recipe are ones that the relay takes', () => {
  const args = ['--config', recipe('alcove.env')];
  const config = settingsFrom(args, quietIo());
  expect(config).toMatchObject({ origin: 'https://alcove.example', trustProxy: 1 });
});

describe.skipIf(lacks('the systemd units', 'systemd-analyze'))('by systemd', () => {
  /** A copy of a unit, with what it starts replaced: the program itself is not installed here. */
  const copied = async (name: string, to = name) => {
    const text = await readFile(recipe(name), 'utf8');
    const file = join(folder, to);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text.replace(/^ExecStart=\/usr\/bin\/node.*$/m, 'ExecStart=/bin/true'));
    return file;
  };
  const analyze = (...args: string[]) => spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  const complaints = (files: readonly string[]) =>
    analyze('verify', ...files)
      .stderr.split('\n')
      .filter((line) => line.includes(folder) || /alcove|turn-certificate/.test(line));

  test('the relay is sound, and shut tight', async () => {
    const file = await copied('alcove.service');
    expect(complaints([file])).toEqual([]);
    const flags = ['--offline=true', '--threshold=20', '--no-pager'];
    const security = analyze('security', ...flags, file);
    expect(security.status, security.stdout + security.stderr).toBe(0);
  });

  test('the relay with https of its own is sound', async () => {
    await copied('own-https.conf', 'own/alcove.service.d/own-https.conf');
    const file = await copied('alcove.service', 'own/alcove.service');
    expect(complaints([file])).toEqual([]);
  });

  test('what gives coturn its certificate is sound', async () => {
    const files = [
      await copied('turn-certificate.service'),
      await copied('turn-certificate.timer'),
    ];
    expect(complaints(files)).toEqual([]);
  });
});

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
