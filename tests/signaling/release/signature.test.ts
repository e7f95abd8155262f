import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RELEASE_KEY } from '../../../signaling/release/release-key.ts';
import { isSignedBy, readReleaseKey } from '../../../signaling/release/signature.ts';

const SIGN = fileURLToPath(new URL('../../../signaling/release/sign.mjs', import.meta.url));
const MANIFEST = Buffer.from('alcove/1/release\nversion 0.1.0\n');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signature = sign(null, MANIFEST, privateKey);
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

test('a signature holds for its manifest and its key alone', () => {
  const key = readReleaseKey(pem(publicKey));
  if (!key) throw new Error('no key');
  expect(isSignedBy(key, MANIFEST, signature)).toBe(true);
  const other = generateKeyPairSync('ed25519').publicKey;
  expect(isSignedBy(other, MANIFEST, signature)).toBe(false);
  expect(isSignedBy(key, Buffer.concat([MANIFEST, MANIFEST]), signature)).toBe(false);
  for (let at = 0; at < signature.length; at += 1) {
    const altered = Buffer.from(signature);
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect(isSignedBy(key, MANIFEST, altered)).toBe(false);
  }
  for (const length of [0, 63, 65]) {
    expect(isSignedBy(key, MANIFEST, Buffer.alloc(length, signature))).toBe(false);
  }
});

test.each([
  ['nothing', ''],
  ['a secret key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['a key of another kind', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
  ['what only looks like one', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'],
])('is no release key: %s', (_what, text) => {
  expect(readReleaseKey(text)).toBeUndefined();
});

test('the pinned key, once there is one, is one', () => {
  expect(RELEASE_KEY === undefined || readReleaseKey(RELEASE_KEY) !== undefined).toBe(true);
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-sign-'));
  await writeFile(join(folder, 'release.txt'), MANIFEST);
});
afterAll(() => rm(folder, { recursive: true }));

const signWith = (key: string) =>
  spawnSync(process.execPath, [SIGN, key, join(folder, 'release.txt')], { encoding: 'utf8' });

test('npm run sign makes the signature that openssl makes, and would take', async () => {
  const [key, publicKeyFile] = [join(folder, 'key.pem'), join(folder, 'public.pem')];
  await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await writeFile(publicKeyFile, pem(publicKey));
  expect(signWith(key)).toMatchObject({ status: 0, stderr: '' });
  // Ed25519 signatures are the same each time.
  expect(await readFile(join(folder, 'release.txt.sig'))).toEqual(signature);
  const args = ['pkeyutl', '-verify', '-pubin', '-inkey', publicKeyFile, '-rawin'];
  const files = ['-in', join(folder, 'release.txt'), '-sigfile', join(folder, 'release.txt.sig')];
  const { error, stdout } = spawnSync('openssl', [...args, ...files], { encoding: 'utf8' });
  if (!error) expect(stdout).toContain('Signature Verified Successfully');
});

test('npm run sign takes nothing but such a key', async () => {
  const key = join(folder, 'other.pem');
  const { privateKey: other } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(key, other.export({ type: 'pkcs8', format: 'pem' }));
  for (const file of [key, join(folder, 'nowhere')]) {
    const { status, stderr } = signWith(file);
    expect(stderr).toMatch(/^npm run sign -- KEY\.pem needs the file of an Ed25519 key/);
    expect(status).toBe(1);
  }
});
