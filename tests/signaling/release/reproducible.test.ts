import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SOURCES = [
  'client',
  'crypto',
  'signaling',
  'vite.config.ts',
  'tsconfig.json',
  'package.json',
];
/** Says what was built from, and is no part of it. */
const STAMP = '.built-from';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-again-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function filesOf(dist: string): Promise<string[]> {
  const entries = await readdir(dist, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name !== STAMP && !entry.name.endsWith('.sig'))
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)))
    .sort();
}

test('another folder, time zone, language and umask make the same bytes', async () => {
  const again = join(folder, 'somewhere', 'else');
  await mkdir(again, { recursive: true });
  for (const source of SOURCES) {
    await cp(join(ROOT, source), join(again, source), { recursive: true });
  }
  // Links to the same files under other names: as good as a copy, and made in a moment.
  const packages = [join(ROOT, 'node_modules'), join(again, 'node_modules')];
  await run('cp', ['-al', ...packages]).catch(() => run('cp', ['-a', ...packages]));
  await rm(join(again, 'node_modules/.cache'), { recursive: true, force: true });
  await run('sh', ['-c', 'umask 077 && npm run build --silent'], {
    cwd: again,
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TZ: 'Asia/Kathmandu',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
    },
  });
  const [here, there] = [join(ROOT, 'dist'), join(again, 'dist')];
  const files = await filesOf(here);
  expect(await filesOf(there)).toEqual(files);
  expect(files).toContain('release.txt');
  const differing: string[] = [];
  for (const file of files) {
    const [one, other] = await Promise.all([here, there].map((dist) => readFile(join(dist, file))));
    if (!one || !other?.equals(one)) differing.push(file);
  }
  expect(differing).toEqual([]);
}, 120_000);
