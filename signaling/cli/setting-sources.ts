import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import { environment, readConfig, type Source } from '../server/config.ts';
import { PlainError } from '../server/plain-error.ts';
import { fileNameOf, flagOf, SETTINGS, type Config, type Setting } from '../server/settings.ts';
import type { Io } from './io.ts';

const ALL: readonly Setting<unknown>[] = Object.values(SETTINGS);
const CONFIG = 'config';

/** Every name that a file may have; what else is in one is a slip of the pen. */
const NAMES: ReadonlySet<string> = new Set(
  ALL.flatMap(({ name, kind }) => (kind.secret ? [name, fileNameOf(name)] : [name])),
);

/**
 * Flags, then the environment, then the file that `--config` names. Can be asked again: the file is
 * read anew. Throws PlainError, or parseArgs' own error for a flag that does not exist.
 */
export function settingsFrom(args: readonly string[], { env }: Io): Config {
  const options: Record<string, { type: 'string' | 'boolean' }> = { [CONFIG]: { type: 'string' } };
  for (const setting of ALL) {
    options[flagOf(setting)] = { type: setting.kind.alone ? 'boolean' : 'string' };
  }
  const { values } = parseArgs({ args: [...args], options });
  const text = (flag: string) => {
    const value = values[flag];
    return value === true ? 'yes' : typeof value === 'string' ? value : undefined;
  };
  const flags: Source = {
    values: Object.fromEntries(
      ALL.map((setting) => [
        setting.kind.secret ? fileNameOf(setting.name) : setting.name,
        text(flagOf(setting)),
      ]),
    ),
    as: (name) => `--${name.toLowerCase().replaceAll('_', '-')}`,
  };
  const path = text(CONFIG);
  return readConfig(
    [flags, environment(env), ...(path === undefined ? [] : [settingsFile(path)])],
    (name) => readFileSync(name, 'utf8'),
  );
}

/** KEY=VALUE lines, as systemd's EnvironmentFile has them. */
function settingsFile(path: string): Source {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new PlainError(`--${CONFIG} names a file that cannot be read: ${path}.`);
  }
  const values = Object.fromEntries(Object.entries(parseEnv(text)));
  const unknown = Object.keys(values).filter((name) => !NAMES.has(name));
  if (unknown.length > 0) {
    throw new PlainError(
      `${path} has ${unknown.join(', ')}, which Alcove does not know; alcove --help lists what there is.`,
    );
  }
  return { values, as: (name) => `${name} in ${path}` };
}
