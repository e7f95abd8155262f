import { expect, test } from 'vitest';
import { runRelay } from '../../support/relay-process.ts';

const alcove = (...args: string[]) => runRelay({ args });

test('alcove --help lists every command', async () => {
  const { code, output } = await alcove('--help');
  expect(code).toBe(0);
  expect(output).toMatch(/^ {2}serve +runs the relay and its pages$/m);
  expect(await alcove('-h')).toEqual({ code, output });
});

test('a command says what it does', async () => {
  const { code, output } = await alcove('serve', '--help');
  expect(code).toBe(0);
  expect(output).toMatch(/^alcove serve \[--config FILE\]/);
});

test.each([
  [['frobnicate'], 'Alcove has no command "frobnicate"; alcove --help lists them.\n'],
  [['--frobnicate'], "Unknown option '--frobnicate'; alcove --help says what there is.\n"],
  [['serve', '-x'], "Unknown option '-x'; alcove --help says what there is.\n"],
])('%j ends with a sentence and 2', async (args, output) => {
  expect(await alcove(...args)).toEqual({ code: 2, output });
});
