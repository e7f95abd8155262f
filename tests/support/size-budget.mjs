// What a browser loads before a call, as brotli sends it, held against a budget for each page.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build, ROOT } from '../../signaling/cli/prepare.mjs';

/** Kilobytes of 1,000 bytes: JavaScript and WebAssembly of one page. */
const BUDGETS = { 'j.html': 150, 'index.html': 160 };
/** Style sheets and the page itself, apart from the code. */
const REST_BUDGET = 8;

const DIST = join(ROOT, 'dist/client');

/** @returns {Promise<Record<string, { code: number, rest: number }>>} bytes, brotli, per page */
export const pageSizes = async () => {
  const manifest = JSON.parse(await readFile(join(DIST, '.vite/manifest.json'), 'utf8'));
  const brotli = async (file) => (await stat(join(DIST, `${file}.br`))).size;
  const sizes = {};
  for (const page of Object.keys(BUDGETS)) {
    const code = new Set();
    const rest = new Set([page]);
    const follow = (name) => {
      const chunk = manifest[name];
      if (code.has(chunk.file)) return;
      code.add(chunk.file);
      for (const asset of chunk.assets ?? []) (asset.endsWith('.wasm') ? code : rest).add(asset);
      for (const sheet of chunk.css ?? []) rest.add(sheet);
      for (const sort of ['imports', 'dynamicImports']) {
        for (const imported of chunk[sort] ?? []) follow(imported);
      }
    };
    follow(page);
    const sum = async (files) => {
      const bytes = await Promise.all([...files].map(brotli));
      return bytes.reduce((a, b) => a + b, 0);
    };
    sizes[page] = { code: await sum(code), rest: await sum(rest) };
  }
  return sizes;
};

/** @returns {Promise<boolean>} whether every page keeps to its budget */
export const checkSizes = async () => {
  await build();
  let holds = true;
  for (const [page, { code, rest }] of Object.entries(await pageSizes())) {
    const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
    console.log(
      `  ${page}: ${kilobytes(code)} of ${BUDGETS[page]} KB code, ${kilobytes(rest)} of ${REST_BUDGET} KB besides`,
    );
    holds &&= code <= BUDGETS[page] * 1000 && rest <= REST_BUDGET * 1000;
  }
  return holds;
};
