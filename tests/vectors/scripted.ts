import type { Random } from '../../crypto/random.ts';

export const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** Bytes that count up from `start`, modulo 256. */
export const counting = (length: number, start: number) =>
  Uint8Array.from({ length }, (_, index) => (start + index) & 0xff);

/** Gives out the values in their order, to whoever asks for just that many bytes. */
export function scripted(values: Record<string, Uint8Array>): Random {
  const queue = Object.values(values);
  return (length) => {
    const next = queue.shift();
    if (next?.length !== length) throw new Error('drawn in another order');
    return new Uint8Array(next);
  };
}

/** Each field in hexadecimal. */
export const named = (fields: Record<string, Uint8Array>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hex(value)]));
