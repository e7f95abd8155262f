import type { Rate } from './policy.ts';

/** A token bucket: full at first, refilled as time goes by. The rate is given at every use, so
 * that a bucket is two numbers; there is one for every connection. */
export class TokenBucket {
  #tokens: number;
  #at: number;

  constructor(rate: Rate, now: number) {
    this.#tokens = rate.burst;
    this.#at = now;
  }

  /** Takes `cost` tokens, or none and returns false. `now` in milliseconds, never going back. */
  take(rate: Rate, cost: number, now: number): boolean {
    const refilled = this.#tokens + ((now - this.#at) / 1000) * rate.refill;
    this.#tokens = Math.min(rate.burst, refilled);
    this.#at = now;
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }

  /** Takes `cost` whatever is there, into a debt of one burst at most: what was spent elsewhere. */
  charge(rate: Rate, cost: number, now: number): void {
    this.take(rate, 0, now);
    this.#tokens = Math.max(-rate.burst, this.#tokens - cost);
  }
}
