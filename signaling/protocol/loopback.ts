const LOOPBACK = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/;

/** Whether what this web origin names is the very machine that asks. */
export function isLoopback(origin: string): boolean {
  return LOOPBACK.test(origin);
}
