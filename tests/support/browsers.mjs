// Finds the two browsers the tests drive, and installs them where it may.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { PUPPETEER_REVISIONS } from 'puppeteer-core/internal/revisions.js';
import { ROOT } from '../../signaling/cli/prepare.mjs';

/** @typedef {'chromium' | 'firefox'} BrowserName */

const CACHE = join(ROOT, 'node_modules/.cache/browsers');
const PROGRAMS = join(process.env.PROGRAMFILES ?? 'C:\\Program Files');

const BROWSERS = {
  chromium: {
    variable: 'CHROME_PATH',
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    places: [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
      join(PROGRAMS, 'Google/Chrome/Application/chrome.exe'),
    ],
    packages: ['chromium'],
    download: { browser: 'chrome', buildId: PUPPETEER_REVISIONS.chrome },
  },
  firefox: {
    variable: 'FIREFOX_PATH',
    names: ['firefox-esr', 'firefox'],
    places: [
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      join(PROGRAMS, 'Mozilla Firefox/firefox.exe'),
    ],
    packages: ['firefox-esr'],
    download: { browser: 'firefox', buildId: PUPPETEER_REVISIONS.firefox },
  },
};

const downloaded = async ({ download }) => {
  const { computeExecutablePath } = await import('@puppeteer/browsers');
  return computeExecutablePath({ ...download, cacheDir: CACHE });
};

/**
 * @param {BrowserName} name
 * @returns {Promise<string | undefined>} the path of its program
 */
export const findBrowser = async (name) => {
  const { variable, names, places } = BROWSERS[name];
  const told = process.env[variable];
  if (told) return told;
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((program) => join(folder, program)));
  const candidates = [...onPath, ...places, await downloaded(BROWSERS[name])];
  return candidates.find((file) => existsSync(file));
};

const byPackageManager = (packages) => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (spawnSync('apt-get', ['--version']).status !== 0) return false;
  const apt = (...args) =>
    spawnSync('apt-get', ['-q', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0;
  // Emoji and a text font: without them the pictures of the codes are empty boxes.
  const fonts = ['fonts-noto-color-emoji', 'fonts-dejavu-core'];
  return apt('update') && apt('install', '-y', '--no-install-recommends', ...packages, ...fonts);
};

const byDownload = async ({ download }) => {
  const { install } = await import('@puppeteer/browsers');
  await install({ ...download, cacheDir: CACHE });
};

/**
 * Finds a browser, installing it if it is missing: by apt-get where that may be used, else by a
 * download of the pinned build into node_modules.
 * @param {BrowserName} name
 * @returns {Promise<string | undefined>} its path; undefined after a sentence on why there is none
 */
export const ensureBrowser = async (name) => {
  const found = await findBrowser(name);
  if (found !== undefined) return found;
  const browser = BROWSERS[name];
  console.log(`Installing ${name} for the tests…`);
  if (!byPackageManager(browser.packages)) {
    try {
      await byDownload(browser);
    } catch (error) {
      console.log(
        `${name} is not installed and could not be downloaded (${error.message}). Install it, or set ${browser.variable} to its program, and run npm test again.`,
      );
      return undefined;
    }
  }
  return findBrowser(name);
};
