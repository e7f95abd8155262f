import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settingsFrom } from '../../../signaling/cli/setting-sources.ts';
import { quietIo } from '../../support/command-line.ts';
import { SETTINGS, type Setting } from '../../../signaling/server/settings.ts';
import { RelayPeer } from '../../support/relay-peer.ts';
import { runRelay, startRelay } from '../../support/relay-process.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-settings-'));
});
afterAll(() => rm(folder, { recursive: true }));

const written = async (text: string) => {
  const path = join(folder, 'alcove.env');
  await writeFile(path, text);
  return path;
};
const settings = (args: readonly string[], env: Record<string, string> = {}) =>
  settingsFrom(args, quietIo(env));

test('a flag holds before the environment, that before the file, and that before the default', async () => {
  const file = await written('# ours\nPORT=1\nHOST="::1"\nTRUST_PROXY=3\n');
  const { port, host, trustProxy, origin } = settings(['--config', file, '--port=3'], {
    PORT: '2',
    HOST: '127.0.0.1',
  });
  expect({ port, host, trustProxy, origin }).toEqual({
    port: 3,
    host: '127.0.0.1',
    trustProxy: 3,
    origin: undefined,
  });
});

test('what is wrong in a file is named as it stands there', async () => {
  const file = await written('PORT=http\n');
  expect(() => settings(['--config', file])).toThrow(
    `PORT in ${file} must be a whole number from 0 to 65535, and it is "http".`,
  );
  await written('PROT=1\nORIGINS=x\nPORT=1\n');
  expect(() => settings(['--config', file])).toThrow(
    `${file} has ORIGINS, PROT, which Alcove does not know; alcove --help lists what there is.`,
  );
  expect(() => settings(['--config', '/nowhere'])).toThrow(
    '--config names a file that cannot be read: /nowhere.',
  );
});

test('every setting is in --help, and a secret has no flag', async () => {
  const { output } = await runRelay({ args: ['--help'] });
  const all: readonly Setting<unknown>[] = Object.values(SETTINGS);
  for (const { name, sentence } of all) {
    expect(output).toContain(` ${name}`);
    expect(output).toContain(sentence);
  }
  expect(output).toContain('--port, PORT (8787)');
  expect(output).toContain('--turn-secret-file, TURN_SECRET or TURN_SECRET_FILE');
  expect(output).toContain('--local, LOCAL=yes');
  expect(() => settings(['--turn-secret', 'sixteen characters'])).toThrow(/--turn-secret/);
});

test('--local stands alone, and what is wrong with it is named as it was written', () => {
  const relay = ['--relay', 'wss://alcove.example'];
  expect(settings(['--local', ...relay])).toMatchObject({
    local: true,
    relay: 'https://alcove.example',
    port: 8786,
  });
  expect(() => settings(['--local'])).toThrow(/^--local needs RELAY/);
  expect(() => settings(['--local', ...relay, '--host', '::'])).toThrow(
    /^--host is for a relay, and with --local none runs here/,
  );
  expect(() => settings(['--local=yes', ...relay])).toThrow(/--local/);
});

test('a secret is in nothing that is printed', async () => {
  const secret = 'a-secret-of-some-length';
  const relay = await startRelay({ env: { TURN_SECRET: secret } });
  await relay.stop();
  expect(relay.output()).not.toContain(secret);
  const bad = await runRelay({ env: { TURN_SECRET: secret, TURN_URLS: 'turn:x.example' } });
  expect(bad.code).toBe(1);
  expect(bad.output).not.toContain(secret);
});

test('pages of ALLOW_ORIGINS may open the socket, and those of no other origin', async () => {
  const env = { ALLOW_ORIGINS: 'http://localhost:1234, https://mine.example' };
  const relay = await startRelay({ env });
  for (const origin of ['http://localhost:1234', 'https://mine.example']) {
    await (await RelayPeer.connect(relay, { origin })).leave();
  }
  for (const origin of ['http://localhost:12345', 'https://mine.example.org', 'null', '']) {
    await expect(RelayPeer.connect(relay, { origin }), origin).rejects.toThrow('403');
  }
  await relay.stop();
});
