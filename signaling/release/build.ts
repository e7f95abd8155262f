import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { loadPages } from '../server/pages.ts';
import { writeManifest } from './manifest.ts';
import { releaseOf } from './release-of.ts';

const PACKAGE = new URL('../../package.json', import.meta.url);
const CLIENT = new URL('../../dist/client/', import.meta.url);
const MANIFEST = new URL('../../dist/release.txt', import.meta.url);
const SIGNATURE = new URL('../../dist/release.txt.sig', import.meta.url);

/** Writes the manifest of a build beside it, once the pages and the relay are there. */
export const releaseManifest = (): Plugin => ({
  name: 'alcove:release-manifest',
  async closeBundle() {
    const { version } = JSON.parse(await readFile(PACKAGE, 'utf8')) as { version: string };
    const pages = await loadPages(fileURLToPath(CLIENT));
    const text = writeManifest(releaseOf(version, pages));
    const before = await readFile(MANIFEST, 'utf8').catch(() => '');
    // A signature over another build is none over this one.
    if (before !== text) await rm(SIGNATURE, { force: true });
    await writeFile(MANIFEST, text);
  },
});
