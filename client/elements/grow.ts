import { LitElement, css, html } from 'lit';

/**
 * As high as the text in the field inside it, for browsers that cannot do that by themselves
 * (`field-sizing`, in Chromium since 2024).
 */
export class Grow extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    ::slotted(textarea) {
      display: block;
      height: var(--height, auto);
      resize: vertical;
      field-sizing: content;
    }
  `;
  #length = 0;

  protected override render(): unknown {
    return html`<slot @slotchange=${this.fit} @input=${this.fit}></slot>`;
  }

  /** Call it after the text was set from outside. */
  readonly fit = (): void => {
    const area = this.querySelector('textarea');
    if (area === null || CSS.supports('field-sizing', 'content')) return;
    // Only a shorter text can need less; to ask for that, the field has to let go for a moment.
    if (area.value.length < this.#length) this.style.removeProperty('--height');
    this.#length = area.value.length;
    if (area.scrollHeight > area.clientHeight)
      this.style.setProperty('--height', `${String(area.scrollHeight + 2)}px`);
  };
}

customElements.define('alcove-grow', Grow);
