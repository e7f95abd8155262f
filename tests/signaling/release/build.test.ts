import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { readManifest, writeManifest } from '../../../signaling/release/manifest.ts';
import { releaseOf } from '../../../signaling/release/release-of.ts';
import { loadPages, type Pages } from '../../../signaling/server/pages.ts';

const ROOT = new URL('../../../', import.meta.url);

let pages: Pages;
let manifest: string;
beforeAll(async () => {
  pages = await loadPages(fileURLToPath(new URL('dist/client/', ROOT)));
  manifest = await readFile(new URL('dist/release.txt', ROOT), 'utf8');
});

test('the manifest beside the build is that of its pages', async () => {
  const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8')) as {
    version: string;
  };
  expect(manifest).toBe(writeManifest(releaseOf(version, pages)));
});

test('nothing that a page of the build names is missing from it', () => {
  const paths = new Set(readManifest(manifest)?.answers.map(({ path }) => path));
  const named = [...pages.values()]
    .filter(({ type }) => type.startsWith('text/'))
    .flatMap(({ plain }) => plain.toString().match(/\bassets\/[\w-]+\.\w+/g) ?? []);
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !paths.has(`/${name}`))).toEqual([]);
});
