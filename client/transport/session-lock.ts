/** A reloaded tab may have to wait until the browser has let go of its former self; milliseconds. */
const PATIENCE_MS = 2000;

/**
 * An exclusive lock for the life of a session, or undefined while another tab holds it. Where the
 * browser refuses the page all storage it refuses locks as well; there no tab can have the session of
 * another, and none is needed. `room`: the id of the session's room, in hex.
 */
export function takeSessionLock(room: string): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const hold = () => new Promise<void>((release) => resolve(release));
    navigator.locks.request(`alcove-session-${room}`, { signal }, hold).catch((error: unknown) => {
      if (signal.aborted) resolve(undefined);
      else if (error instanceof DOMException && error.name === 'SecurityError') resolve(() => {});
      else reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}
