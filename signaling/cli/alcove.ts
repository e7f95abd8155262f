#!/usr/bin/env node
import { describeFailure } from '../server/failure.ts';
import { PlainError } from '../server/plain-error.ts';
import { COMMANDS } from './commands.ts';
import type { Io } from './io.ts';
import { overview } from './overview.ts';

const NOT_DONE = 1;
const NOT_UNDERSTOOD = 2;

/** Runs what the words of a command line ask for. Resolves to the exit code. */
async function main(words: readonly string[], io: Io): Promise<number> {
  const [first = '', ...rest] = words;
  if (first === '--help' || first === '-h' || first === 'help') {
    io.out(overview(COMMANDS));
    return 0;
  }
  const named = COMMANDS.find(({ name }) => name === first);
  if (!named && first !== '' && !first.startsWith('-')) {
    io.err(`Alcove has no command ${JSON.stringify(first)}; alcove --help lists them.\n`);
    return NOT_UNDERSTOOD;
  }
  const command = await (named ?? COMMANDS[0]).load();
  const args = named ? rest : words;
  if (args.includes('--help') || args.includes('-h')) {
    io.out(command.help);
    return 0;
  }
  return command.run(args, io);
}

/** A sentence where one helps, else where in our code it happened. */
function tell(error: unknown, io: Io): number {
  if (error instanceof PlainError) {
    io.err(`${error.message}\n`);
    return NOT_DONE;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Error && code.startsWith('ERR_PARSE_ARGS_')) {
    io.err(`${error.message.split('. ')[0] ?? ''}; alcove --help says what there is.\n`);
    return NOT_UNDERSTOOD;
  }
  io.err(`${describeFailure(error)}\n`);
  return NOT_DONE;
}

const io: Io = {
  env: process.env,
  terminal: process.stdout.isTTY,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

process.on('uncaughtException', (error) => {
  process.exit(tell(error, io));
});

// Not awaited: the files of commands may import what the build put into this one.
void main(process.argv.slice(2), io)
  .catch((error: unknown) => tell(error, io))
  .then((code) => {
    // Whatever a command left open ends here, once both streams have taken what was said.
    process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
  });
