import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { choose, loadPages, type Pages } from '../../../signaling/server/pages.ts';
import { PlainError } from '../../../signaling/server/plain-error.ts';

let folder: string;
let pages: Pages;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-pages-'));
  await mkdir(join(folder, 'assets'));
  await mkdir(join(folder, '.vite'));
  const files: Record<string, string> = {
    'index.html': 'host',
    'index.html.br': 'host by brotli',
    'index.html.gz': 'host by gzip',
    'j.html': 'guest',
    'empty.html': 'nothing',
    'notes.txt': 'not for serving',
    'other.js': 'of no known place',
    'service-worker.js': 'what works offline',
    'assets/main-1a2b.js': 'script',
    'assets/main-1a2b.js.gz': 'script by gzip',
    'assets/sodium-3c4d.wasm': 'wasm',
    'assets/notes.txt': 'of no type that pages have',
    '.vite/manifest.json': '{}',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  pages = await loadPages(folder);
});
afterAll(() => rm(folder, { recursive: true }));

test('three pages, the service worker and the assets of known types are served, and nothing else', () => {
  expect([...pages.keys()].sort()).toEqual([
    '/',
    '/assets/main-1a2b.js',
    '/assets/sodium-3c4d.wasm',
    '/empty',
    '/j',
    '/service-worker.js',
  ]);
});

test('what has a hash in its name is kept for good, the pages never, the service worker until asked', () => {
  const cache = (path: string) => pages.get(path)?.cache;
  expect(cache('/assets/main-1a2b.js')).toBe('public, max-age=31536000, immutable');
  expect(['/', '/j', '/empty'].map(cache)).toEqual(['no-store', 'no-store', 'no-store']);
  expect(cache('/service-worker.js')).toBe('public, max-age=86400');
});

test('WebAssembly comes under the type that lets it stream', () => {
  expect(pages.get('/assets/sodium-3c4d.wasm')?.type).toBe('application/wasm');
});

describe('the encoding', () => {
  const chosen = (path: string, accepted: string) => {
    const page = pages.get(path);
    if (!page) throw new Error(path);
    const { body, encoding } = choose(page, accepted);
    return [encoding, body.toString()];
  };

  test.each([
    ['gzip, deflate, br, zstd', ['br', 'host by brotli']],
    ['br;q=0.1, gzip', ['br', 'host by brotli']],
    ['gzip, br;q=0', ['gzip', 'host by gzip']],
    ['gzip;q=0.000, br; q=0.0', [undefined, 'host']],
    ['GZIP', ['gzip', 'host by gzip']],
    ['broken, xgzip', [undefined, 'host']],
    ['', [undefined, 'host']],
  ])('for %s', (accepted, expected) => {
    expect(chosen('/', accepted)).toEqual(expected);
  });

  test('is one that there is', () => {
    expect(chosen('/assets/main-1a2b.js', 'br, gzip')).toEqual(['gzip', 'script by gzip']);
    expect(chosen('/j', 'br, gzip')).toEqual([undefined, 'guest']);
  });
});

test('without a build there is a sentence that helps', async () => {
  const empty = join(folder, 'assets');
  await expect(loadPages(empty)).rejects.toThrow(PlainError);
  await expect(loadPages(join(folder, 'nowhere'))).rejects.toThrow(/run npm run build first/);
});
