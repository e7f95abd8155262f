import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** Bytes read at once. */
const CHUNK = 4 * 2 ** 20;

/** Why the memory of other processes cannot be read here; undefined where it can. */
export function memoryUnreadable(): string | undefined {
  if (process.platform !== 'linux') return 'Only Linux shows the memory of a process as a file.';
  if (process.getuid?.() !== 0) return 'Only root may read the memory of other processes.';
  return undefined;
}

/** A process with all that it has started. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOrNothing(`/proc/${name}/stat`);
    // After the program's name, in which anything may stand: state, parent.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    parents.set(Number(name), Number(parent));
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

/**
 * How often each of the needles lies in what these processes can read and write: heaps, stacks, what
 * is shared between them, WebAssembly's memory. Counted once for each process and place.
 */
export function countInMemory(
  pids: readonly number[],
  needles: ReadonlyMap<string, readonly Buffer[]>,
): Map<string, number> {
  const counts = new Map([...needles.keys()].map((name) => [name, 0]));
  const longest = Math.max(...[...needles.values()].flat().map(({ length }) => length));
  const chunk = Buffer.alloc(CHUNK + longest);
  for (const pid of pids) {
    for (const bytes of memoryOf(pid, chunk, longest)) {
      for (const [name, spellings] of needles) {
        for (const needle of spellings) {
          counts.set(name, (counts.get(name) ?? 0) + occurrences(bytes, needle));
        }
      }
    }
  }
  return counts;
}

/** Every region that is in use, in pieces that overlap by less than a needle. */
function* memoryOf(pid: number, chunk: Buffer, longest: number): Generator<Buffer> {
  let file: number;
  try {
    file = openSync(`/proc/${String(pid)}/mem`, 'r');
  } catch {
    // Ended meanwhile.
    return;
  }
  try {
    for (const { start, end } of regions(pid)) {
      for (let at = start; at < end; at += CHUNK) {
        const wanted = Math.min(CHUNK + longest - 1, end - at);
        const read = readAt(file, chunk, wanted, at);
        if (read > 0) yield chunk.subarray(0, read);
      }
    }
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(file, into, 0, length, BigInt(at));
  } catch {
    // A device's memory, or unmapped since.
    return 0;
  }
}

/** Readable and writable, and not empty. */
function regions(pid: number): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let last: { start: number; end: number } | undefined;
  for (const line of readOrNothing(`/proc/${String(pid)}/smaps`).split('\n')) {
    const head = /^([0-9a-f]+)-([0-9a-f]+) (rw)?/.exec(line);
    if (head) {
      const [, start = '', end = '', writable] = head;
      last = writable ? { start: parseInt(start, 16), end: parseInt(end, 16) } : undefined;
    }
    const used = /^(?:Rss|Swap): +(\d+)/.exec(line);
    if (used && used[1] !== '0' && last) {
      found.push(last);
      last = undefined;
    }
  }
  return found;
}

function occurrences(bytes: Buffer, needle: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) count += 1;
  return count;
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
