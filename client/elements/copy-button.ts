import { LitElement, css, html, nothing } from 'lit';
import { COPY, icon } from '../icons/icons.ts';
import { shared } from '../styles/shared.ts';
import { t } from '../wording/index.ts';

/** How long "Copied" stays, in milliseconds. */
const SHOWN_MS = 4000;

/** A button that copies something and says, in words, whether that worked. Holds nothing itself. */
export class CopyButton extends LitElement {
  static override properties = {
    label: {},
    failed: {},
    copy: { attribute: false },
    primary: { type: Boolean },
    outcome: { state: true },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, max-content);
        gap: var(--s1);
        justify-items: start;
      }
      p:empty {
        display: none;
      }
    `,
  ];

  declare label: string;
  /** What to say when the browser refuses. */
  declare failed: string;
  /** The one thing to do on its screen. */
  declare primary: boolean;
  /** Resolves to false when the browser refuses. */
  declare copy: (() => Promise<boolean>) | undefined;
  declare outcome: 'none' | 'done' | 'failed';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.label = t.copy.link;
    this.failed = t.copy.failed;
    this.primary = false;
    this.outcome = 'none';
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer);
    super.disconnectedCallback();
  }

  protected override render(): unknown {
    const said = { none: nothing, done: t.copy.done, failed: this.failed }[this.outcome];
    return html`<button type="button" class=${this.primary ? 'primary' : ''} @click=${this.#press}>
        ${icon(COPY)}${this.label}
      </button>
      <p class="small soft" role="status">${said}</p>`;
  }

  readonly #press = async (): Promise<void> => {
    const done = (await this.copy?.().catch(() => false)) ?? false;
    this.outcome = done ? 'done' : 'failed';
    clearTimeout(this.#timer);
    if (done) this.#timer = setTimeout(() => (this.outcome = 'none'), SHOWN_MS);
  };
}

customElements.define('alcove-copy', CopyButton);
