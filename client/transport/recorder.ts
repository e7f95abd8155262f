import type { LocalMedia } from './local-media.ts';
import type { PeerLink } from './peer-link.ts';
import { PictureMix } from './picture-mix.ts';
import { SoundMix } from './sound-mix.ts';

/** A crash loses no more than what is not handed over yet; tuning, in milliseconds. */
const SLICE_MS = 500;
const SOUND_BITS = 48_000;
const PICTURE_BITS = 600_000;

/** The first that the browser can write is taken. */
const TYPES = {
  sound: ['audio/webm;codecs=opus', 'audio/mp4'],
  pictures: ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'],
} as const;

/** Undefined where the browser cannot record. */
export function recordedType(scope: 'sound' | 'pictures'): string | undefined {
  return TYPES[scope].find((type) => MediaRecorder.isTypeSupported(type));
}

export interface RecorderOptions {
  readonly scope: 'sound' | 'pictures';
  readonly mime: string;
  readonly link: Pick<PeerLink, 'stream'>;
  /** Whether the other side sends something in a slot. */
  readonly shows: (slot: 'camera' | 'screen') => boolean;
  readonly media: LocalMedia;
  /** A part of the recording, in order, and how many milliseconds of it have passed at its end. */
  readonly chunk: (bytes: Uint8Array, at: number) => Promise<void>;
  readonly failed: () => void;
}

/**
 * Both voices in one sound and, if wanted, both pictures in one: a recorder needs tracks that stay,
 * and those of a conversation come and go. What it gives is never a file: each part is handed over as
 * it comes.
 */
export class Recorder {
  readonly #options: RecorderOptions;
  readonly #sound: SoundMix;
  readonly #pictures: PictureMix | undefined;
  readonly #recorder: MediaRecorder;
  readonly #stopped: Promise<void>;
  /** Parts are read one after another: a later one may be ready sooner. */
  #reading: Promise<void> = Promise.resolve();
  /** Of what was recorded until the last pause, and when it went on. */
  #recorded = 0;
  #since: number | undefined;
  #paused = false;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const { scope, mime, link, media } = options;
    this.#sound = new SoundMix(() => [
      link.stream('microphone')?.getAudioTracks()[0],
      media.microphone,
    ]);
    if (scope === 'pictures') {
      this.#pictures = new PictureMix(options, (seconds, tick) => this.#sound.every(seconds, tick));
    }
    const tracks = [this.#sound.track, this.#pictures?.track].filter(
      (track) => track !== undefined,
    );
    this.#recorder = new MediaRecorder(new MediaStream(tracks), {
      mimeType: mime,
      audioBitsPerSecond: SOUND_BITS,
      videoBitsPerSecond: PICTURE_BITS,
    });
    this.#stopped = new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => resolve(), { once: true });
    });
    this.#recorder.addEventListener('error', () => options.failed());
    this.#recorder.addEventListener('dataavailable', ({ data }) => {
      const at = this.#now();
      this.#reading = this.#reading.then(() => this.#hand(data, at)).catch(reportError);
    });
  }

  start(): void {
    this.#recorder.start(SLICE_MS);
    if (this.#paused) this.#recorder.pause();
    else this.#since = performance.now();
  }

  /** While it is paused, nothing is recorded and no time passes in it. Also takes up other devices. */
  pause(paused: boolean): void {
    this.#sound.update();
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (this.#recorder.state === 'inactive') return;
    if (paused) {
      this.#recorded = this.#now();
      this.#since = undefined;
      this.#recorder.pause();
    } else {
      this.#since = performance.now();
      this.#recorder.resume();
    }
  }

  /** Records nothing from this moment on. Resolves when the last part was handed over. */
  async stop(): Promise<void> {
    this.#recorded = this.#now();
    this.#since = undefined;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#sound.close();
    this.#pictures?.close();
    await this.#stopped;
    await this.#reading;
  }

  #now(): number {
    const since = this.#since;
    return Math.round(this.#recorded + (since === undefined ? 0 : performance.now() - since));
  }

  async #hand(data: Blob, at: number): Promise<void> {
    if (data.size === 0) return;
    await this.#options.chunk(new Uint8Array(await data.arrayBuffer()), at);
  }
}
