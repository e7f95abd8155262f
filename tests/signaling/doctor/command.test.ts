import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../../signaling/cli/doctor.ts';
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
  [['https://a.example', '--config', '/nowhere'], '--config names a file that cannot be read'],
])('%j could not be run: 2', async (args, sentence) => {
  let said = '';
  const io = {
    env: {},
    terminal: false,
    out: () => undefined,
    err: (text: string) => void (said += text),
  };
  expect(await run(args, io)).toBe(2);
  expect(said).toContain(sentence);
});
