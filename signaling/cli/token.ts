import { SETTINGS } from '../server/settings.ts';
import type { Io } from './io.ts';
import { settingsFrom } from './setting-sources.ts';
import { addToken, listTokens, revokeToken } from './token-file.ts';

const NOT_UNDERSTOOD = 2;

export const help = `alcove token add NAME | list | revoke NAME  [--tokens FILE] [--config FILE]

Who may open rooms on a relay that others reach. A host enters their token once in their browser; guests
need none. The relay knows the public key of each token, never the token.

  add NAME
    makes a token and shows it, this once; the name is for you to tell them apart
  list
    the names, and the day each was made
  revoke NAME
    the token opens no more rooms; conversations that go on are not cut

  --tokens FILE
    where they stand (${SETTINGS.tokens.otherwise}); the relay's own TOKENS, or that of --config FILE

A running relay takes a change over within seconds.
`;

/** Throws PlainError, or what parseArgs throws. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const flags = args.findIndex((word) => word.startsWith('-'));
  const words = flags === -1 ? args : args.slice(0, flags);
  const { tokens: path } = settingsFrom(args.slice(words.length), io);
  const [verb, name = '', ...more] = words;
  if (verb === 'list' && words.length === 1) {
    const tokens = await listTokens(path);
    for (const token of tokens) io.out(`${token.made}  ${token.name}\n`);
    if (tokens.length === 0) io.err(`There is no token in ${path}.\n`);
    return 0;
  }
  if (verb === 'add' && name !== '' && more.length === 0) {
    const token = await addToken(path, name);
    io.out(`${token}\n`);
    io.err(
      `This is the token of ${name}, shown this once: they enter it when they start a session.\n`,
    );
    return 0;
  }
  if (verb === 'revoke' && name !== '' && more.length === 0) {
    await revokeToken(path, name);
    io.err(`The token of ${name} opens no more rooms.\n`);
    return 0;
  }
  io.err('alcove token wants add NAME, list, or revoke NAME; alcove token --help says more.\n');
  return NOT_UNDERSTOOD;
}
