import { readFile } from 'node:fs/promises';
import type { Enrolment } from '../relay/enrolment.ts';
import type { Log } from './log.ts';
import { PlainError } from './plain-error.ts';
import { StillFiles } from './still-files.ts';
import { readTokens } from './token-list.ts';

/** A token counts, or no longer does, at most twice this after the file was written; milliseconds. */
const LOOK_MS = 1000;

/** Knows at any moment whose tokens are good: those in the file. Without the file there are none. */
export class TokenKeeper implements Enrolment {
  readonly #log: Log;
  readonly #revoked: () => void;
  #still: StillFiles | undefined;
  #path: string;
  #keys: ReadonlySet<string>;

  private constructor(path: string, keys: ReadonlySet<string>, log: Log, revoked: () => void) {
    this.#path = path;
    this.#keys = keys;
    this.#log = log;
    this.#revoked = revoked;
  }

  /** `revoked` is called when a token is good no longer. Throws PlainError for a file of no use. */
  static async open(path: string, log: Log, revoked: () => void): Promise<TokenKeeper> {
    const keeper = new TokenKeeper(path, await keysIn(path), log, revoked);
    keeper.#still = await StillFiles.keep(
      () => [keeper.#path],
      LOOK_MS,
      () => keeper.#take(keeper.#path),
    );
    return keeper;
  }

  /** How many there are. */
  get size(): number {
    return this.#keys.size;
  }

  has(key: Uint8Array): boolean {
    return this.#keys.has(Buffer.from(key).toString('base64url'));
  }

  /** Reads the file now. What is of no use changes nothing, and the log says why. */
  async renew(path: string): Promise<void> {
    await this.#take(path);
    await this.#still?.read();
  }

  stop(): void {
    this.#still?.stop();
  }

  async #take(path: string): Promise<void> {
    try {
      const before = this.#keys;
      this.#keys = await keysIn(path);
      this.#path = path;
      this.#log('info', 'tokens', `The file of tokens was read: ${countOf(this.#keys.size)}.`);
      if ([...before].some((key) => !this.#keys.has(key))) this.#revoked();
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      this.#log('error', 'tokens-kept', `${error.message} The tokens stay as they were.`);
    }
  }
}

function countOf(size: number): string {
  return size === 1 ? '1 is good' : `${size} are good`;
}

async function keysIn(path: string): Promise<ReadonlySet<string>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Set();
    throw new PlainError(`TOKENS names a file that cannot be read: ${path}.`);
  }
  return new Set(readTokens(text).map(({ key }) => key));
}
