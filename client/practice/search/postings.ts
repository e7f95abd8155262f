/**
 * The documents in which a word occurs: ascending numbers, each as the distance from the one before
 * it, less one (the first from −1), in groups of seven bits, lowest first, with the top bit on all
 * but the last.
 */

/** Bytes that a distance takes. */
export function distanceBytes(distance: number): number {
  let length = 1;
  for (let rest = (distance - 1) >>> 7; rest !== 0; rest >>>= 7) length += 1;
  return length;
}

/** Writes a distance from 1 on and returns where the next one goes. */
export function writeDistance(bytes: Uint8Array, at: number, distance: number): number {
  let rest = distance - 1;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

/** Sets the bit of every document of one word, whose distances lie from `start` to `end`. */
export function markDocuments(
  bytes: Uint8Array,
  start: number,
  end: number,
  bits: Uint32Array,
): void {
  let document = -1;
  let rest = 0;
  let shift = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    rest |= (byte & 0x7f) << shift;
    if (byte > 0x7f) {
      shift += 7;
      continue;
    }
    document += rest + 1;
    bits[document >>> 5] = (bits[document >>> 5] ?? 0) | (1 << (document & 31));
    rest = 0;
    shift = 0;
  }
}
