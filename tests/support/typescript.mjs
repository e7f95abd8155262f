// Runs TypeScript modules of the project in this Node process, as the tests do.
import { ROOT } from '../../signaling/cli/prepare.mjs';

/**
 * Loads a module, hands it to `work`, and lets go of it when that has settled.
 * @param {string} path absolute
 */
export const withModule = async (path, work) => {
  const { createServer } = await import('vite');
  const server = await createServer({
    root: ROOT,
    configFile: false,
    appType: 'custom',
    logLevel: 'warn',
    optimizeDeps: { noDiscovery: true },
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  });
  try {
    return await work(await server.ssrLoadModule(path));
  } finally {
    await server.close();
  }
};
