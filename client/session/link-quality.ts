/** What was measured of a direct connection over the last moment; undefined where a browser tells not. */
export interface LinkSample {
  /** Of what this side sent, the share that was lost: 0–1. */
  readonly loss: number | undefined;
  /** What the way out is thought to carry, where a picture goes out to tell by; bits a second. */
  readonly available: number | undefined;
}

/** How a camera's picture is sent. */
export interface PictureLimit {
  /** Width and height are divided by this. */
  readonly scale: number;
  readonly maxBitrate: number;
  readonly maxFramerate: number;
}

/** From the whole picture to the least that is still a face. */
const STEPS: readonly PictureLimit[] = [
  { scale: 1, maxBitrate: 2_500_000, maxFramerate: 30 },
  { scale: 2, maxBitrate: 400_000, maxFramerate: 24 },
  { scale: 3, maxBitrate: 180_000, maxFramerate: 15 },
  { scale: 4, maxBitrate: 70_000, maxFramerate: 10 },
];

/** Losses that sound hardly bears; below the second it is as good as none. */
const LOSS_BAD = 0.08;
const LOSS_GOOD = 0.03;
/** What sound needs beside the picture, with room; bits a second. */
const SOUND = 80_000;
/** Samples in a row until a step: down quickly, and up only when it is likely to last. */
const DOWN_AFTER = 2;
const UP_AFTER = 5;

/**
 * Decides how much picture a link bears, so that sound is what is left of a poor one. One sample every
 * two seconds goes in. Steps down while sound suffers, and back one by one when it has not for a while.
 */
export class LinkQuality {
  #step = 0;
  #bad = 0;
  #good = 0;

  /** Whether less than the whole picture is sent. */
  get poor(): boolean {
    return this.#step > 0;
  }

  get limit(): PictureLimit {
    // Always one of them.
    return STEPS[this.#step] ?? { scale: 4, maxBitrate: 70_000, maxFramerate: 10 };
  }

  /** True when `limit` is another than before. */
  measured(sample: LinkSample): boolean {
    const before = this.#step;
    // No news of losses is neither good nor bad.
    const silent = sample.loss === undefined && !this.#narrow(sample);
    if (silent) return false;
    if (this.#suffers(sample)) {
      this.#good = 0;
      this.#bad += 1;
      if (this.#bad >= DOWN_AFTER && this.#step < STEPS.length - 1) this.#to(this.#step + 1);
    } else {
      this.#bad = 0;
      this.#good = isGood(sample) ? this.#good + 1 : 0;
      if (this.#good >= UP_AFTER && this.#step > 0) this.#to(this.#step - 1);
    }
    return this.#step !== before;
  }

  #suffers(sample: LinkSample): boolean {
    return (sample.loss !== undefined && sample.loss > LOSS_BAD) || this.#narrow(sample);
  }

  /** The next smaller picture and the sound would fill the way out. */
  #narrow({ available }: LinkSample): boolean {
    const next = STEPS[this.#step + 1];
    return available !== undefined && next !== undefined && available < next.maxBitrate + SOUND;
  }

  #to(step: number): void {
    this.#step = step;
    this.#bad = 0;
    this.#good = 0;
  }
}

function isGood({ loss, available }: LinkSample): boolean {
  return (loss === undefined || loss < LOSS_GOOD) && (available === undefined || available > SOUND);
}
