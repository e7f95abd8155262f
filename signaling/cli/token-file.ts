import { createHash, createPrivateKey, createPublicKey, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeToken, SEED_LENGTH } from '../protocol/token.ts';
import { PlainError } from '../server/plain-error.ts';
import { readTokens, TOKEN_NAME, writeTokens, type KnownToken } from '../server/token-list.ts';

/** What stands ahead of a seed in PKCS #8 (RFC 8410). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
/** Nothing in the file is secret, and the relay may run as another user. */
const MODE = 0o644;

export function sha512(input: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha512').update(input).digest());
}

/** The Ed25519 key of a token's seed. */
export function tokenKey(seed: Uint8Array): ReturnType<typeof createPrivateKey> {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}

/** Empty where there is no file. Throws PlainError for a file that is none of ours. */
export async function listTokens(path: string): Promise<KnownToken[]> {
  try {
    return readTokens(await readFile(path, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    if (error instanceof PlainError) throw error;
    throw new PlainError(`The file of tokens cannot be read: ${path}.`);
  }
}

/**
 * Makes a token, and writes its public key and name into the file. Resolves to the token, which is kept
 * nowhere. Throws PlainError.
 */
export async function addToken(path: string, name: string): Promise<string> {
  if (!TOKEN_NAME.test(name)) {
    throw new PlainError(
      'A token needs a name of up to 40 letters, digits, or . _ @ + - without a space.',
    );
  }
  const seed = randomBytes(SEED_LENGTH);
  const key = createPublicKey(tokenKey(seed)).export({ format: 'jwk' }).x ?? '';
  const made = new Date().toISOString().slice(0, 10);
  await changeTokens(path, (tokens) => {
    if (tokens.some((token) => token.name === name)) {
      throw new PlainError(`There is a token by the name of ${name}; choose another name.`);
    }
    return [...tokens, { name, key, made }];
  });
  const text = encodeToken(seed, sha512);
  seed.fill(0);
  return text;
}

/** Throws PlainError where there is none by this name. */
export async function revokeToken(path: string, name: string): Promise<void> {
  await changeTokens(path, (tokens) => {
    const others = tokens.filter((token) => token.name !== name);
    if (others.length < tokens.length) return others;
    throw new PlainError(`There is no token by the name of ${name} in ${path}.`);
  });
}

/** One change at a time, and either all of it or nothing. */
async function changeTokens(
  path: string,
  change: (tokens: KnownToken[]) => KnownToken[],
): Promise<void> {
  const fresh = `${path}.new`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(fresh, 'wx');
    try {
      await file.writeFile(writeTokens(change(await listTokens(path))));
      const before = await stat(path).catch(() => undefined);
      // Whatever a root's umask says: the relay may be another user.
      await file.chmod(before?.mode ?? MODE);
      await file.sync();
      await rename(fresh, path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof PlainError) throw error;
    if (codeOf(error) === 'EEXIST') {
      throw new PlainError(
        `Another alcove token is at work, or one was cut off: if none is, remove ${fresh}.`,
      );
    }
    throw new PlainError(`The file of tokens cannot be written: ${path}.`);
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
