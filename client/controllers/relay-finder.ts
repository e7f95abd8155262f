import type { About } from '../../signaling/protocol/about.ts';
import { chooseRelay, type RelayChoice } from '../session/relay-choice.ts';
import type { NoRelayView } from '../state/host-view.ts';

type Found = Exclude<RelayChoice, { reason: unknown }>;

/** Where a new session begins, and why it cannot while there is no relay to be had. */
export class RelayFinder {
  readonly #page: string;
  readonly #askAbout: () => Promise<About | undefined>;
  readonly #changed: () => void;
  #view: NoRelayView | undefined;

  /** `page`: the page's own web origin. */
  constructor(page: string, askAbout: () => Promise<About | undefined>, changed: () => void) {
    this.#page = page;
    this.#askAbout = askAbout;
    this.#changed = changed;
  }

  /** What was in the way of the last search; undefined when nothing was. */
  get view(): NoRelayView | undefined {
    return this.#view;
  }

  /** Undefined where none is to be had, which `view` then says. */
  async find(): Promise<Found | undefined> {
    if (this.#view) {
      this.#view = { ...this.#view, busy: true };
      this.#changed();
    }
    const chosen = chooseRelay(this.#page, await this.#askAbout());
    this.#view = 'reason' in chosen ? { ...chosen, page: this.#page } : undefined;
    return 'reason' in chosen ? undefined : chosen;
  }

  clear(): void {
    this.#view = undefined;
  }
}
