import { decodeAbout, type About } from '../../signaling/protocol/about.ts';

/** A server that says nothing for so long is not there; milliseconds. */
const PATIENCE_MS = 8000;

/**
 * What the page's own server says of itself: all that a page may know before anybody is let in.
 * Undefined if it does not answer, or not with that.
 */
export async function askAbout(): Promise<About | undefined> {
  try {
    const answer = await fetch('/about', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? decodeAbout(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
}
