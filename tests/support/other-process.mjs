// Runs a TypeScript module of the tests in a process of its own, and calls what it exports as its parent
// asks, one call after another: load that is to have a core, or open files, to itself.
import { withModule } from './typescript.mjs';

await withModule(process.argv[2], async (module) => {
  process.on('message', async ({ name, args }) => {
    try {
      process.send({ result: await module[name](...args) });
    } catch (error) {
      process.send({ error: String(error) });
    }
  });
  process.send({ result: 'ready' });
  await new Promise((resolve) => process.once('disconnect', resolve));
});
process.exit();
