import { LitElement } from 'lit';

const MINUTE_MS = 60_000;

/** The whole minutes since a moment, in words that are set anew each minute and never announced. */
export class Elapsed extends LitElement {
  static override properties = { since: { type: Number }, words: { attribute: false } };

  /** Milliseconds since the epoch. */
  declare since: number;
  declare words: (minutes: number) => string;
  #timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected override render(): unknown {
    const passed = Math.max(0, Date.now() - this.since);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.requestUpdate(), MINUTE_MS - (passed % MINUTE_MS));
    return this.words(Math.floor(passed / MINUTE_MS));
  }
}

customElements.define('alcove-elapsed', Elapsed);
