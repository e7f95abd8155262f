import { createCipheriv } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { ready } from '../../crypto/sodium.ts';
import file from '../vectors/file.json' with { type: 'json' };
import { blake2b, H, join } from './second-source.ts';

beforeAll(() => ready);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const unhex = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const big = (value: number, length: number) => {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, Math.max(0, length - 6), Math.min(6, length));
  return bytes;
};
const counting = (length: number) => Uint8Array.from({ length }, (_, index) => index & 0xff);

describe('file vectors', () => {
  it('messages are id, then their few fields', () => {
    const [offer, accept, ...rest] = file.messages;
    const id = unhex('1112131415161718');
    expect(offer).toEqual({
      type: 16,
      body: hex(join(id, big(65_557, 8), Buffer.from('façade “1”.pdf'))),
    });
    const key = Uint8Array.from({ length: 32 }, (_, index) => 0x40 + index);
    expect(accept).toEqual({ type: 17, body: hex(join(id, big(1, 4), key)) });
    expect(rest).toEqual([
      ...[0, 1, 2].map((reason) => ({ type: 18, body: hex(join(id, big(reason, 1))) })),
      { type: 19, body: hex(id) },
      { type: 20, body: hex(id) },
    ]);
  });

  it.each(file.streams)('the stream of $size bytes from chunk $from', (vector) => {
    const id = unhex(vector.id);
    const { name, size, from, packets } = vector;
    const data = H('file', id, big(size, 8), big(from, 4), name);
    const contents = Array.from({ length: Math.max(1, Math.ceil(size / 65_536)) }, (_, number) =>
      counting(Math.min(65_536, size - number * 65_536)),
    );
    const key = unhex(vector.key);
    const chunks = contents.slice(from).map((chunk, index) => {
      const number = from + index;
      const last = number === contents.length - 1 ? 1 : 0;
      const cipher = createCipheriv('aes-256-gcm', key, join(big(number, 11), Uint8Array.of(last)));
      cipher.setAAD(data);
      return join(cipher.update(chunk), cipher.final(), cipher.getAuthTag());
    });
    const expected = [join(id, big(from, 4)), ...chunks];
    expect(packets).toEqual(
      expected.map((packet) => ({
        length: packet.length,
        head: hex(packet.subarray(0, 64)),
        blake2b256: hex(blake2b(32, packet)),
      })),
    );
  });
});
