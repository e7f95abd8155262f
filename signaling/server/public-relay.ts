import type { About } from '../protocol/about.ts';
import { askRelay, knock } from './ask-relay.ts';
import type { Log } from './log.ts';

/** What was found well stays so for a while; milliseconds. */
const FRESH_MS = 60_000;

export interface PublicRelayOptions {
  /** Its web origin, as the person named it: it is never led to another. */
  readonly relay: string;
  /** The web origin of the pages that are to use it. */
  readonly page: string;
  readonly log: Log;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** The relay on a server, seen from the therapist's own computer: whether pages of here can use it. */
export class PublicRelay {
  readonly #options: PublicRelayOptions;
  #asking: Promise<About> | undefined;
  #known: { readonly about: About; readonly until: number } | undefined;
  #turn = false;
  #said: string | undefined;

  constructor(options: PublicRelayOptions) {
    this.#options = options;
  }

  /** Asks it anew where what is known is old, or was not good; within seconds. Never rejects. */
  about(): Promise<About> {
    if (this.#known && this.#options.now() < this.#known.until) {
      return Promise.resolve(this.#known.about);
    }
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<About> {
    const { relay, page, now } = this.#options;
    const [heard, door] = await Promise.all([askRelay(relay), knock(relay, page)]);
    const about = heard.kind === 'about' ? heard.about : undefined;
    // Away for a moment, it still has what it had.
    this.#turn = about?.turn ?? this.#turn;
    const trouble =
      about && about.relay !== relay
        ? 'other-name'
        : door === 'forbidden'
          ? 'not-allowed'
          : undefined;
    const found: About = { relay, turn: this.#turn, trouble };
    const well = about !== undefined && trouble === undefined && door === 'open';
    this.#known = well ? { about: found, until: now() + FRESH_MS } : undefined;
    this.#tell(
      trouble === 'other-name'
        ? `${relay} takes itself for ${about?.relay ?? ''}: start with --relay ${about?.relay ?? ''}, or set ORIGIN there.`
        : trouble === 'not-allowed'
          ? `${relay} lets no pages of ${page} in: set ALLOW_ORIGINS=${page} there.`
          : heard.kind === 'strange'
            ? `${relay} answers /about with ${heard.status} and not as a relay does: see that Alcove of this version runs there.`
            : door === 'away' || heard.kind === 'away'
              ? `${relay} is out of reach. Notes open all the same; a session needs it.`
              : undefined,
    );
    return found;
  }

  /** Once, and again when it has changed. */
  #tell(sentence: string | undefined): void {
    const { relay, log } = this.#options;
    if (sentence === this.#said) return;
    this.#said = sentence;
    if (sentence === undefined) log('info', 'relay-found', `Sessions go through ${relay} again.`);
    else log('warning', 'relay-trouble', sentence);
  }
}
