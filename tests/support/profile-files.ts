import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const MOZ_LZ4 = Buffer.from('mozLz40\0');

/** Text as browsers write it: in UTF-8, and in UTF-16 with the low byte first. */
export const spellings = (text: string): Buffer[] => [
  Buffer.from(text, 'utf8'),
  Buffer.from(text, 'utf16le'),
];

/** Where in a browser's profile any of the texts or bytes stands, as `file: text`; and how much was read. */
export async function findInProfile(
  profile: string,
  texts: readonly (string | Buffer)[],
): Promise<{ found: string[]; files: number; bytes: number }> {
  const found: string[] = [];
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // Gone again meanwhile, as a running browser's files are.
    const raw = await readFile(path).catch(() => Buffer.alloc(0));
    files += 1;
    bytes += raw.length;
    for (const content of raw.subarray(0, 8).equals(MOZ_LZ4) ? [raw, unpacked(raw)] : [raw]) {
      for (const text of texts) {
        const needles = typeof text === 'string' ? spellings(text) : [text];
        if (needles.some((needle) => content.includes(needle))) {
          const said = typeof text === 'string' ? text : text.toString('hex');
          found.push(`${path.slice(profile.length + 1)}: ${said}`);
        }
      }
    }
  }
  return { found, files, bytes };
}

/** Firefox's packed files: "mozLz40" and a zero, the length, and one block of LZ4. */
function unpacked(file: Buffer): Buffer {
  const out = Buffer.alloc(file.readUInt32LE(8));
  let [at, to] = [12, 0];
  const more = (length: number): number => {
    if (length < 15) return length;
    let all = length;
    for (let byte = 255; byte === 255; at += 1) {
      byte = file[at] ?? 0;
      all += byte;
    }
    return all;
  };
  while (at < file.length) {
    const token = file[at] ?? 0;
    at += 1;
    const literals = more(token >> 4);
    file.copy(out, to, at, at + literals);
    at += literals;
    to += literals;
    if (at >= file.length) break;
    const back = file.readUInt16LE(at);
    at += 2;
    // Byte by byte: a match may reach into itself.
    for (let left = more(token & 15) + 4; left > 0; left -= 1) {
      out[to] = out[to - back] ?? 0;
      to += 1;
    }
  }
  return out;
}
