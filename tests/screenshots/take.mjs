// Takes the README's picture anew: node tests/screenshots/take.mjs. Two real browsers, one real
// session; only what their cameras see is drawn, in tests/screenshots/*.mjpeg.
import { join } from 'node:path';
import { build, install, main, requireNode } from '../../signaling/cli/prepare.mjs';
import { withModule } from '../support/typescript.mjs';

const here = import.meta.dirname;

await main(async () => {
  requireNode();
  await install();
  await build();
  await withModule(join(here, 'take.ts'), ({ take }) => take(join(here, 'room.png')));
});
