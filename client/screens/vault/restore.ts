import { LitElement, css, html, nothing } from 'lit';
import '../../elements/file-button.ts';
import { secretField } from '../../elements/secret-field.ts';
import { sent, typed } from '../../elements/typed.ts';
import { work } from '../../elements/work.ts';
import type { ProgressView, RestoreView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import type { RestorePreview } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const r = v.restore;

/** From a backup file back onto the device: file, secret, what would change, and only then the change. */
export class VaultRestore extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    progress: { attribute: false },
    withWords: { state: true },
    wordsMissing: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s4);
      }
      .sides {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
        gap: var(--s3);
      }
      .sides > section {
        display: grid;
        align-content: start;
        gap: var(--s1);
        padding: var(--s4);
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
    `,
  ];

  declare view: RestoreView | undefined;
  declare actions: VaultActions | undefined;
  declare progress: ProgressView | undefined;
  declare withWords: boolean;
  declare wordsMissing: boolean;

  constructor() {
    super();
    this.withWords = this.wordsMissing = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    return html`${this.#step(view, actions)}
      <div class="slot" role="alert">
        ${view.error === undefined ? nothing : html`<p class="error">${v.errors[view.error]}</p>`}
      </div>
      ${this.progress?.what === 'reading-backup' ? work(this.progress, () => actions.cancelWork()) : nothing}`;
  }

  #step(view: RestoreView, actions: VaultActions): unknown {
    if (view.step === 'preview' && view.preview !== undefined)
      return this.#preview(view.preview, actions);
    if (view.step === 'credential') return this.#credential(view, actions);
    return html`<p>${r.text}</p>
      <p>
        <alcove-file-button
          label=${r.choose}
          .chosen=${(file: File) => actions.chooseRestore(file)}
        ></alcove-file-button>
      </p>`;
  }

  #credential(view: RestoreView, actions: VaultActions): unknown {
    return html`<p class="small soft">${r.file(view.fileName ?? '')}</p>
      <form
        @submit=${(event: Event) =>
          actions.openRestore(sent(event)('secret'), this.withWords ? 'recovery' : 'passphrase')}
      >
        <fieldset>
          <legend>${r.with}</legend>
          ${[false, true].map(
            (withWords) =>
              html`<label class="check">
                <input
                  type="radio"
                  name="with"
                  .checked=${this.withWords === withWords}
                  @change=${() => (this.withWords = withWords)}
                />
                <span>${withWords ? r.withWords : r.withPassphrase}</span>
              </label>`,
          )}
        </fieldset>
        ${
          this.withWords
            ? html`<div class="field">
                <label for="secret">${r.words}</label>
                <textarea
                  id="secret"
                  name="secret"
                  rows="4"
                  autocomplete="off"
                  autocapitalize="off"
                  spellcheck="false"
                ></textarea>
              </div>`
            : secretField({
                name: 'secret',
                label: r.passphrase,
                autocomplete: 'current-password',
              })
        }
        <div class="row">
          <button class="primary" ?disabled=${this.progress !== undefined}>${r.read}</button>
          <button type="button" @click=${() => actions.dropRestore()}>${v.cancel}</button>
        </div>
      </form>`;
  }

  #preview(preview: RestorePreview, actions: VaultActions): unknown {
    const { present, older } = preview;
    return html`<h2>${r.previewHeading}</h2>
      <p>${r.previewText}</p>
      <div class="sides">
        <section>
          <h3>${r.here}</h3>
          ${
            present === undefined
              ? html`<p>${preview.closed ? r.closed : r.nothing}</p>`
              : html`<p>${r.saved(moment(present.savedAt))}</p>
                  ${counts(present)}
                  ${present.items === 0 ? nothing : html`<p>${r.items(present.items)}</p>`}`
          }
        </section>
        <section>
          <h3>${r.backup}</h3>
          <p>${r.made(moment(preview.createdAt))}</p>
          ${counts(preview)}
        </section>
      </div>
      ${
        present === undefined
          ? nothing
          : present.sameVault
            ? html`<p>${r.sameVault}</p>`
            : html`<p class="notice">${r.otherVault}</p>`
      }
      <form
        @submit=${(event: Event) => {
          const words = sent(event)('explicit').trim().toLowerCase();
          this.wordsMissing = older && words !== r.explicitWords;
          if (!this.wordsMissing) actions.commitRestore(older);
        }}
      >
        ${
          older
            ? html`<p class="notice">${preview.closed ? r.olderClosed : r.older}</p>
                ${
                  (present?.items ?? 0) === 0 ? nothing : html`<p class="notice">${r.itemsGone}</p>`
                }
                <div class="field">
                  <label for="explicit">${r.typeWords}</label>
                  <input
                    id="explicit"
                    name="explicit"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    @input=${(event: Event) => {
                      if (typed(event) !== '') this.wordsMissing = false;
                    }}
                  />
                </div>
                <div class="slot" role="alert">
                  ${this.wordsMissing ? html`<p class="notice">${r.wordsMissing}</p>` : nothing}
                </div>`
            : nothing
        }
        <div class="row">
          <button class=${older ? 'danger' : 'primary'} ?disabled=${this.progress !== undefined}>
            ${older ? r.commitOlder : r.commit}
          </button>
          <button type="button" @click=${() => actions.dropRestore()}>${v.cancel}</button>
        </div>
      </form>`;
  }
}

const counts = (of: { generation: number; notes: number; clients: number }): unknown =>
  html`<p>${r.notes(of.notes)}, ${r.people(of.clients)}</p>
    <p class="small soft">${r.revision(of.generation)}</p>`;

customElements.define('alcove-vault-restore', VaultRestore);
