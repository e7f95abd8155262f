// Writes the vectors anew: node tests/vectors/write.mjs. A change here is a change of the protocol.
import { writeFile } from 'node:fs/promises';
import { runnerImport } from 'vite';

const here = import.meta.dirname;
const load = async (path) => (await runnerImport(path, { configFile: false })).module;

const { allVectors } = await load(`${here}/vectors.ts`);
const { default: sodium } = await import('libsodium-wrappers');
await sodium.ready;
for (const [name, vectors] of Object.entries(allVectors())) {
  await writeFile(`${here}/${name}`, `${JSON.stringify(vectors, null, 2)}\n`);
}
