// The arithmetic of a small neural network. Every picture is one row of pixels after the other, all
// channels of a pixel side by side.

interface Picture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** How far before the first pixel a window begins, so that both edges are treated alike. */
const before = (from: number, to: number, size: number, stride: number): number =>
  Math.max((to - 1) * stride + size - from, 0) >> 1;

/** Every pixel for itself: a matrix of weights over its channels. Four results at a time. */
export function pointwise(
  from: Picture,
  weights: Float32Array,
  bias: Float32Array,
  to: Picture,
): void {
  const { values: x, channels: ins } = from;
  const { values: y, channels: outs } = to;
  const pixels = to.height * to.width;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const at = pixel * ins;
    for (let out = 0; out < outs; out += 4) {
      let a = bias[out] as number;
      let b = bias[out + 1] as number;
      let c = bias[out + 2] as number;
      let d = bias[out + 3] as number;
      const w = out * ins;
      for (let i = 0; i < ins; i += 1) {
        const value = x[at + i] as number;
        a += value * (weights[w + i] as number);
        b += value * (weights[w + ins + i] as number);
        c += value * (weights[w + 2 * ins + i] as number);
        d += value * (weights[w + 3 * ins + i] as number);
      }
      const into = pixel * outs + out;
      y[into] = a;
      y[into + 1] = b;
      y[into + 2] = c;
      y[into + 3] = d;
    }
  }
}

/** A window over all channels. Laid side by side, what a window sees is a pixel for `pointwise`. */
export function convolution(
  from: Picture,
  weights: Float32Array,
  bias: Float32Array,
  to: Picture,
  size: number,
  stride: number,
): void {
  const top = before(from.height, to.height, size, stride);
  const left = before(from.width, to.width, size, stride);
  const ins = from.channels;
  const channels = size * size * ins;
  const values = new Float32Array(to.height * to.width * channels);
  let at = 0;
  for (let y = 0; y < to.height; y += 1) {
    for (let x = 0; x < to.width; x += 1) {
      for (let dy = 0; dy < size; dy += 1) {
        const row = y * stride - top + dy;
        for (let dx = 0; dx < size; dx += 1, at += ins) {
          const column = x * stride - left + dx;
          // Beyond the edge there is nothing, which is what a new row of numbers holds.
          if (row < 0 || row >= from.height || column < 0 || column >= from.width) continue;
          const seen = (row * from.width + column) * ins;
          for (let i = 0; i < ins; i += 1) values[at + i] = from.values[seen + i] as number;
        }
      }
    }
  }
  pointwise({ values, height: to.height, width: to.width, channels }, weights, bias, to);
}

/** A window over each channel for itself. */
export function depthwise(
  from: Picture,
  weights: Float32Array,
  bias: Float32Array,
  to: Picture,
  size: number,
  stride: number,
): void {
  const { values: source, channels } = from;
  const { values: result } = to;
  const top = before(from.height, to.height, size, stride);
  const left = before(from.width, to.width, size, stride);
  for (let y = 0; y < to.height; y += 1) {
    const row = y * stride - top;
    const firstRow = Math.max(row, 0);
    const lastRow = Math.min(row + size, from.height);
    for (let x = 0; x < to.width; x += 1) {
      const column = x * stride - left;
      const firstColumn = Math.max(column, 0);
      const lastColumn = Math.min(column + size, from.width);
      const into = (y * to.width + x) * channels;
      for (let i = 0; i < channels; i += 1) {
        let sum = bias[i] as number;
        for (let r = firstRow; r < lastRow; r += 1) {
          let at = (r * from.width + firstColumn) * channels + i;
          let w = ((r - row) * size + firstColumn - column) * channels + i;
          for (let c = firstColumn; c < lastColumn; c += 1) {
            sum += (source[at] as number) * (weights[w] as number);
            at += channels;
            w += channels;
          }
        }
        result[into + i] = sum;
      }
    }
  }
}

/** Every pixel becomes two by two of one channel. */
export function spread(
  from: Picture,
  weights: Float32Array,
  bias: Float32Array,
  to: Picture,
): void {
  const ins = from.channels;
  for (let y = 0; y < to.height; y += 1) {
    for (let x = 0; x < to.width; x += 1) {
      const at = ((y >> 1) * from.width + (x >> 1)) * ins;
      const w = ((y & 1) * 2 + (x & 1)) * ins;
      let sum = bias[0] as number;
      for (let i = 0; i < ins; i += 1) {
        sum += (from.values[at + i] as number) * (weights[w + i] as number);
      }
      to.values[y * to.width + x] = sum;
    }
  }
}

/** Twice the size, evenly blended between the centres of the pixels. */
export function enlarge(from: Picture, to: Picture): void {
  const { channels } = from;
  const place = (to: number, scale: number, limit: number): [number, number, number] => {
    const at = Math.max((to + 0.5) * scale - 0.5, 0);
    const low = Math.floor(at);
    return [low, Math.min(low + 1, limit - 1), at - low];
  };
  for (let y = 0; y < to.height; y += 1) {
    const [top, bottom, down] = place(y, from.height / to.height, from.height);
    for (let x = 0; x < to.width; x += 1) {
      const [left, right, across] = place(x, from.width / to.width, from.width);
      const into = (y * to.width + x) * channels;
      const a = (top * from.width + left) * channels;
      const b = (top * from.width + right) * channels;
      const c = (bottom * from.width + left) * channels;
      const d = (bottom * from.width + right) * channels;
      for (let i = 0; i < channels; i += 1) {
        const above =
          (from.values[a + i] as number) * (1 - across) + (from.values[b + i] as number) * across;
        const below =
          (from.values[c + i] as number) * (1 - across) + (from.values[d + i] as number) * across;
        to.values[into + i] = above * (1 - down) + below * down;
      }
    }
  }
}

/** One value a channel: the middle of the whole picture. */
export function mean(from: Picture, to: Picture): void {
  const { values, channels } = from;
  const pixels = from.height * from.width;
  const sums = new Float64Array(channels);
  for (let at = 0; at < values.length; at += channels) {
    for (let i = 0; i < channels; i += 1)
      sums[i] = (sums[i] as number) + (values[at + i] as number);
  }
  for (let i = 0; i < channels; i += 1) to.values[i] = (sums[i] as number) / pixels;
}

export function relu(from: Picture, to: Picture): void {
  for (let i = 0; i < to.values.length; i += 1) {
    const value = from.values[i] as number;
    to.values[i] = value > 0 ? value : 0;
  }
}

export function sigmoid(from: Picture, to: Picture): void {
  for (let i = 0; i < to.values.length; i += 1) {
    to.values[i] = 1 / (1 + Math.exp(-(from.values[i] as number)));
  }
}

export function hardSwish(from: Picture, to: Picture): void {
  for (let i = 0; i < to.values.length; i += 1) {
    const value = from.values[i] as number;
    to.values[i] = value <= -3 ? 0 : value >= 3 ? value : (value * (value + 3)) / 6;
  }
}

/** Two of the same size. */
export function add(one: Picture, other: Picture, to: Picture): void {
  for (let i = 0; i < to.values.length; i += 1) {
    to.values[i] = (one.values[i] as number) + (other.values[i] as number);
  }
}

/** Every pixel by one and the same value a channel. */
export function scale(one: Picture, by: Picture, to: Picture): void {
  const { channels } = to;
  for (let at = 0; at < to.values.length; at += channels) {
    for (let i = 0; i < channels; i += 1) {
      to.values[at + i] = (one.values[at + i] as number) * (by.values[i] as number);
    }
  }
}

export type { Picture };
