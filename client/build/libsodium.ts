import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/** The binary of the build that has Argon2id, before its name gets a hash. */
const SUMO = 'libsodium-sumo';
/** The raw library and the wrapper around it, both in two builds. */
const RAW =
  /[\\/](libsodium(?:-sumo)?)[\\/]dist[\\/]modules(?:-sumo)?-esm[\\/]libsodium(?:-sumo)?\.mjs$/;
const WRAPPERS = /[\\/]libsodium-wrappers(-sumo)?[\\/]dist[\\/]modules(?:-sumo)?-esm[\\/]/;
const CRYPTO = fileURLToPath(new URL('../../crypto/', import.meta.url));
const SUMO_IMPORTER = join(CRYPTO, 'sodium-sumo.ts');
/** Where the binary rests between being taken out of the script and becoming an asset. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/alcove', import.meta.url));

/** The module as base64 in a string: "\0asm" is how every WebAssembly binary begins. */
const EMBEDDED = /"(AGFzbQ[A-Za-z0-9+/]+={0,2})"/;
const FACTORY = /export default (\w+);?\s*$/;
/** The names of the wrapped functions, then the functions, in two arrays of the same order. */
const WRAPPED = /(?<=\w=)\[((?:"\w+",)+"\w+")\],(\w+)=\[((?:[\w$]+,)+[\w$]+)\]/;
/** The names of the numbers that the binary tells, in one array before the loop that asks for them. */
const CONSTANTS = /(?<=\w=)\[((?:"\w+",)+"\w+")\](?=;for\()/;
/** A function or number of the wrapper; those of the binary begin with an underscore. */
const NAMED = /\.((?:crypto|randombytes)_\w+)/g;

/** What imports a module of ours, and whether for its types alone; a worker's url leads nowhere. */
const IMPORTED = /\b(?:import|export)\b(\s+type\b)?[^;'"]*['"](\.[^'"?]+\.ts)['"]/g;

/**
 * Serves libsodium's WebAssembly as a file of its own instead of base64 inside a script: a quarter
 * smaller over the same bytes, compiled while it arrives, and the binary that the package ships,
 * byte for byte.
 *
 * The build with Argon2id is served in the same way, and asked for only by the worker that derives.
 *
 * Emscripten's documented hook `instantiateWasm` does the loading. It has no way to report a
 * failure, so the factory is wrapped in a promise that does. A release of another shape fails the
 * build.
 */
export const libsodiumWasm = (): Plugin => ({
  name: 'alcove:libsodium-wasm',
  enforce: 'pre',
  transformIndexHtml: {
    order: 'post',
    // Asked for together with the scripts, not one round trip after they have run.
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => file.endsWith('.wasm') && !file.includes(SUMO))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        })),
  },
  async transform(code, id) {
    const [, name] = RAW.exec(id) ?? [];
    if (name === undefined) return undefined;
    const embedded = EMBEDDED.exec(code)?.[1];
    const factory = FACTORY.exec(code)?.[1];
    if (embedded === undefined || factory === undefined || !code.includes('.instantiateWasm')) {
      return this.error(`${name} does not carry its WebAssembly as known`);
    }
    const binary = Buffer.from(embedded, 'base64');
    const hash = createHash('sha256').update(binary).digest('hex').slice(0, 16);
    const file = join(CACHE, hash, `${name}.wasm`);
    await mkdir(dirname(file), { recursive: true });
    // The pages and each worker bring it, at the same time: none may ever read another's half.
    const whole = `${file}.${randomUUID()}`;
    await writeFile(whole, binary);
    await rename(whole, file);
    return {
      code: `import wasm from ${JSON.stringify(`${file}?url`)};
${code.replace(embedded, '').replace(FACTORY, '')}
export default (module = {}) => new Promise((resolve, reject) => {
  const instantiateWasm = (imports, done) => {
    WebAssembly.instantiateStreaming(fetch(wasm), imports).then(({ instance }) => done(instance), reject);
    return {};
  };
  ${factory}({ ...module, instantiateWasm }).then(resolve, reject);
});
`,
      map: null,
    };
  },
});

/**
 * Leaves out of libsodium's JavaScript the wrappers of functions, and the numbers, that neither
 * crypto/ nor its own self-test names, which are four fifths of it. What stays is as shipped. A
 * release of another shape, or a name that it does not have, fails the build.
 *
 * Of crypto/ counts what the given files reach by their imports: what is the vault's alone stays
 * with its worker and does not make a guest's page larger. The larger build keeps what its one
 * importer names.
 */
export const libsodiumUsed = (...entries: string[]): Plugin => ({
  name: 'alcove:libsodium-used',
  enforce: 'pre',
  async transform(code, id) {
    const match = WRAPPERS.exec(id);
    if (!match) return undefined;
    const [, list, array, references] = WRAPPED.exec(code) ?? [];
    const [, numbers] = CONSTANTS.exec(code) ?? [];
    if (!list || !array || !references || !numbers) {
      return this.error('libsodium-wrappers does not list its functions and numbers as known');
    }
    const names = unquoted(list);
    const functions = references.split(',');
    const constants = unquoted(numbers);
    const from = match[1] === undefined ? entries : [SUMO_IMPORTER];
    const used = new Set([...named(code), ...(await namedInCrypto(from))]);
    const missing = [...used].filter((name) => !names.includes(name) && !constants.includes(name));
    if (names.length !== functions.length || missing.length > 0) {
      return this.error(`libsodium-wrappers has no ${missing.join(', ')}`);
    }
    const kept = names.flatMap((name, i) => (used.has(name) ? [{ name, of: functions[i] }] : []));
    const arrays = `${JSON.stringify(kept.map(({ name }) => name))},${array}=[${kept.map(({ of }) => of).join()}]`;
    const keptNumbers = JSON.stringify(constants.filter((name) => used.has(name)));
    return {
      code: code.replace(WRAPPED, () => arrays).replace(CONSTANTS, () => keptNumbers),
      map: null,
    };
  },
});

const unquoted = (list: string): string[] => list.split(',').map((name) => name.slice(1, -1));

const named = (code: string): string[] => [...code.matchAll(NAMED)].map(([, name = '']) => name);

/** What the files of crypto/ name that these reach by imports. */
async function namedInCrypto(entries: readonly string[]): Promise<string[]> {
  const reached = new Set(entries.map((entry) => resolve(entry)));
  const names: string[] = [];
  for (const file of reached) {
    const source = await readFile(file, 'utf8');
    for (const [, types, path = ''] of source.matchAll(IMPORTED)) {
      if (types === undefined) reached.add(join(dirname(file), path));
    }
    if (file.startsWith(CRYPTO)) names.push(...named(source));
  }
  return names;
}
