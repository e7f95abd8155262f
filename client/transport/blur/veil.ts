import { startTrustedWorker } from '../trusted-worker.ts';
import worker from './blur-worker.ts?worker&url';
import { Painter } from './painter.ts';

/** The first mask waits for the model to arrive; each one after it for arithmetic alone. */
const FIRST_MS = 15_000;
const NEXT_MS = 5000;
/** Pictures a second that the browser takes from the canvas, at most. */
const RATE = 25;

/**
 * A camera's picture with everything but the person blurred, as a track of its own. The track shows
 * what was painted and nothing else: a plain colour before the first mask, and again as soon as
 * anything goes wrong. What the camera sees goes into no track without a mask made for that very
 * picture. Nothing of it leaves the device: the model comes from where the page came from.
 */
export class Veil {
  readonly track: MediaStreamTrack;
  readonly #camera = document.createElement('video');
  readonly #painter = new Painter();
  readonly #worker: Worker;
  readonly #failed: () => void;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  /** `failed` is called once, when no more masks come; the track shows a plain colour from then on. */
  constructor(camera: MediaStreamTrack, failed: () => void) {
    this.#failed = failed;
    const [track] = this.#painter.canvas.captureStream(RATE).getVideoTracks();
    if (!track) throw new Error('a canvas without a picture');
    this.track = track;
    this.#camera.muted = true;
    this.#camera.playsInline = true;
    this.#camera.srcObject = new MediaStream([camera]);
    this.#camera.play().catch(() => {
      // Nothing to be seen is nothing to be masked; the watch ends it.
    });
    this.#worker = startTrustedWorker(worker);
    this.#worker.onmessage = ({ data }: MessageEvent<ArrayBuffer | null>) => this.#hear(data);
    this.#worker.onerror = (event) => {
      event.preventDefault();
      this.#fail();
    };
    this.#expect(FIRST_MS);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#watch);
    this.#worker.terminate();
    this.#painter.cover();
    this.track.stop();
    this.#camera.srcObject = null;
  }

  #hear(mask: ArrayBuffer | null): void {
    if (this.#ended) return;
    try {
      if (mask === null) {
        const picture = this.#painter.take(this.#camera);
        this.#worker.postMessage(picture, picture ? [picture] : []);
        return;
      }
      this.#painter.paint(new Uint8ClampedArray(mask));
      this.#expect(NEXT_MS);
    } catch (error) {
      reportError(error);
      this.#fail();
    }
  }

  /** A device that wakes from sleep finds the time over before it hears what came meanwhile: twice. */
  #expect(within: number): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      this.#watch = setTimeout(() => this.#fail(), within);
    }, within);
  }

  #fail(): void {
    if (this.#ended) return;
    this.end();
    this.#failed();
  }
}
