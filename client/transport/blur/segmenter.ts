import * as kernels from './kernels.ts';
import type { Picture } from './kernels.ts';
import { readModel, type Model, type Operation } from './model.ts';

/**
 * Tells where in a picture there is a person: runs one small published network (see model.ts), in
 * plain arithmetic, so that nothing has to be loaded or compiled that a strict page would forbid.
 */
export class Segmenter {
  readonly width: number;
  readonly height: number;
  readonly #model: Model;
  readonly #pictures: readonly Picture[];

  /** `bytes`: the TensorFlow Lite file. Throws Error for another model. */
  constructor(bytes: Uint8Array) {
    this.#model = readModel(bytes);
    this.#pictures = this.#model.tensors.map(({ shape, values }) => {
      const [height = 1, width = 1, channels = 1] = shape.slice(-3);
      return {
        values: values ?? new Float32Array(height * width * channels),
        height,
        width,
        channels,
      };
    });
    ({ width: this.width, height: this.height } = this.#picture(this.#model.input));
  }

  /** For every pixel of a picture of this size how surely it shows a person, from 0 to 1. */
  mask(rgba: Uint8ClampedArray): Float32Array {
    const input = this.#picture(this.#model.input).values;
    for (let from = 0, to = 0; to < input.length; from += 4, to += 3) {
      input[to] = (rgba[from] as number) / 255;
      input[to + 1] = (rgba[from + 1] as number) / 255;
      input[to + 2] = (rgba[from + 2] as number) / 255;
    }
    for (const operation of this.#model.operations) this.#run(operation);
    return this.#picture(this.#model.output).values;
  }

  #run({ kind, inputs, output, stride }: Operation): void {
    const [first = -1, second = -1, third = -1] = inputs;
    const from = this.#picture(first);
    const to = this.#picture(output);
    switch (kind) {
      case 'add':
        return kernels.add(from, this.#picture(second), to);
      case 'multiply':
        return kernels.scale(from, this.#picture(second), to);
      case 'convolution': {
        const weights = this.#picture(second);
        const bias = this.#picture(third).values;
        if (weights.width === 1) kernels.pointwise(from, weights.values, bias, to);
        else kernels.convolution(from, weights.values, bias, to, weights.width, stride);
        return;
      }
      case 'depthwise': {
        const weights = this.#picture(second);
        return kernels.depthwise(
          from,
          weights.values,
          this.#picture(third).values,
          to,
          weights.width,
          stride,
        );
      }
      case 'spread':
        return kernels.spread(from, this.#picture(second).values, this.#picture(third).values, to);
      case 'enlarge':
        return kernels.enlarge(from, to);
      case 'mean':
        return kernels.mean(from, to);
      case 'relu':
        return kernels.relu(from, to);
      case 'sigmoid':
        return kernels.sigmoid(from, to);
      case 'hard-swish':
        return kernels.hardSwish(from, to);
    }
  }

  #picture(tensor: number): Picture {
    const picture = this.#pictures[tensor];
    if (!picture) throw new Error('a model that names what it does not have');
    return picture;
  }
}
