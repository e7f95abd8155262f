import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SteadyPictures } from '../../client/elements/steady-pictures.ts';

const bytes = (hex: string): number[] => [...Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')];
const size = (length: number): string => `01${length.toString(16).padStart(14, '0')}`;

const HEAD = '1a45dfa3 80';
const SEGMENT = '18538067 01ffffffffffffff';
/** Sound is track 1, pictures are track 2. */
const TRACKS = '1654ae6b 90 ae 86 d78101 838102 ae 86 d78102 838101';
const CLUSTER = '1f43b675 01ffffffffffffff';
const SOUND = 'a3 86 81 0005 80 aabb';

/** A keyframe at 0 ms and, in the next cluster, 600 ms later, another picture; sound between. */
const STREAM = bytes(
  `${HEAD} ${SEGMENT} ${TRACKS} ${CLUSTER} e78100 a3 85 82 0000 80 11 ${SOUND}
   ${CLUSTER} e7820258 a3 85 82 0000 00 22 ${SOUND}`,
);
/** Said of the first that it lasts 600 ms; of the last nothing is known. */
const STEADY = bytes(
  `${HEAD} ${SEGMENT} ${TRACKS} ${CLUSTER} e78100
   a0 ${size(20)} a1 ${size(5)} 82 0000 00 11 9b84 00000258 ${SOUND}
   ${CLUSTER} e7820258
   a0 ${size(17)} a1 ${size(5)} 82 0000 00 22 fb81ff ${SOUND}`,
);

const steady = (parts: readonly (readonly number[])[]): number[] => {
  const pictures = new SteadyPictures();
  return [...parts.flatMap((part) => [...pictures.push(Uint8Array.from(part))]), ...pictures.end()];
};

describe('pictures of a recording', () => {
  test('last until the next one, also over the end of a cluster', () => {
    expect(steady([STREAM])).toEqual(STEADY);
  });

  test('come out the same wherever the stream is cut', () => {
    for (let at = 0; at <= STREAM.length; at += 1)
      expect(steady([STREAM.slice(0, at), STREAM.slice(at)]), `cut at ${at}`).toEqual(STEADY);
    expect(steady(STREAM.map((byte) => [byte]))).toEqual(STEADY);
  });

  test('of a stream that says how long they last are as they came', () => {
    expect(steady([STEADY.slice(0, -34)])).toEqual(STEADY.slice(0, -34));
  });

  test('a stream that ends in the middle of an element ends before it', () => {
    const cut = steady([STREAM.slice(0, -3)]);
    expect(cut).toEqual(STEADY.slice(0, -8));
  });

  test('what is no WebM comes out as it came', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 7 })), { minLength: 1 }), (parts) => {
        // No element begins with a byte this small.
        expect(steady(parts)).toEqual(parts.flat());
      }),
    );
  });

  test('no bytes are a reason to throw', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(STREAM.length - 1), fc.nat(255)), { maxLength: 8 }),
        (changes) => {
          const damaged = [...STREAM];
          for (const [at, byte] of changes) damaged[at] = byte;
          steady([damaged]);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
