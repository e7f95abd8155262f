/** Tuning: quick at first, since most drops are short; never a storm on a restarted relay. */
const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * The wait before the next try, in milliseconds: doubling from 250 ms to 10 s, each drawn from its
 * upper half so that many clients of one restarted relay spread out.
 * `failures` counts tries since the last success, from 0; `random` is in [0, 1).
 */
export function backoff(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 10));
  return ceiling / 2 + random * (ceiling / 2);
}
