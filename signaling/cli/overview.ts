import type { Command } from './command.ts';
import { settingsHelp } from './settings-help.ts';

/** The answer to `alcove --help`. */
export function overview(commands: readonly [Command, ...Command[]]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const list = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}\n`);
  return `Alcove: a private room for talking

alcove [COMMAND] [OPTIONS]

${list.join('')}
Without a command it is ${commands[0].name}. alcove COMMAND --help says more of each.

${settingsHelp()}`;
}
