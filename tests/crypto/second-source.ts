/**
 * The protocol's primitives a second time, from Node's own crypto and the RFCs, so that what the
 * vectors say is not only what libsodium and `crypto/` say of themselves.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
} from 'node:crypto';

const WORD = (1n << 64n) - 1n;

const IV = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
];

/** One round a line, one hexadecimal digit an index. */
const SIGMA = [
  '0123456789abcdef',
  'ea489fd61c02b753',
  'b8c052fdae367194',
  '7931dcbe265a40f8',
  '905724afe1bc683d',
  '2c6a0b834d75fe19',
  'c51fed4a0763928b',
  'db7ec13950f4862a',
  '6fe9b308c2d714a5',
  'a2847615fb9e3cd0',
  '0123456789abcdef',
  'ea489fd61c02b753',
].map((line) => Array.from(line, (digit) => Number.parseInt(digit, 16)));

const COLUMNS_AND_DIAGONALS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const;

/** BLAKE2b (RFC 7693), slow and plain. */
export function blake2b(
  length: number,
  input: Uint8Array,
  key: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const h = BigUint64Array.from(IV);
  h[0] = at(h, 0) ^ 0x01010000n ^ (BigInt(key.length) << 8n) ^ BigInt(length);
  const keyed = key.length > 0 ? [...key, ...new Uint8Array(128 - key.length)] : [];
  const data = Uint8Array.from([...keyed, ...input]);
  const blocks = Math.max(1, Math.ceil(data.length / 128));
  for (let block = 0; block < blocks; block += 1) {
    const m = new Uint8Array(128);
    m.set(data.subarray(block * 128, block * 128 + 128));
    const last = block === blocks - 1;
    compress(h, m, BigInt(last ? data.length : (block + 1) * 128), last);
  }
  const out = new DataView(new ArrayBuffer(64));
  h.forEach((word, index) => out.setBigUint64(index * 8, word, true));
  return new Uint8Array(out.buffer).slice(0, length);
}

function compress(h: BigUint64Array, block: Uint8Array, count: bigint, last: boolean): void {
  const view = new DataView(block.buffer);
  const v = BigUint64Array.from([...h, ...IV]);
  v[12] = at(v, 12) ^ count;
  if (last) v[14] = at(v, 14) ^ WORD;
  const rotate = (value: bigint, by: bigint) => (value >> by) | ((value << (64n - by)) & WORD);
  for (const order of SIGMA) {
    COLUMNS_AND_DIAGONALS.forEach(([a, b, c, d], step) => {
      const x = view.getBigUint64((order[step * 2] ?? 0) * 8, true);
      const y = view.getBigUint64((order[step * 2 + 1] ?? 0) * 8, true);
      v[a] = at(v, a) + at(v, b) + x;
      v[d] = rotate(at(v, d) ^ at(v, a), 32n);
      v[c] = at(v, c) + at(v, d);
      v[b] = rotate(at(v, b) ^ at(v, c), 24n);
      v[a] = at(v, a) + at(v, b) + y;
      v[d] = rotate(at(v, d) ^ at(v, a), 16n);
      v[c] = at(v, c) + at(v, d);
      v[b] = rotate(at(v, b) ^ at(v, c), 63n);
    });
  }
  for (let i = 0; i < 8; i += 1) h[i] = at(h, i) ^ at(v, i) ^ at(v, i + 8);
}

function at(words: BigUint64Array, index: number): bigint {
  return words[index] ?? 0n;
}

/** lp(x) of the protocol. */
export function lp(part: Uint8Array | string): Uint8Array {
  const bytes = Buffer.from(part);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return join(length, bytes);
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

/** H of the protocol. */
export function H(label: string, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return blake2b(32, join(lp(`alcove/1/${label}`), ...parts.map(lp)));
}

/** KDF of the protocol. */
export function KDF(
  key: Uint8Array,
  label: string,
  length: number,
  ...parts: readonly (Uint8Array | string)[]
): Uint8Array {
  return blake2b(length, join(lp(`alcove/1/${label}`), ...parts.map(lp)), key);
}

export function sha512(input: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha512').update(input).digest());
}

/** ChaCha20-Poly1305 (RFC 8439), tag behind the ciphertext. */
export function chachaSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(data, { plaintextLength: plaintext.length });
  return join(cipher.update(plaintext), cipher.final(), cipher.getAuthTag());
}

/** Throws for what does not open. */
export function chachaOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAAD(data, { plaintextLength: sealed.length - 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return join(decipher.update(sealed.subarray(0, -16)), decipher.final());
}

/** HChaCha20 (draft-irtf-cfrg-xchacha, section 2.2). */
export function hchacha20(key: Uint8Array, nonce: Uint8Array): Uint8Array {
  const input = new DataView(join(Buffer.from('expand 32-byte k'), key, nonce).buffer);
  const state = Uint32Array.from({ length: 16 }, (_, i) => input.getUint32(i * 4, true));
  const word = (i: number) => state[i] ?? 0;
  const mix = (a: number, b: number, d: number, by: number) => {
    state[a] = word(a) + word(b);
    const x = word(d) ^ word(a);
    state[d] = (x << by) | (x >>> (32 - by));
  };
  for (let round = 0; round < 10; round += 1) {
    for (const [a, b, c, d] of COLUMNS_AND_DIAGONALS) {
      mix(a, b, d, 16);
      mix(c, d, b, 12);
      mix(a, b, d, 8);
      mix(c, d, b, 7);
    }
  }
  const out = new DataView(new ArrayBuffer(32));
  [0, 1, 2, 3, 12, 13, 14, 15].forEach((from, to) => out.setUint32(to * 4, word(from), true));
  return new Uint8Array(out.buffer);
}

/** XChaCha20-Poly1305; throws for what does not open. */
export function xchachaOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  data: Uint8Array,
  sealed: Uint8Array,
): Uint8Array {
  const subkey = hchacha20(key, nonce.subarray(0, 16));
  return chachaOpen(subkey, join(new Uint8Array(4), nonce.subarray(16)), data, sealed);
}

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  const key = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return Uint8Array.from(key.subarray(-32));
}

export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return Uint8Array.from(sign(null, message, privateKey(seed)));
}

export function ed25519Verify(
  publicKey: Uint8Array,
  signature: Uint8Array,
  message: Uint8Array,
): boolean {
  const key = createPublicKey({
    key: Buffer.concat([SPKI, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verify(null, message, key, signature);
}

function privateKey(seed: Uint8Array) {
  return createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
}
