import { LitElement, css, html } from 'lit';
import { shared } from '../styles/shared.ts';

/**
 * A question over the page, open for as long as it is drawn. It says `dismiss` when it is closed with
 * Escape, and gives the focus back to where it was.
 */
export class Modal extends LitElement {
  static override properties = { heading: {} };
  static override styles = [
    shared,
    css`
      dialog {
        width: min(32rem, calc(100% - 2 * var(--s3)));
        max-height: calc(100% - 2 * var(--s3));
        padding: var(--side);
        overflow-y: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
        color: var(--ink);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      h2 {
        margin-bottom: var(--s4);
      }
      h2:focus {
        outline: none;
      }
    `,
  ];

  declare heading: string;
  #before: Element | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#before = focusedElement();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A dialog that is taken away while open leaves the focus nowhere.
    if (this.#before instanceof HTMLElement && this.#before.isConnected) this.#before.focus();
    this.#before = null;
  }

  protected override render(): unknown {
    return html`<dialog
      aria-labelledby="heading"
      @close=${() => this.dispatchEvent(new Event('dismiss'))}
    >
      <h2 id="heading" tabindex="-1">${this.heading}</h2>
      <slot></slot>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    const first = this.querySelector<HTMLElement>('[data-first]');
    (first ?? this.renderRoot.querySelector('h2'))?.focus();
  }
}

function focusedElement(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

customElements.define('alcove-modal', Modal);
