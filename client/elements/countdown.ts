import { LitElement } from 'lit';

const SECOND_MS = 1000;

/** The whole seconds until a moment, in words set anew each second. It says `over` when it is there. */
export class Countdown extends LitElement {
  static override properties = { until: { type: Number }, words: { attribute: false } };

  /** Milliseconds since the epoch. */
  declare until: number;
  declare words: (seconds: number) => string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidOver = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override render(): unknown {
    clearTimeout(this.#timer);
    const left = this.until - Date.now();
    if (left <= 0) return '';
    this.#timer = setTimeout(() => this.requestUpdate(), left % SECOND_MS || SECOND_MS);
    return this.words(Math.ceil(left / SECOND_MS));
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('until')) this.#saidOver = false;
    if (this.#saidOver || this.until > Date.now()) return;
    this.#saidOver = true;
    this.dispatchEvent(new Event('over'));
  }
}

customElements.define('alcove-countdown', Countdown);
