import { html, LitElement } from 'lit';

/** The least that a page with lit can show: one button. */
class EmptyPage extends LitElement {
  override render() {
    return html`<button>Ask to join</button>`;
  }
}

customElements.define('empty-page', EmptyPage);
