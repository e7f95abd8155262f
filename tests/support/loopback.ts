/** Addresses of this machine: 127.`block`.y.z, `count` of them, one after another and then again. */
export function loopbackAddresses(block: number, count: number): () => string {
  let last = -1;
  return () => {
    last = (last + 1) % count;
    return `127.${String(block)}.${String(Math.floor(last / 250))}.${String((last % 250) + 1)}`;
  };
}
