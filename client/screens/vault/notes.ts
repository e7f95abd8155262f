import { LitElement, css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { typed } from '../../elements/typed.ts';
import { PLUS, icon } from '../../icons/icons.ts';
import type { NotesView, VaultActions } from '../../state/vault-view.ts';
import { panes } from '../../styles/panes.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import type { NoteQuery } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import './editor.ts';
import { filters } from './filters.ts';
import { newNote } from './new-note.ts';
import './note-list.ts';
import { PAGE, filtersSet } from './note-query.ts';
import { receipt } from './receipt.ts';

const n = v.notes;

/** The notes: what is searched and found on the one side, the open note on the other. */
export class Notes extends LitElement {
  static override properties = { view: { attribute: false }, actions: { attribute: false } };
  static override styles = [
    shared,
    vaultStyles,
    panes,
    css`
      .side {
        position: relative;
      }
      .ask {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .ask > div {
        position: relative;
        flex: 1 1 10rem;
      }
      .ask > div > kbd {
        position: absolute;
        inset-block-start: 50%;
        inset-inline-end: var(--s3);
        transform: translateY(-50%);
        pointer-events: none;
      }
      .ask input:not(:placeholder-shown) + kbd {
        display: none;
      }
      .filters > summary {
        min-height: 2.25rem;
        padding: var(--s1) 0;
        font-size: var(--text-s);
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 10rem), 1fr));
        align-items: end;
        gap: var(--s3);
      }
      .fields .check {
        align-self: center;
      }
      .undo {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s2);
        padding: var(--s2) var(--side);
        border-top: 1px solid var(--line);
        background: var(--surface);
      }
      .undo:not(:has(*)) {
        display: none;
      }
      .code {
        font-family: var(--font-code);
        font-size: var(--text-s);
      }
    `,
  ];

  declare view: NotesView | undefined;
  declare actions: VaultActions | undefined;

  /** Puts the cursor into the search field, with what stands there ready to be typed over. */
  focusSearch(): void {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#search');
    field?.focus();
    field?.select();
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    const search = (query: NoteQuery): void => actions.search({ ...query, offset: 0, limit: PAGE });
    return html`<div class="panes ${view.editor === undefined ? '' : 'reading'}">
        <section class="side" aria-label=${v.today.places.notes}>
          <div class="find">
            <div class="ask" role="search">
              <div>
                <input
                  id="search"
                  type="search"
                  autocomplete="off"
                  spellcheck="false"
                  dir="auto"
                  aria-label=${n.search}
                  aria-keyshortcuts="/"
                  placeholder=${n.search}
                  .value=${live(this.#searchText(view))}
                  @input=${(event: Event) => search({ ...view.query, text: typed(event) })}
                />
                <kbd aria-hidden="true">${n.searchKey}</kbd>
              </div>
              <button
                type="button"
                class=${view.editor === undefined ? 'primary' : ''}
                aria-keyshortcuts="n"
                @click=${() => actions.chooseNew(true)}
              >
                ${icon(PLUS)}${n.fresh}<kbd aria-hidden="true">${n.freshKey}</kbd>
              </button>
            </div>
            ${filters(view, search)}
            <p class="small soft" role="status">
              ${n.total(view.total)}${view.searchReady || view.query.text === '' ? nothing : html`. ${n.reading}`}
            </p>
          </div>
          ${this.#found(view, actions)}
        </section>
        <section class="paper" aria-label=${v.editor.label}>
          ${
            view.editor === undefined
              ? html`<div class="empty"><p>${n.choose}</p></div>`
              : html`<alcove-editor
                  class="sheet"
                  .view=${view.editor}
                  .actions=${actions}
                  .clients=${view.clients}
                  .snippets=${view.snippets}
                ></alcove-editor>`
          }
        </section>
      </div>
      <div class="undo" role="status">
        ${
          view.undo === undefined
            ? nothing
            : html`<span>${n.binned(view.undo.title === '' ? n.untitled : view.undo.title)}</span>
                <button type="button" @click=${() => actions.unbin(view.undo?.id ?? '')}>
                  ${n.undo}
                </button>`
        }
      </div>
      ${view.choosing ? newNote(view, actions) : nothing}
      ${view.receipt === undefined ? nothing : receipt(view.receipt, () => actions.putAwayReceipt())}`;
  }

  #found(view: NotesView, actions: VaultActions): unknown {
    if (view.total === 0) {
      const { query } = view;
      const bare = query.text === '' && filtersSet(query) === 0;
      const said = bare ? n.empty : query.bin && query.text === '' ? n.emptyBin : n.nothing;
      return html`<div class="empty"><p>${said}</p></div>`;
    }
    return html`<alcove-note-list
      class="scrolled"
      .hits=${view.hits}
      .total=${view.total}
      .current=${view.editor?.summary.id}
      .shownFor=${JSON.stringify({ ...view.query, offset: 0, limit: 0 })}
      @opened=${({ detail }: CustomEvent<string>) => actions.openNote(detail)}
      @wanted=${() => actions.showMore()}
    ></alcove-note-list>`;
  }

  /** What is being typed is newer than any answer to it. */
  #searchText(view: NotesView): string {
    const field = this.hasUpdated
      ? this.renderRoot.querySelector<HTMLInputElement>('#search')
      : null;
    return field !== null && this.shadowRoot?.activeElement === field
      ? field.value
      : view.query.text;
  }
}

customElements.define('alcove-notes', Notes);
