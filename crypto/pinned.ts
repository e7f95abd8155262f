/**
 * The same bytes in memory that a garbage collector does not move; those that were given are zeroed.
 * V8 keeps an array of up to 64 bytes among its objects and copies it when it tidies up, and nobody
 * can wipe what such a copy leaves behind. A buffer that is made as such lies outside of them.
 */
export function pinned(bytes: Uint8Array): Uint8Array {
  const kept = new Uint8Array(new ArrayBuffer(bytes.length));
  kept.set(bytes);
  bytes.fill(0);
  return kept;
}
