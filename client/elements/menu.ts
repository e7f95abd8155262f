import { LitElement, css, html } from 'lit';
import { icon } from '../icons/icons.ts';
import { shared } from '../styles/shared.ts';

/** A button that shows more buttons. It closes on a choice, on Escape, and on a press beside it. */
export class Menu extends LitElement {
  static override properties = { label: {}, mark: {}, open: { state: true } };
  static override styles = [
    shared,
    css`
      :host {
        position: relative;
      }
      .panel {
        position: absolute;
        z-index: 5;
        inset-block-start: calc(100% + var(--s1));
        inset-inline-start: 0;
        display: grid;
        gap: var(--s2);
        width: max-content;
        max-width: min(22rem, 90vw);
        max-height: 24rem;
        overflow-y: auto;
        padding: var(--s2);
        box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 15%);
      }
      @media (width > 48rem) {
        :host([at-end]) .panel {
          inset-inline: auto 0;
        }
      }
      /* Within reach of the thumb. */
      @media (max-width: 48rem) {
        .panel {
          position: fixed;
          inset: auto var(--s3) var(--s3);
          width: auto;
          max-width: none;
          max-height: 70vh;
        }
      }
    `,
  ];

  declare label: string;
  /** An icon's path. */
  declare mark: string;
  declare open: boolean;
  /** Letters may grow, and the row with them, while it is open. */
  readonly #sizes = new ResizeObserver(() => this.#place());

  constructor() {
    super();
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#pressed);
  }

  override disconnectedCallback(): void {
    document.removeEventListener('pointerdown', this.#pressed);
    this.#sizes.disconnect();
    super.disconnectedCallback();
  }

  protected override render(): unknown {
    return html`<button
        type="button"
        aria-expanded=${this.open}
        aria-controls="panel"
        @click=${() => (this.open = !this.open)}
        @keydown=${this.#key}
      >
        ${icon(this.mark)}${this.label}
      </button>
      <div
        id="panel"
        class="panel"
        ?hidden=${!this.open}
        @click=${this.#chosen}
        @keydown=${this.#key}
      >
        <slot></slot>
      </div>`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('open')) return;
    this.#sizes.disconnect();
    const panel = this.renderRoot.querySelector('#panel');
    if (!this.open || panel === null) return;
    this.#place();
    this.#sizes.observe(panel);
  }

  /** Begins where the button begins, or ends where it ends, so as not to leave the row it stands in. */
  #place(): void {
    this.removeAttribute('at-end');
    const row = this.parentElement?.getBoundingClientRect();
    const panel = this.renderRoot.querySelector('#panel')?.getBoundingClientRect();
    if (!row || !panel) return;
    this.toggleAttribute('at-end', panel.left < row.left || panel.right > row.right);
  }

  /** The focus goes to the button at once, unless the choice took it elsewhere: dialogs return it there. */
  #close(): void {
    this.open = false;
    if (this.matches(':focus-within')) this.renderRoot.querySelector('button')?.focus();
  }

  readonly #chosen = (event: Event): void => {
    if (event.target instanceof Element && event.target.closest('button') !== null) this.#close();
  };

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !this.open) return;
    event.stopPropagation();
    this.#close();
  };

  readonly #pressed = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  };
}

customElements.define('alcove-menu', Menu);
