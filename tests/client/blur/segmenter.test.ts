import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { Segmenter } from '../../../client/transport/blur/segmenter.ts';

const model = () =>
  new Uint8Array(
    readFileSync(
      createRequire(import.meta.url).resolve(
        '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite',
      ),
    ),
  );

/** A simple figure before a wall, in the size that the model takes. */
function figure(): Uint8ClampedArray {
  const [width, height] = [256, 144];
  const rgba = new Uint8ClampedArray(width * height * 4);
  const within = (x: number, y: number, [cx, cy, rx, ry]: [number, number, number, number]) =>
    ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = within(x, y, [128, 62, 26, 32])
        ? [205, 150, 125]
        : within(x, y, [128, 150, 64, 58])
          ? [45, 60, 110]
          : [170 + (x % 32), 180, 165 + (y % 16)];
      rgba.set([...colour, 255], (y * width + x) * 4);
    }
  }
  return rgba;
}

test('a figure is a person and the wall behind it is not', () => {
  const segmenter = new Segmenter(model());
  expect([segmenter.width, segmenter.height]).toEqual([256, 144]);
  const mask = segmenter.mask(figure());
  const at = (x: number, y: number) => mask[y * 256 + x];
  for (const [x, y] of [
    [128, 62],
    [128, 120],
  ] as const) {
    expect(at(x, y)).toBeGreaterThan(0.95);
  }
  for (const [x, y] of [
    [20, 20],
    [240, 60],
    [60, 40],
    [200, 30],
  ] as const) {
    expect(at(x, y)).toBeLessThan(0.05);
  }
});

// TensorFlow Lite's own arithmetic (XNNPACK, from @tensorflow/tfjs-tflite 0.0.1-alpha.10) gave these
// for the same figure, at the last step that it has without MediaPipe's additions.
const LAST_COMMON_TENSOR = 255;
const BY_TENSORFLOW_LITE: [place: number, value: number][] = [
  [1, 0.543599545955658],
  [77777, 0.5187275409698486],
  [12345, 5.454042911529541],
  [33333, 0],
  [54321, 0.30029296875],
  [100003, 0],
  [120011, 0.08746817708015442],
  [147000, 19.390636444091797],
];

test('the arithmetic is that of TensorFlow Lite', () => {
  const values = new Segmenter(withOutput(model(), LAST_COMMON_TENSOR)).mask(figure());
  expect(values).toHaveLength(72 * 128 * 16);
  for (const [place, value] of BY_TENSORFLOW_LITE) expect(values[place]).toBeCloseTo(value, 3);
});

test('anything but the model is refused', () => {
  expect(() => new Segmenter(new Uint8Array(4))).toThrow();
  expect(() => new Segmenter(model().subarray(0, 1000))).toThrow();
  const other = model();
  // The one operation of MediaPipe's own, under another name.
  const name = new TextEncoder().encode('Convolution2DTransposeBias');
  const at = Buffer.from(other.buffer).indexOf(name);
  other[at] = 'X'.charCodeAt(0);
  expect(() => new Segmenter(other)).toThrow('not known here: 32');
});

/** The same file, but for the number of the tensor that comes out. */
function withOutput(bytes: Uint8Array, tensor: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const follow = (at: number) => at + view.getUint32(at, true);
  const field = (table: number, index: number) => {
    const layout = table - view.getInt32(table, true);
    return follow(table + view.getUint16(layout + 4 + 2 * index, true));
  };
  const [graph] = [follow(field(follow(0), 2) + 4)];
  view.setInt32(field(graph, 2) + 4, tensor, true);
  return bytes;
}
