import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { PlainError } from '../../server/plain-error.ts';
import { fileNameOf, SETTINGS, type Setting } from '../../server/settings.ts';

/** A file that others than the relay must not read. */
export interface FileFacts {
  readonly path: string;
  /** The settings that make it one. */
  readonly setting: string;
  /** Permission bits; undefined when it is not there. */
  readonly mode: number | undefined;
}

const SECRETS: readonly string[] = Object.values(SETTINGS)
  .filter((setting: Setting<unknown>) => setting.kind.secret)
  .map(({ name }) => name);
const SECRET_FILES: ReadonlySet<string> = new Set(SECRETS.map(fileNameOf));
const KEY_FILE = /(^|_)KEY(_FILE)?$/;

export interface SettingsFile {
  readonly files: readonly FileFacts[];
  /** The secret that the TURN server has, too, if it can be read. */
  readonly turnSecret: string | undefined;
}

/** Reads a file of settings and looks at the files it names. Throws PlainError when it is not there. */
export async function probeFiles(config: string): Promise<SettingsFile> {
  const text = await readFile(config, 'utf8').catch(() => {
    throw new PlainError(`--config names a file that cannot be read: ${config}.`);
  });
  const values = Object.entries(parseEnv(text)).map(
    ([name, value]) => [name, value ?? ''] as const,
  );
  const within = values.filter(([name, value]) => SECRETS.includes(name) && value !== '');
  const named = values.filter(
    ([name, value]) => value !== '' && (SECRET_FILES.has(name) || KEY_FILE.test(name)),
  );
  const files = [
    ...within.map(([name]) => ({ path: config, setting: name })),
    ...named.map(([name, path]) => ({ path: resolve(path), setting: name })),
  ];
  const secretOf = (name: string) => values.find(([one]) => one === name)?.[1] ?? '';
  const secretFile = secretOf(fileNameOf(SETTINGS.turnSecret.name));
  const secret =
    secretFile === ''
      ? secretOf(SETTINGS.turnSecret.name)
      : (await readFile(secretFile, 'utf8').catch(() => '')).trimEnd();
  return {
    files: await Promise.all(
      files.map(async (file) => ({
        ...file,
        mode: await stat(file.path).then(
          ({ mode }) => mode & 0o777,
          () => undefined,
        ),
      })),
    ),
    turnSecret: secret === '' ? undefined : secret,
  };
}
