import { LitElement, css, html } from 'lit';
import { shared } from '../styles/shared.ts';

/** A button that asks for one file, in words that do not depend on the browser. */
export class FileButton extends LitElement {
  static override properties = { label: {}, chosen: { attribute: false } };
  static override styles = [
    shared,
    css`
      input {
        display: none;
      }
    `,
  ];

  declare label: string;
  declare chosen: (file: File) => void;

  protected override render(): unknown {
    return html`<input type="file" aria-label=${this.label} @change=${this.#change} />
      <button type="button" @click=${this.#ask}>${this.label}</button>`;
  }

  readonly #ask = (): void => {
    this.renderRoot.querySelector('input')?.click();
  };

  readonly #change = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const file = target.files?.[0];
    // The same file can be chosen again.
    target.value = '';
    if (file !== undefined) this.chosen(file);
  };
}

customElements.define('alcove-file-button', FileButton);
