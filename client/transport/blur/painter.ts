/** What the model looks at. */
const MASK = { width: 256, height: 144 };
/** The longer side of what is sent, at most. */
const LONG_SIDE = 960;
/** The longer side of the picture that is left of what is blurred: too small to show what it was. */
const LEFT_OF_IT = 24;
const BETWEEN = 96;
const COVER = '#3b4245';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Takes a picture from the camera, and paints it once its mask is there: first all of it, blurred,
 * then over it the person. Blurred means drawn so small that nothing can be told any more, and
 * enlarged again.
 */
export class Painter {
  /** The only thing that leaves this class. */
  readonly canvas = document.createElement('canvas');
  readonly #out = pen(this.canvas);
  /** The picture that waits for its mask, and after that the person of it. */
  readonly #picture = pen();
  readonly #seen = pen(undefined, { willReadFrequently: true });
  readonly #mask = pen();
  readonly #tiny = pen();
  readonly #small = pen();
  #box: Box = { x: 0, y: 0, ...MASK };

  constructor() {
    resize(this.#seen, MASK.width, MASK.height);
    resize(this.#mask, MASK.width, MASK.height);
    resize(this.#out, 640, 480);
    this.cover();
  }

  /** A plain colour, without asking anybody. */
  cover(): void {
    this.#out.fillStyle = COVER;
    this.#out.fillRect(0, 0, this.canvas.width, this.canvas.height);
  }

  /** The camera's picture of this moment in the model's size, or null while it has none. */
  take(camera: HTMLVideoElement): ArrayBuffer | null {
    const { videoWidth, videoHeight } = camera;
    if (camera.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || videoWidth === 0) return null;
    const scale = Math.min(LONG_SIDE / Math.max(videoWidth, videoHeight), 1);
    const width = Math.round(videoWidth * scale);
    const height = Math.round(videoHeight * scale);
    if (width !== this.#picture.canvas.width || height !== this.#picture.canvas.height) {
      this.#fit(width, height);
    }
    this.#picture.globalCompositeOperation = 'copy';
    this.#picture.drawImage(camera, 0, 0, width, height);
    this.#seen.drawImage(this.#picture.canvas, ...corners(this.#box));
    return this.#seen.getImageData(0, 0, MASK.width, MASK.height).data.buffer;
  }

  /** The picture taken last, behind `mask`: one byte a pixel. Throws Error for a mask of another size. */
  paint(mask: Uint8ClampedArray): void {
    const { width, height } = this.#picture.canvas;
    const shape = this.#mask.createImageData(MASK.width, MASK.height);
    if (mask.length * 4 !== shape.data.length) throw new Error('a mask of another picture');
    for (let i = 0; i < mask.length; i += 1) shape.data[4 * i + 3] = mask[i] ?? 0;
    this.#mask.putImageData(shape, 0, 0);
    draw(this.#picture, this.#small);
    draw(this.#small, this.#tiny);
    draw(this.#tiny, this.#small);
    // What is left of the picture is what the mask shows.
    this.#picture.globalCompositeOperation = 'destination-in';
    this.#picture.drawImage(this.#mask.canvas, ...corners(this.#box), 0, 0, width, height);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      resize(this.#out, width, height);
    }
    draw(this.#small, this.#out);
    this.#out.drawImage(this.#picture.canvas, 0, 0);
  }

  /** For a picture of this size: the model sees all of it, in its own proportions. */
  #fit(width: number, height: number): void {
    resize(this.#picture, width, height);
    const long = Math.max(width, height);
    const sized = (by: CanvasRenderingContext2D, side: number) =>
      resize(by, Math.ceil((width * side) / long), Math.ceil((height * side) / long));
    sized(this.#tiny, LEFT_OF_IT);
    sized(this.#small, BETWEEN);
    const scale = Math.min(MASK.width / width, MASK.height / height);
    const box = { width: width * scale, height: height * scale };
    this.#box = { x: (MASK.width - box.width) / 2, y: (MASK.height - box.height) / 2, ...box };
    // Around a picture of other proportions there is nothing, also where the last one was.
    resize(this.#seen, MASK.width, MASK.height);
  }
}

function pen(
  canvas = document.createElement('canvas'),
  settings: CanvasRenderingContext2DSettings = {},
): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', settings);
  if (!context) throw new Error('a canvas that cannot be drawn on');
  return context;
}

function resize({ canvas }: CanvasRenderingContext2D, width: number, height: number): void {
  canvas.width = width;
  canvas.height = height;
}

function draw({ canvas: from }: CanvasRenderingContext2D, to: CanvasRenderingContext2D): void {
  to.drawImage(from, 0, 0, to.canvas.width, to.canvas.height);
}

const corners = ({ x, y, width, height }: Box): [number, number, number, number] => [
  x,
  y,
  width,
  height,
];
