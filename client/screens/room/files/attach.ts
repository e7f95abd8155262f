import { LitElement, css, html, nothing } from 'lit';
import type { FilesActions, FilesView } from '../../../state/files-view.ts';
import { shared } from '../../../styles/shared.ts';
import { filesText } from '../../../wording/files.ts';

/** The way to offer a file, by the browser's own picker; and why one that was chosen is not offered. */
export class Attach extends LitElement {
  static override properties = { view: { attribute: false }, actions: { attribute: false } };
  static override styles = [
    shared,
    css`
      input {
        display: none;
      }
      button {
        padding-inline: 0;
      }
    `,
  ];

  declare view: FilesView | undefined;
  declare actions: FilesActions | undefined;

  protected override render(): unknown {
    const { view } = this;
    if (view === undefined) return nothing;
    return html`<input type="file" aria-label=${filesText.attach} @change=${this.#change} />
      <button
        type="button"
        class="plain"
        ?disabled=${view.held}
        aria-description=${view.held ? filesText.attachHeld : nothing}
        @click=${this.#ask}
      >
        ${filesText.attach}
      </button>
      <div role="status">
        ${
          view.notice === undefined
            ? nothing
            : html`<p class="notice small">${filesText.notice[view.notice]}</p>`
        }
      </div>`;
  }

  readonly #ask = (): void => {
    this.renderRoot.querySelector('input')?.click();
  };

  readonly #change = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return;
    const file = target.files?.[0];
    // The same file can be chosen again.
    target.value = '';
    if (file !== undefined) this.actions?.offer(file);
  };
}

customElements.define('alcove-attach', Attach);
