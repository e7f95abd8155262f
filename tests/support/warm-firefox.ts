import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/alcove/', import.meta.url));

/**
 * Fills an empty profile with what Firefox works out at its very first start, and keeps nowhere else: half
 * of what that start costs. Nothing in it is of a person or a page.
 */
export async function warmProfile(program: string, profile: string): Promise<void> {
  const { mtimeMs, size } = await stat(program);
  const warm = join(CACHE, `firefox-${Math.trunc(mtimeMs)}-${size}`);
  const isThere = await stat(warm).catch(() => undefined);
  if (!isThere) await warmUp(program, warm);
  await cp(warm, profile, { recursive: true });
}

async function warmUp(program: string, warm: string): Promise<void> {
  const fresh = await mkdtemp(join(tmpdir(), 'alcove-firefox-warm-'));
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    userDataDir: fresh,
  });
  await browser.newPage();
  await browser.close();
  await mkdir(CACHE, { recursive: true });
  const copy = await mkdtemp(`${warm}-`);
  await cp(fresh, copy, { recursive: true });
  await rm(fresh, { recursive: true, force: true });
  // Whole or not at all: two files of tests may be at it.
  await rename(copy, warm).catch(() => rm(copy, { recursive: true, force: true }));
}
