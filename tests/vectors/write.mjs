// Writes the vectors anew: node tests/vectors/write.mjs. A change here is a change of the protocol.
import { writeFile } from 'node:fs/promises';
import { withModule } from '../support/typescript.mjs';

const here = import.meta.dirname;

await withModule(`${here}/vectors.ts`, async ({ allVectors }) => {
  const { default: sodium } = await import('libsodium-wrappers');
  await sodium.ready;
  for (const [name, vectors] of Object.entries(await allVectors())) {
    await writeFile(`${here}/${name}`, `${JSON.stringify(vectors, null, 2)}\n`);
  }
});
