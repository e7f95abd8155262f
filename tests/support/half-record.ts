import { readdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';

/** Of a LevelDB log: https://github.com/google/leveldb/blob/main/doc/log_format.md */
const BLOCK = 32_768;
const HEADER = 7;
const FULL = 1;
const FIRST = 2;

/**
 * Leaves of the last record that Chromium wrote for IndexedDB only the header, as when it dies
 * between the two writes that a record takes. The browser must not run.
 */
export async function cutLastRecord(profile: string): Promise<void> {
  const folder = join(profile, 'Default/IndexedDB');
  const origin = (await readdir(folder)).find((name) => name.endsWith('.leveldb'));
  const logs = (await readdir(join(folder, origin ?? ''))).filter((name) => name.endsWith('.log'));
  const log = logs.sort().at(-1);
  if (origin === undefined || log === undefined) {
    throw new Error('Chromium keeps IndexedDB in another way than in a LevelDB: see beginNewLog');
  }
  const path = join(folder, origin, log);
  await truncate(path, lastRecord(await readFile(path)) + HEADER);
}

/** Where the last record begins, which may have gone on in further blocks. */
function lastRecord(log: Buffer): number {
  let last: number | undefined;
  for (let at = 0; at + HEADER < log.length;) {
    const left = BLOCK - (at % BLOCK);
    if (left < HEADER) {
      at += left;
      continue;
    }
    const type = log[at + 6];
    if (type === FULL || type === FIRST) last = at;
    at += HEADER + log.readUInt16LE(at + 4);
  }
  if (last === undefined) throw new Error('a log without a record');
  return last;
}
