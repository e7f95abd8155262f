import { LitElement, css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { typed } from '../../elements/typed.ts';
import { PLUS, icon } from '../../icons/icons.ts';
import type { ClientSummary } from '../../practice/client.ts';
import type { ClientsView, VaultActions } from '../../state/vault-view.ts';
import { panes } from '../../styles/panes.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { clientPage, type ClientQuestion } from './client-page.ts';
import { day } from './dates.ts';

const c = v.clients;

/** The people a record is kept for: a list, and one of them beside it. */
export class Clients extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    name: { state: true },
    archived: { state: true },
    question: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    panes,
    css`
      .back {
        justify-self: start;
      }
      .notes .one-line {
        max-width: 100%;
        overflow-wrap: anywhere;
      }
    `,
  ];

  declare view: ClientsView | undefined;
  declare actions: VaultActions | undefined;
  /** What is searched for; names never leave this page. */
  declare name: string;
  declare archived: boolean;
  declare question: ClientQuestion | undefined;

  constructor() {
    super();
    this.name = '';
    this.archived = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    const shown = this.#found(view.clients);
    return html`<div class="panes ${view.open === undefined ? '' : 'reading'}">
      <section class="side" aria-label=${c.list}>
        <div class="find">
          <input
            type="search"
            autocomplete="off"
            spellcheck="false"
            dir="auto"
            aria-label=${c.search}
            placeholder=${c.search}
            @input=${(event: Event) => (this.name = typed(event))}
          />
          <button
            type="button"
            class=${view.open === undefined ? 'primary' : ''}
            @click=${() => actions.openClient('new')}
          >
            ${icon(PLUS)}${c.fresh}
          </button>
          ${
            view.clients.some(({ archived }) => archived)
              ? html`<label class="check small">
                  <input
                    type="checkbox"
                    .checked=${this.archived}
                    @change=${() => (this.archived = !this.archived)}
                  />
                  <span>${c.showArchived}</span>
                </label>`
              : nothing
          }
        </div>
        ${
          shown.length === 0
            ? html`<div class="empty" role="status">
                <p>${view.clients.length === 0 ? c.empty : c.nothing}</p>
              </div>`
            : html`<div class="scrolled">
                <ul class="plain-list">
                  ${shown.map((client) => line(client, view.open, actions))}
                </ul>
              </div>`
        }
      </section>
      <section class="paper" aria-label=${c.record}>
        ${
          view.open === undefined
            ? html`<div class="empty"><p>${c.choose}</p></div>`
            : html`<div class="sheet">
                ${keyed(
                  view.open === 'new' ? 'new' : view.open.id,
                  clientPage(view, view.open, actions, this.question, (question) => {
                    this.question = question;
                  }),
                )}
              </div>`
        }
      </section>
    </div>`;
  }

  #found(clients: readonly ClientSummary[]): readonly ClientSummary[] {
    const looked = this.name.trim().toLowerCase();
    return clients.filter(
      ({ name, archived }) =>
        (this.archived || !archived) && (looked === '' || name.toLowerCase().includes(looked)),
    );
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('view')) return;
    const before: unknown = changed.get('view');
    const { open } = this.view ?? {};
    if (isClientsView(before) && idOf(before.open) !== idOf(open)) {
      this.question = undefined;
      if (open === 'new') this.renderRoot.querySelector<HTMLElement>('#name')?.focus();
      else if (open !== undefined)
        this.renderRoot.querySelector<HTMLElement>('.sheet h2')?.focus({ preventScroll: true });
    }
  }
}

const isClientsView = (value: unknown): value is ClientsView =>
  typeof value === 'object' && value !== null && 'clients' in value;

const idOf = (open: ClientsView['open']): string | undefined => (open === 'new' ? 'new' : open?.id);

const line = (
  { id, name, archived, notes, lastNote }: ClientSummary,
  open: ClientsView['open'],
  actions: VaultActions,
): unknown =>
  html`<li>
    <button
      type="button"
      class="line"
      aria-current=${id === idOf(open) ? 'true' : nothing}
      @click=${() => actions.openClient(id)}
    >
      <b dir="auto">${name}</b>
      <span class="small soft"
        >${c.line(notes, lastNote === undefined ? undefined : day(lastNote))}${
          archived ? html`, ${c.archived}` : nothing
        }</span
      >
    </button>
  </li>`;

customElements.define('alcove-clients', Clients);
