import { KEY_LENGTH } from '../protocol/sizes.ts';
import { PlainError } from './plain-error.ts';

/** A token as the relay knows it: it never has the token itself. */
export interface KnownToken {
  /** By which people tell it from others. */
  readonly name: string;
  /** Its public key, base64url. */
  readonly key: string;
  /** The day it was made, like 2026-01-31. */
  readonly made: string;
}

export const TOKEN_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,39}$/u;
const KEY = /^[\w-]{43}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const HEAD = `# Who may open rooms here: a name, a public key and a day in each line. Nothing in it is secret.
# alcove token add NAME makes one, alcove token revoke NAME ends it.
`;

/** Throws PlainError that names the first line which is none of ours. */
export function readTokens(text: string): KnownToken[] {
  const tokens: KnownToken[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const token = readToken(line.trim().split(/\s+/));
    if (!token) throw new PlainError(`Line ${index + 1} of the file of tokens is none.`);
    if (tokens.some(({ name }) => name === token.name)) {
      throw new PlainError(`The file of tokens has two by the name of ${token.name}.`);
    }
    tokens.push(token);
  }
  return tokens;
}

export function writeTokens(tokens: readonly KnownToken[]): string {
  return HEAD + tokens.map(({ name, key, made }) => `${name} ${key} ${made}\n`).join('');
}

function readToken([name = '', key = '', made = '', ...more]: string[]): KnownToken | undefined {
  const fits = TOKEN_NAME.test(name) && KEY.test(key) && DAY.test(made) && more.length === 0;
  return fits && Buffer.from(key, 'base64url').length === KEY_LENGTH
    ? { name, key, made }
    : undefined;
}
