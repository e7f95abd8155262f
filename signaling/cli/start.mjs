import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { build, install, main, requireNode, ROOT } from './prepare.mjs';

await main(async () => {
  requireNode();
  await install();
  await build();
  await import(pathToFileURL(join(ROOT, 'dist/server/alcove.js')).href);
});
