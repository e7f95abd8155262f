import { readFile } from 'node:fs/promises';
import { webOrigin } from '../server/kinds.ts';
import { PlainError } from '../server/plain-error.ts';

/** The one address that a command looks at. Throws PlainError. */
export function oneOrigin(command: string, words: readonly string[]): string {
  const [word = ''] = words;
  const origin = words.length === 1 ? webOrigin.read(word) : undefined;
  if (origin !== undefined) return origin;
  throw new PlainError(
    `alcove ${command} needs one address like https://alcove.example, without a path.`,
  );
}

/** What `--ca` names, PEM. Throws PlainError. */
export async function certificatesOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new PlainError(`--ca names a file without certificates: ${path}.`);
}
