import type { KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readManifest } from '../../release/manifest.ts';
import { RELEASE_KEY } from '../../release/release-key.ts';
import type { Release } from '../../release/release.ts';
import { sha512 } from '../../release/sha512.ts';
import { isSignedBy, readReleaseKey } from '../../release/signature.ts';
import { loadPages } from '../../server/pages.ts';
import { PlainError } from '../../server/plain-error.ts';
import type { OwnFiles } from './answer-judge.ts';

/**
 * Who says that this is what should be served. `nobody`: it lies here, and that is all. `unchecked`:
 * there is a signature, and no key to check it with. `missing`: there is a key, and no signature.
 */
export type Vouching = 'signed' | 'nobody' | 'unchecked' | 'missing' | 'wrong';

/** What a server is compared with. */
export interface ComparedWith {
  readonly file: string;
  readonly release: Release;
  /** Of the manifest; hex. Two builds of one content have one. */
  readonly digest: string;
  readonly vouching: Vouching;
  /** Where the key is from; undefined without one. */
  readonly key: string | undefined;
}

/**
 * Reads a manifest and the signature beside it (`.sig`). `keyFile` is used in place of the pinned key;
 * `unsigned` asks for no signature at all. Throws PlainError for what is no manifest or no key.
 */
export async function readComparedWith({
  file,
  keyFile,
  unsigned,
}: {
  readonly file: string;
  readonly keyFile: string | undefined;
  readonly unsigned: boolean;
}): Promise<ComparedWith> {
  const bytes = await readFile(file).catch(() => {
    throw new PlainError(`There is no manifest to compare with: ${file} cannot be read.`);
  });
  const release = readManifest(bytes.toString('latin1'));
  if (!release) throw new PlainError(`${file} is no manifest of a release.`);
  const key = await keyOf(keyFile);
  const signature = await readFile(`${file}.sig`).catch(() => undefined);
  return {
    file,
    release,
    digest: sha512(bytes),
    vouching: vouchingOf(bytes, signature, unsigned ? undefined : key),
    key: key && (keyFile ?? 'this program’s own'),
  };
}

async function keyOf(keyFile: string | undefined): Promise<KeyObject | undefined> {
  if (keyFile === undefined) {
    return RELEASE_KEY === undefined ? undefined : readReleaseKey(RELEASE_KEY);
  }
  const key = readReleaseKey(await readFile(keyFile, 'utf8').catch(() => ''));
  if (key) return key;
  throw new PlainError(`--key names no file with an Ed25519 public key: ${keyFile}.`);
}

function vouchingOf(
  manifest: Buffer,
  signature: Buffer | undefined,
  key: KeyObject | undefined,
): Vouching {
  if (!key) return signature ? 'unchecked' : 'nobody';
  if (!signature) return 'missing';
  return isSignedBy(key, manifest, signature) ? 'signed' : 'wrong';
}

/** The files of the build that lies beside the manifest, to find the first byte that differs. */
export async function filesBeside(file: string): Promise<OwnFiles> {
  const pages = await loadPages(join(dirname(file), 'client')).catch(
    () => new Map<string, never>(),
  );
  const all = [...pages.values()].flatMap(({ plain, br, gzip }) => [plain, br, gzip]);
  return new Map(all.flatMap((bytes) => (bytes ? [[sha512(bytes), bytes] as const] : [])));
}
