import { FlatBuffer } from './flatbuffer.ts';

/** Height, width and channels; a set of weights has one more in front. */
type Shape = readonly number[];

interface Tensor {
  readonly shape: Shape;
  /** Of a tensor that the file holds; the others are computed. */
  readonly values?: Float32Array | undefined;
}

export interface Operation {
  readonly kind: Kind;
  readonly inputs: readonly number[];
  readonly output: number;
  /** Of a convolution: how far it moves between two results. */
  readonly stride: number;
}

export interface Model {
  readonly tensors: readonly Tensor[];
  readonly operations: readonly Operation[];
  readonly input: number;
  readonly output: number;
}

/** By the numbers that TensorFlow Lite gives to its operations. */
const KINDS = {
  0: 'add',
  3: 'convolution',
  4: 'depthwise',
  6: 'widen',
  14: 'sigmoid',
  18: 'multiply',
  19: 'relu',
  23: 'enlarge',
  32: 'custom',
  40: 'mean',
  117: 'hard-swish',
} as const;
type Kind = Exclude<(typeof KINDS)[keyof typeof KINDS], 'widen' | 'custom'> | 'spread';

/** The one operation of MediaPipe's own that the model has. */
const SPREAD = 'Convolution2DTransposeBias';
const FLOAT16 = 1;

/**
 * Reads a TensorFlow Lite file as far as the one model that is used here needs it. Throws Error for
 * anything else: a wrong mask would show what should be hidden.
 */
export function readModel(bytes: Uint8Array): Model {
  const file = new FlatBuffer(bytes);
  const [graph, ...more] = file.tables(file.root, 2);
  if (graph === undefined || more.length > 0) throw new Error('not a model of one graph');
  const codes = file.tables(file.root, 1).map((code) => {
    const custom = new TextDecoder().decode(file.blob(code, 1));
    return { number: Math.max(file.int8(code, 0), file.uint32(code, 3)), custom };
  });
  const buffers = file.tables(file.root, 4);
  const tensors: Tensor[] = file.tables(graph, 0).map((tensor) => {
    const buffer = buffers[file.uint32(tensor, 2)];
    const stored = buffer === undefined ? new Uint8Array() : file.blob(buffer, 0);
    const values =
      stored.length > 0 && file.int8(tensor, 1) === FLOAT16 ? widened(stored) : undefined;
    return { shape: file.int32s(tensor, 0), values };
  });
  const operations: Operation[] = [];
  for (const operation of file.tables(graph, 3)) {
    const { number, custom } = codes[file.uint32(operation, 0)] ?? { number: -1, custom: '' };
    const inputs = file.int32s(operation, 1);
    const [output = -1] = file.int32s(operation, 2);
    const named = KINDS[number as keyof typeof KINDS] as
      (typeof KINDS)[keyof typeof KINDS] | undefined;
    if (named === 'widen') {
      const from = tensors[inputs[0] ?? -1];
      const to = tensors[output];
      if (!from?.values || !to) throw new Error('weights of another kind');
      tensors[output] = { shape: to.shape, values: from.values };
      continue;
    }
    if (named === undefined || (named === 'custom' && custom !== SPREAD)) {
      throw new Error(`an operation that is not known here: ${number}`);
    }
    const kind = named === 'custom' ? 'spread' : named;
    const convolves = kind === 'convolution' || kind === 'depthwise';
    const options = file.at(operation, 4);
    const stride = convolves ? file.uint32(options, 1) : 1;
    operations.push({ kind, inputs, output, stride });
  }
  const [input = -1] = file.int32s(graph, 1);
  const [output = -1] = file.int32s(graph, 2);
  return { tensors, operations, input, output };
}

/** Numbers of 16 bits, which the file keeps, as numbers of 32. */
function widened(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
    half(view.getUint16(2 * i, true)),
  );
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) throw new Error('a weight that is no number');
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
