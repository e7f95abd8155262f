// npm run sign -- KEY.pem [MANIFEST]: signs the manifest of the build in dist/, or another.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { main, Plain, ROOT } from '../cli/prepare.mjs';

const [, , keyFile = '', file = join(ROOT, 'dist/release.txt')] = process.argv;

const secretKey = async (path) => {
  const pem = await readFile(path, 'utf8').catch(() => '');
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below.
  }
  throw new Plain(
    'npm run sign -- KEY.pem needs the file of an Ed25519 key, as openssl genpkey -algorithm ed25519 writes it.',
  );
};

await main(async () => {
  const key = await secretKey(keyFile);
  const manifest = await readFile(file).catch(() => {
    throw new Plain('There is no manifest to sign: run npm run build first.');
  });
  await writeFile(`${file}.sig`, sign(null, manifest, key));
  const digest = createHash('sha512').update(manifest).digest('hex');
  console.log(`Signed ${file}, whose SHA-512 is ${digest}.`);
});
