// What a browser loads of a page, as brotli sends it, held against a budget for each part.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { build, ROOT } from '../../signaling/cli/prepare.mjs';

/**
 * Kilobytes of 1,000 bytes: JavaScript and WebAssembly of one page. `code` is all that a guest loads
 * before a call, and `later` what comes with the call, and the choice of ways where there is a TURN
 * server. Of the host's page `code` is what it loads at once; `later` what it asks for when it is
 * needed, the strength meter's dictionaries above all; `workers` the vault's. The one worker of the
 * guest's page, for sound and pictures, is loaded while its person waits to be let in. `blur` comes
 * only to who presses it, before a call or in it: a picture of the person must be told from the rest on
 * the device itself, and the model for that is what it weighs.
 */
const BUDGETS = {
  'j.html': { code: 150, later: 40, workers: 2, blur: 250 },
  'index.html': { code: 220, later: 800, workers: 350, blur: 250 },
};
/** Style sheets and the page itself, apart from the code. */
const REST_BUDGET = 8;

/** What a guest's page asks for once the call is there; all else it loads by itself before that. */
const LATER = /^(?:room-extras|call-(?:network|path))\.ts$/;

/** Each page is a build of its own. */
const MANIFESTS = { 'j.html': '.vite/guest.json', 'index.html': '.vite/host.json' };

const DIST = join(ROOT, 'dist/client');
const WORKER = /^assets\/(?:argon2id|blur|frame|vault)-worker-[\w-]+\.js$/;
const BLUR = /^assets\/(?:blur-worker|selfie_segmentation)/;
const VEIL = 'transport/blur/veil.ts';

const brotli = async (file) => (await stat(join(DIST, `${file}.br`))).size;

const sum = async (files) => {
  const bytes = await Promise.all([...files].map(brotli));
  return bytes.reduce((a, b) => a + b, 0);
};

/** The assets that a built script names. Workers are in no manifest, nor is what they load. */
const namedIn = async (file) => {
  const text = await readFile(join(DIST, file), 'utf8');
  return [...text.matchAll(/assets\/[\w-]+\.(?:js|tflite|wasm)/g)].map(([name]) => name);
};

/** @returns {Promise<Record<string, { code: number, later: number, workers: number, blur: number, rest: number }>>} bytes, brotli, per page */
export const pageSizes = async () => {
  const sizes = {};
  for (const page of Object.keys(BUDGETS)) {
    const manifest = JSON.parse(await readFile(join(DIST, MANIFESTS[page]), 'utf8'));
    const code = new Set();
    const later = new Set();
    const workers = new Set();
    const blur = new Set();
    const rest = new Set([page]);
    const follow = async (name, into) => {
      const chunk = manifest[name];
      if (code.has(chunk.file) || into.has(chunk.file)) return;
      later.delete(chunk.file);
      into.add(chunk.file);
      for (const asset of chunk.assets ?? []) {
        if (asset.endsWith('.wasm')) into.add(asset);
        else if (!WORKER.test(asset)) rest.add(asset);
      }
      for (const sheet of chunk.css ?? []) rest.add(sheet);
      for (const asset of await namedIn(chunk.file)) {
        if (WORKER.test(asset)) await followWorker(asset);
      }
      for (const imported of chunk.imports ?? []) await follow(imported, into);
      for (const imported of chunk.dynamicImports ?? []) {
        const before = page === 'j.html' && !LATER.test(imported);
        await follow(imported, imported === VEIL ? blur : before ? into : later);
      }
    };
    const followWorker = async (file) => {
      const part = BLUR.test(file) ? blur : workers;
      if (part.has(file)) return;
      part.add(file);
      if (!file.endsWith('.js')) return;
      for (const asset of await namedIn(file)) await followWorker(asset);
    };
    await follow(page, code);
    // The WebAssembly of the page is there already.
    for (const file of code) workers.delete(file);
    sizes[page] = {
      code: await sum(code),
      later: await sum(later),
      workers: await sum(workers),
      blur: await sum(blur),
      rest: await sum(rest),
    };
  }
  return sizes;
};

/** @returns {Promise<boolean>} whether every page keeps to its budget */
export const checkSizes = async () => {
  await build();
  let holds = true;
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1);
  for (const [page, { rest, ...sizes }] of Object.entries(await pageSizes())) {
    const parts = Object.entries(sizes).map(([part, bytes]) => {
      const budget = BUDGETS[page][part];
      holds &&= bytes <= budget * 1000;
      return `${kilobytes(bytes)} of ${budget} KB ${part}`;
    });
    holds &&= rest <= REST_BUDGET * 1000;
    console.log(`  ${page}: ${parts.join(', ')}, ${kilobytes(rest)} of ${REST_BUDGET} KB besides`);
  }
  return holds;
};
