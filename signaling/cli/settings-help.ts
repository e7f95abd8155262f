import { fileNameOf, flagOf, SETTINGS, type Setting } from '../server/settings.ts';

const INDENT = '    ';

/** Every setting with its flag, its name in the environment, its default and what it is. */
export function settingsHelp(): string {
  const all: readonly Setting<unknown>[] = Object.values(SETTINGS);
  return `Settings, each as a flag, in the environment, or as a line NAME=VALUE of the file that --config
names; the first of these that has it holds:

${all.map(paragraph).join('')}`;
}

function paragraph(setting: Setting<unknown>): string {
  const { name, kind, sentence, otherwise } = setting;
  const names = kind.secret ? `${name} or ${fileNameOf(name)}` : kind.alone ? `${name}=yes` : name;
  const standard =
    typeof otherwise === 'string' || typeof otherwise === 'number' ? ` (${otherwise})` : '';
  return `  --${flagOf(setting)}, ${names}${standard}\n${INDENT}${sentence}\n`;
}
