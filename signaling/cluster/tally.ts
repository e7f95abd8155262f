/** What one address did at one process since that process last said so, and what it has there. */
export interface Use {
  /** Tries to connect, in small numbers of an arrival bucket's tokens. */
  readonly arrivals: number;
  /** What was paid for frames. */
  readonly frames: number;
  readonly connections: number;
  /** Connections that opened a room. */
  readonly hosts: number;
}

/** By the tag of the address. */
export type Tally = ReadonlyMap<string, Use>;

const TAG_BYTES = 16;
const ENTRY_BYTES = TAG_BYTES + 2 + 4 + 2 + 2;
/** Those that fit one message of the size of a frame; the others count at their process alone. */
export const TALLY_MAX = 600;

export function encodeTally(tally: Tally): Buffer {
  const bytes = Buffer.alloc(tally.size * ENTRY_BYTES);
  let at = 0;
  for (const [tag, { arrivals, frames, connections, hosts }] of tally) {
    at += bytes.write(tag, at, TAG_BYTES, 'hex');
    at = bytes.writeUInt16BE(Math.min(arrivals, 0xffff), at);
    at = bytes.writeUInt32BE(Math.min(frames, 0xffff_ffff), at);
    at = bytes.writeUInt16BE(Math.min(connections, 0xffff), at);
    at = bytes.writeUInt16BE(Math.min(hosts, 0xffff), at);
  }
  return bytes;
}

/** Undefined for what `encodeTally` does not write. */
export function decodeTally(bytes: Buffer): Tally | undefined {
  if (bytes.length % ENTRY_BYTES !== 0 || bytes.length > TALLY_MAX * ENTRY_BYTES) return undefined;
  const tally = new Map<string, Use>();
  for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
    const tag = bytes.toString('hex', at, at + TAG_BYTES);
    tally.set(tag, {
      arrivals: bytes.readUInt16BE(at + TAG_BYTES),
      frames: bytes.readUInt32BE(at + TAG_BYTES + 2),
      connections: bytes.readUInt16BE(at + TAG_BYTES + 6),
      hosts: bytes.readUInt16BE(at + TAG_BYTES + 8),
    });
  }
  return tally;
}
