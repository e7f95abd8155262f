import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { PlainError } from './plain-error.ts';

export interface Page {
  readonly type: string;
  readonly cache: 'no-store' | typeof A_DAY | typeof IMMUTABLE;
  readonly plain: Buffer;
  readonly br: Buffer | undefined;
  readonly gzip: Buffer | undefined;
}

/** By the path of a request. */
export type Pages = ReadonlyMap<string, Page>;

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.tflite': 'application/octet-stream',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** No longer: a browser that asks does not take an older answer. */
const A_DAY = 'public, max-age=86400';

const PATHS: Readonly<Record<string, { readonly path: string; readonly cache: Page['cache'] }>> = {
  'index.html': { path: '/', cache: 'no-store' },
  'j.html': { path: '/j', cache: 'no-store' },
  // Where a guest goes who leaves in a hurry.
  'empty.html': { path: '/empty', cache: 'no-store' },
  // Asked for with the hash of its build, and anew by the browser once a day.
  'service-worker.js': { path: '/service-worker.js', cache: A_DAY },
};

/** The names of assets carry a hash of what is in them. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Reads the built client once. From then on nothing of a request reaches the file system: there is
 * no path to traverse, and a new build beside a running relay cannot break it.
 * Throws PlainError when there is no build.
 */
export async function loadPages(folder: string): Promise<Pages> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const pages = new Map<string, Page>();
  for (const file of files) {
    const place = PATHS[file] ?? asset(file);
    const type = TYPES[extname(file)];
    if (place === undefined || type === undefined) continue;
    const variant = async (suffix: string) =>
      files.includes(file + suffix) ? await readFile(join(folder, file + suffix)) : undefined;
    pages.set(place.path, {
      type,
      cache: place.cache,
      plain: await readFile(join(folder, file)),
      br: await variant('.br'),
      gzip: await variant('.gz'),
    });
  }
  if (!pages.has('/') || !pages.has('/j')) {
    throw new PlainError('The pages are not built yet: run npm run build first.');
  }
  return pages;
}

function asset(file: string): { path: string; cache: Page['cache'] } | undefined {
  return file.startsWith('assets/') ? { path: `/${file}`, cache: IMMUTABLE } : undefined;
}

/** Of a page in any encoding, besides those of every answer, its length and its encoding. */
export function pageHeaders({ type, cache }: Page): Readonly<Record<string, string>> {
  return { 'Content-Type': type, 'Cache-Control': cache, Vary: 'Accept-Encoding' };
}

/** The smallest variant that the client takes, and its Content-Encoding. */
export function choose(
  page: Page,
  acceptEncoding: string,
): { readonly body: Buffer; readonly encoding: 'br' | 'gzip' | undefined } {
  const accepted = acceptEncoding
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => !/;\s*q=0(\.0*)?$/.test(item))
    .map((item) => item.split(';')[0]?.trim());
  for (const encoding of ['br', 'gzip'] as const) {
    const body = page[encoding];
    if (body && accepted.includes(encoding)) return { body, encoding };
  }
  return { body: page.plain, encoding: undefined };
}
