import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';

const ENTRY = fileURLToPath(new URL('../offline/service-worker.ts', import.meta.url));
const PAGE = 'index.html';
const TEXT = /\.(?:js|css|html)$/;

/**
 * Builds the host page's service worker to /service-worker.js: one script without imports, since not
 * every browser takes a module there, with the list of all files that the host's page of this build
 * can ever load and their hashes. What only the guest's page loads is not among them.
 */
export const offline = (target: string[]): Plugin => ({
  name: 'alcove:offline',
  generateBundle: {
    // After the pages and the addresses of workers are final.
    order: 'post',
    async handler(_options, bundle) {
      const files = reached(bundle).map((file): [string, string] => {
        const digest = createHash('sha384').update(contentOf(bundle, file)).digest('base64');
        return [file === PAGE ? '/' : `/${file}`, `sha384-${digest}`];
      });
      const list = JSON.stringify(Object.fromEntries(files));
      const source = await serviceWorker(target, {
        OFFLINE_FILES: list,
        OFFLINE_BUILD: JSON.stringify(createHash('sha256').update(list).digest('hex').slice(0, 16)),
      });
      this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
    },
  },
});

/** Every file that the page names, or that such a file names: scripts, workers, styles, WebAssembly. */
function reached(bundle: Rolldown.OutputBundle): string[] {
  const names = Object.keys(bundle).map((file): [string, string] => [
    file,
    file.slice(file.lastIndexOf('/') + 1),
  ]);
  const found = new Set([PAGE]);
  for (const file of found) {
    if (!TEXT.test(file)) continue;
    const text = Buffer.from(contentOf(bundle, file)).toString();
    for (const [other, name] of names) {
      if (other.startsWith('assets/') && text.includes(name)) found.add(other);
    }
  }
  return [...found].sort();
}

function contentOf(bundle: Rolldown.OutputBundle, file: string): string | Uint8Array {
  const entry = bundle[file];
  if (!entry) throw new Error(`the build has no ${file}`);
  return entry.type === 'chunk' ? entry.code : entry.source;
}

async function serviceWorker(target: string[], define: Record<string, string>): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define,
    build: {
      write: false,
      target,
      rolldownOptions: { input: ENTRY, output: { format: 'iife' } },
    },
  });
  const [output] = 'output' in result ? result.output : [];
  if (output?.type !== 'chunk' || output.imports.length > 0) {
    throw new Error('the service worker is not one script');
  }
  return output.code;
}
