import type { FrameRefusal } from '../../crypto/channel/media-frame.ts';

/** Of frames that are not the other side's, so many close together are no accident. */
const BURST = 8;
/** So many good frames make up for one of those. */
const FORGIVEN_BY = 32;

/**
 * Tells tampering from accident, for one direct connection, by the frames that the other side never
 * sealed: eight of them beyond one in 32 good ones. A few at the beginning, or one now and then, may
 * be a browser's fault.
 *
 * A frame that comes again is refused as well, and is no sign of anything: browsers find out how much
 * the network carries by sending again what they have sent, thirty times within a moment.
 */
export class FrameAlarm {
  #refused = 0;
  #score = 0;
  #next = 0;

  opened(): void {
    this.#score = Math.max(0, this.#score - 1 / FORGIVEN_BY);
  }

  /**
   * Gives how many frames were refused so far, if that is to be told now: at a burst, and while it
   * goes on each time that there are twice as many. A flood of frames is no flood of news.
   */
  refused(why: FrameRefusal): number | undefined {
    this.#refused += 1;
    if (why === 'FRAME_REPLAYED') return undefined;
    this.#score = Math.min(BURST, this.#score + 1);
    if (this.#score < BURST || this.#refused < this.#next) return undefined;
    this.#next = this.#refused * 2;
    return this.#refused;
  }
}
