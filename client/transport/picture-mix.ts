import type { LocalMedia } from './local-media.ts';
import type { PeerLink } from './peer-link.ts';

const WIDTH = 640;
const HEIGHT = 360;
const FRAMES_A_SECOND = 12;
/** Of the small picture in the corner, and its distance from it. */
const SMALL = 0.25;
const MARGIN = 12;

export interface PictureSources {
  readonly link: Pick<PeerLink, 'stream'>;
  readonly media: LocalMedia;
  readonly shows: (slot: 'camera' | 'screen') => boolean;
}

/**
 * Both pictures as one track, drawn anew a few times a second: the other person's screen or camera
 * large, this side's camera in the corner. Where there is no picture it is dark.
 */
export class PictureMix {
  readonly #sources: PictureSources;
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  readonly #stream: MediaStream;
  readonly #large = newVideo();
  readonly #small = newVideo();
  #closed = false;

  /** `every`: a clock that also goes while the page is out of sight, in seconds. */
  constructor(sources: PictureSources, every: (seconds: number, tick: () => void) => void) {
    this.#sources = sources;
    this.#canvas.width = WIDTH;
    this.#canvas.height = HEIGHT;
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    this.#draw();
    this.#stream = this.#canvas.captureStream(FRAMES_A_SECOND);
    every(1 / FRAMES_A_SECOND, () => this.#draw());
  }

  get track(): MediaStreamTrack | undefined {
    return this.#stream.getVideoTracks()[0];
  }

  close(): void {
    this.#closed = true;
    for (const track of this.#stream.getTracks()) track.stop();
    this.#large.srcObject = this.#small.srcObject = null;
  }

  #draw(): void {
    const context = this.#context;
    if (!context || this.#closed) return;
    const { link, media, shows } = this.#sources;
    const theirs = (['screen', 'camera'] as const).find(shows);
    show(this.#large, theirs && link.stream(theirs)?.getVideoTracks()[0]);
    show(this.#small, media.camera);
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const [width, height] = [WIDTH * SMALL, HEIGHT * SMALL];
    fit(context, this.#large, { x: 0, y: 0, width: WIDTH, height: HEIGHT });
    const corner = { x: WIDTH - width - MARGIN, y: HEIGHT - height - MARGIN };
    fit(context, this.#small, { ...corner, width, height });
  }
}

function newVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  return video;
}

/** The element shows this track from now on. */
function show(video: HTMLVideoElement, track: MediaStreamTrack | undefined): void {
  const { srcObject } = video;
  const now = srcObject instanceof MediaStream ? srcObject.getTracks()[0] : undefined;
  if (now === track) return;
  video.srcObject = track ? new MediaStream([track]) : null;
  // Asked for: by itself a muted picture plays only where it can be seen.
  if (track) video.play().catch(() => undefined);
}

/** The whole picture, as large as it can be in the middle of a place. */
function fit(
  context: CanvasRenderingContext2D,
  video: HTMLVideoElement,
  place: { x: number; y: number; width: number; height: number },
): void {
  const { videoWidth, videoHeight, readyState } = video;
  if (!video.srcObject || readyState < video.HAVE_CURRENT_DATA || videoWidth === 0) return;
  const scale = Math.min(place.width / videoWidth, place.height / videoHeight);
  const [width, height] = [videoWidth * scale, videoHeight * scale];
  const x = place.x + (place.width - width) / 2;
  const y = place.y + (place.height - height) / 2;
  context.drawImage(video, x, y, width, height);
}
