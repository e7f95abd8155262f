// Plain JavaScript with nothing but Node: this runs before anything is installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const OLDEST_NODE = [20, 19];
const BUILD_INPUTS = ['client', 'crypto', 'signaling', 'vite.config.ts', 'package-lock.json'];
const INSTALL_STAMP = join(ROOT, 'node_modules/.alcove-installed');
const BUILD_STAMP = join(ROOT, 'dist/.built-from');

/** A failure whose message is all that a person needs to read. */
export class Plain extends Error {}

/**
 * Runs a command in the project's folder with its output on this terminal.
 * @returns {Promise<number>} its exit code
 */
const run = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: 'inherit',
      shell: process.platform === 'win32',
      ...options,
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(signal === null ? code : 1));
  });

/** Runs a package's program from node_modules. */
export const runBin = (name, args, options) =>
  run(join('node_modules', '.bin', name), args, options);

/** Refuses a Node that is too old, in a sentence. */
export const requireNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldMajor, oldMinor] = OLDEST_NODE;
  if (major < oldMajor || (major === oldMajor && minor < oldMinor)) {
    throw new Plain(
      `Alcove needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`,
    );
  }
};

const readStamp = (file) => readFile(file, 'utf8').catch(() => '');

const stamp = async (file, value) => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, value);
};

/** Installs the packages that package-lock.json names, unless exactly these are installed. */
export const install = async () => {
  const wanted = createHash('sha256')
    .update(await readFile(join(ROOT, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex');
  if ((await readStamp(INSTALL_STAMP)) === wanted) return;
  console.log('Installing the packages Alcove is made of…');
  const code = await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (code !== 0) {
    throw new Plain('The packages could not be installed; npm says why above.');
  }
  await stamp(INSTALL_STAMP, wanted);
};

const filesUnder = async (path) => {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!entries) return [path];
  return entries.filter((e) => e.isFile()).map((e) => join(e.parentPath ?? e.path, e.name));
};

const hashOfInputs = async () => {
  const hash = createHash('sha256');
  for (const input of BUILD_INPUTS) {
    for (const file of (await filesUnder(join(ROOT, input))).sort()) {
      const bytes = await readFile(file);
      hash.update(`${relative(ROOT, file)}\0${bytes.length}\0`).update(bytes);
    }
  }
  return hash.digest('hex');
};

/** Builds the pages and the relay into dist/, unless they are built from exactly these sources. */
export const build = async () => {
  const wanted = await hashOfInputs();
  if ((await readStamp(BUILD_STAMP)) === wanted) return;
  console.log('Building the pages and the relay…');
  for (const args of [['build'], ['build', '--mode', 'guest'], ['build', '--ssr']]) {
    const code = await runBin('vite', [...args, '--logLevel', 'warn']);
    if (code !== 0) throw new Plain('The build failed; the reason stands above.');
  }
  await stamp(BUILD_STAMP, wanted);
};

/** Runs a command's main function; a plain failure is printed as a sentence, any other in full. */
export const main = async (action) => {
  try {
    await action();
  } catch (error) {
    console.error(error instanceof Plain ? error.message : error);
    process.exitCode = 1;
  }
};
