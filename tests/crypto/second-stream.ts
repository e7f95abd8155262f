/** libsodium's secretstream a second time, from its description and Node's own ChaCha20. */
import { createCipheriv } from 'node:crypto';
import { hchacha20, join } from './second-source.ts';

/** XORs the key stream from the block `counter` on. */
function chacha20(
  key: Uint8Array,
  nonce: Uint8Array,
  counter: number,
  data: Uint8Array,
): Uint8Array {
  const start = Buffer.alloc(4);
  start.writeUInt32LE(counter);
  return Uint8Array.from(createCipheriv('chacha20', key, join(start, nonce)).update(data));
}

/** RFC 8439, section 2.5. */
export function poly1305(key: Uint8Array, message: Uint8Array): Uint8Array {
  const r = little(key.subarray(0, 16)) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const s = little(key.subarray(16, 32));
  let sum = 0n;
  for (let offset = 0; offset < message.length; offset += 16) {
    const block = join(message.subarray(offset, offset + 16), Uint8Array.of(1));
    sum = ((sum + little(block)) * r) % ((1n << 130n) - 5n);
  }
  const tag = (sum + s) & ((1n << 128n) - 1n);
  return Uint8Array.from({ length: 16 }, (_, i) => Number((tag >> BigInt(i * 8)) & 0xffn));
}

function little(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/** Seals chunks, the last one with the tag FINAL. */
export function streamSeal(
  key: Uint8Array,
  header: Uint8Array,
  chunks: readonly Uint8Array[],
): Uint8Array[] {
  const subkey = hchacha20(key, header.subarray(0, 16));
  const inner = Uint8Array.from(header.subarray(16, 24));
  return chunks.map((chunk, index) => {
    const count = Buffer.alloc(4);
    count.writeUInt32LE(index + 1);
    const nonce = join(count, inner);
    const first = new Uint8Array(64);
    first[0] = index === chunks.length - 1 ? 3 : 0;
    const block = chacha20(subkey, nonce, 1, first);
    const ciphertext = chacha20(subkey, nonce, 2, chunk);
    // As many zeros as libsodium takes, which are not those that would fill the block.
    const padding = new Uint8Array(chunk.length % 16);
    const lengths = Buffer.alloc(16);
    lengths.writeBigUInt64LE(BigInt(64 + chunk.length), 8);
    const macKey = chacha20(subkey, nonce, 0, new Uint8Array(32));
    const mac = poly1305(macKey, join(block, ciphertext, padding, lengths));
    for (const [i, byte] of mac.subarray(0, 8).entries()) inner[i] = (inner[i] ?? 0) ^ byte;
    return join(block.subarray(0, 1), ciphertext, mac);
  });
}
