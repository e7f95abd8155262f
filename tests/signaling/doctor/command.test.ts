import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../signaling/cli/doctor.ts';
import { addToken, revokeToken } from '../../../signaling/cli/token-file.ts';
import { runHere } from '../../support/command-line.ts';
import { freePort } from '../../support/deployment.ts';
import { runRelay, startRelay, type RelayProcess } from '../../support/relay-process.ts';

const doctor = (...args: string[]) => runRelay({ args: ['doctor', ...args] });

let relay: RelayProcess;

beforeAll(async () => {
  relay = await startRelay();
});

afterAll(async () => {
  await relay.stop();
});

test('a relay on this machine is looked at over http', async () => {
  const { code, output } = await doctor(relay.origin);
  expect(output).toMatch(/^good {5}The relay opens a room, as for any host\.$/m);
  expect(output).toMatch(/^WARNING {2}The relay has no TURN server\. \[TURN_NONE\]$/m);
  expect(output).toMatch(/\nNothing is wrong, and 1 warning\.\n$/);
  expect(code).toBe(0);
});

test('a relay that wants a token is looked at whole with one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alcove-doctor-'));
  const [file, tokens] = [join(folder, 'token'), join(folder, 'tokens')];
  await writeFile(file, `${await addToken(tokens, 'doctor')}\n`);
  const closed = await startRelay({ env: { OPEN: 'no', TOKENS: tokens } });
  const without = await doctor(closed.origin);
  expect(without.output).toContain('it wants a token (--token-file).');
  const { code, output } = await doctor(closed.origin, '--token-file', file);
  expect(output).toMatch(/^good {5}The relay opens a room, as for any host\.$/m);
  expect(code).toBe(0);
  await revokeToken(tokens, 'doctor');
  await closed.prints('0 are good');
  const revoked = await doctor(closed.origin, '--token-file', file);
  expect(revoked.output).toMatch(/^WRONG .*\[TOKEN_UNKNOWN\]$/m);
  expect(revoked.code).toBe(1);
  await closed.stop();
  await rm(folder, { recursive: true });
});

test('nobody there is something wrong', async () => {
  const { code, output } = await doctor(`https://localhost:${await freePort()}`);
  expect(output).toMatch(/^WRONG .*\[UNREACHABLE\]$/m);
  expect(code).toBe(1);
});

test.each([
  [[], 'alcove doctor needs one address'],
  [['alcove.example'], 'alcove doctor needs one address'],
  [['https://alcove.example/path'], 'alcove doctor needs one address'],
  [['https://a.example', 'https://b.example'], 'alcove doctor needs one address'],
  [['https://a.example', '--ca', '/nowhere'], '--ca names a file without certificates: /nowhere.'],
  [['https://a.example', '--token-file', '/nowhere'], '--token-file names a file without a token'],
  [['https://a.example', '--config', '/nowhere'], '--config names a file that cannot be read'],
])('%j could not be run: 2', async (args, sentence) => {
  const { code, said } = await runHere(run, args);
  expect(code).toBe(2);
  expect(said).toContain(sentence);
});
