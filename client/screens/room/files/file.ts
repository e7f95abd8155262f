import { LitElement, css, html, nothing } from 'lit';
import type { FileEntry, FilesActions } from '../../../state/files-view.ts';
import { shared } from '../../../styles/shared.ts';
import { filesText } from '../../../wording/files.ts';

/** One file among the lines of a conversation: what it is, what became of it, what one can do. */
export class FileElement extends LitElement {
  static override properties = {
    file: { attribute: false },
    actions: { attribute: false },
    held: { type: Boolean },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--s2);
      }
      .name {
        font-weight: 600;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .moving {
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-variant-numeric: tabular-nums;
      }
      progress {
        flex: 1;
        min-width: 4rem;
        accent-color: var(--accent);
      }
      .row {
        gap: var(--s2);
      }
    `,
  ];

  declare file: FileEntry | undefined;
  declare actions: FilesActions | undefined;
  /** Nothing begins for now. */
  declare held: boolean;

  protected override render(): unknown {
    const { file } = this;
    if (file === undefined) return nothing;
    const { name, size, state, from } = file;
    const warns = file.program && from === 'them' && (state === 'offered' || state === 'complete');
    return html`<p>
        <span class="name" id="name" dir="auto">${name}</span>
        <span class="small soft">${filesText.size(size)}</span>
      </p>
      ${warns ? html`<p class="notice small">${filesText.program}</p>` : nothing}
      <p class="small" role="status">${said(file)}</p>
      ${
        state === 'moving'
          ? html`<p class="moving small" aria-live="off">
              <progress
                max="100"
                value=${file.percent}
                aria-label=${filesText.progress(name)}
              ></progress>
              <span>${filesText.percent(file.percent)}</span>
            </p>`
          : nothing
      }
      ${this.#buttons(file)}`;
  }

  #buttons({ id, from, state, kept }: FileEntry): unknown {
    const { actions } = this;
    const button = (words: string, press: () => void, main = false, disabled = false) =>
      html`<button
        type="button"
        class=${main ? 'primary' : ''}
        aria-describedby="name"
        ?disabled=${disabled}
        @click=${press}
      >
        ${words}
      </button>`;
    const cancel = () => button(filesText.cancel, () => actions?.cancel(id));
    if (state === 'moving' || (state === 'offered' && from === 'me')) {
      return html`<div class="row">${cancel()}</div>`;
    }
    if (from === 'me') return nothing;
    if (state === 'offered') {
      return html`${this.held ? html`<p class="small soft">${filesText.held}</p>` : nothing}
        <div class="row">
          ${button(filesText.accept, () => actions?.accept(id), false, this.held)}
          ${button(filesText.decline, () => actions?.decline(id))}
        </div>`;
    }
    if (state !== 'complete') return nothing;
    return html`<div class="row">
      ${button(filesText.save, () => actions?.save(id))}
      ${
        kept === undefined || kept === 'keeping' || kept === 'kept'
          ? nothing
          : button(filesText.keep, () => actions?.keep(id))
      }
    </div>`;
  }
}

/** What is heard when it changes; the number beside it is not. */
function said({ from, state, waits, saved, kept }: FileEntry): string {
  if (waits !== undefined) return filesText.waits[waits];
  if (from === 'me') return filesText.sent[state];
  const fate = [saved ? filesText.saved : '', filesText.kept[kept ?? 'not']].filter(Boolean);
  return fate.length > 0 ? fate.join(' ') : filesText.received[state];
}

customElements.define('alcove-file', FileElement);
