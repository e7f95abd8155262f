import { LitElement, css, html, nothing } from 'lit';
import '../../elements/modal.ts';
import '../../elements/player.ts';
import type { SettingsView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import type { KeptItem } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const i = v.items;

type Kept = Exclude<KeptItem, { state: 'running' }>;

/** Whether sessions may be recorded, and what is kept: to be played, saved as a file, or destroyed. */
export class KeptItems extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    question: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }
      section + section {
        margin-top: var(--s6);
      }
      li {
        display: grid;
        gap: var(--s1);
        padding: var(--s3) 0;
      }
    `,
  ];

  declare view: Pick<SettingsView, 'items' | 'settings'> | undefined;
  declare actions: VaultActions | undefined;
  declare question: { readonly what: 'export' | 'shred'; readonly item: Kept } | undefined;

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    const { settings } = view;
    const { items, playing } = view.items;
    return html`<section aria-labelledby="recording">
        <h2 id="recording">${i.heading}</h2>
        <label class="check">
          <input
            type="checkbox"
            aria-labelledby="allow-name"
            aria-describedby="allow-hint"
            .checked=${settings.recording === true}
            @change=${({ currentTarget }: Event) => {
              const recording = currentTarget instanceof HTMLInputElement && currentTarget.checked;
              actions.saveSettings({ ...settings, recording });
            }}
          />
          <span id="allow-name">${i.allow}</span>
          <span id="allow-hint" class="small soft">${i.allowHint}</span>
        </label>
      </section>
      <section aria-labelledby="items">
        <h2 id="items">${i.listHeading}</h2>
        <p>${i.listText}</p>
        ${
          items === undefined || items.length === 0
            ? html`<p class="soft">${items === undefined ? i.looking : i.empty}</p>`
            : html`<ul class="plain-list">
                ${items.map((item) => this.#line(item, actions))}
              </ul>`
        }
      </section>
      ${playing ? player(playing, actions) : nothing} ${this.#asked(actions)}`;
  }

  #line(item: KeptItem, actions: VaultActions): unknown {
    if (item.state === 'running') return html`<li>${i.state.running}</li>`;
    const name = nameOf(item);
    return html`<li data-state=${item.state}>
      <b dir="auto">${item.name === '' ? moment(item.startedAt) : item.name}</b>
      <span class="small soft">
        ${item.kind === 'recording' ? html`${i.recording}, ${i.length(item.lengthMs)}, ` : nothing}
        ${i.size(item.bytes)}
      </span>
      <span class="small">${i.state[item.state]}</span>
      <div class="row">
        ${
          item.kind === 'recording'
            ? html`<button
                type="button"
                aria-label=${i.play(moment(item.startedAt))}
                @click=${() => actions.playItem(item.id)}
              >
                ${i.playShort}
              </button>`
            : nothing
        }
        <button
          type="button"
          aria-label=${i.export(name)}
          @click=${() => (this.question = { what: 'export', item })}
        >
          ${i.exportShort}
        </button>
        <button
          type="button"
          class="danger"
          aria-label=${i.shred(name)}
          @click=${() => (this.question = { what: 'shred', item })}
        >
          ${i.shredShort}
        </button>
      </div>
    </li>`;
  }

  #asked(actions: VaultActions): unknown {
    const { question } = this;
    if (!question) return nothing;
    const { what, item } = question;
    const { heading, text } = what === 'export' ? i.exporting : i.shredding;
    const answer = (): void => {
      this.#close();
      if (what === 'export') actions.exportItem(item.id);
      else actions.shredItem(item.id);
    };
    return html`<alcove-modal heading=${heading} @dismiss=${this.#close}>
      <div class="stack">
        <p><b dir="auto">${nameOf(item)}</b></p>
        <p>${text}</p>
        <div class="row">
          <button type="button" class=${what === 'shred' ? 'danger' : 'primary'} @click=${answer}>
            ${what === 'export' ? i.exporting.save : i.shredding.shred}
          </button>
          <button type="button" @click=${this.#close}>${v.cancel}</button>
        </div>
      </div>
    </alcove-modal>`;
  }

  readonly #close = (): void => {
    this.question = undefined;
  };
}

const nameOf = ({ name, startedAt }: Kept): string =>
  name === '' ? i.of(moment(startedAt)) : name;

const player = (
  { id, mime, lengthMs, read }: NonNullable<SettingsView['items']['playing']>,
  actions: VaultActions,
): unknown =>
  html`<alcove-modal heading=${i.playing.heading} @dismiss=${() => actions.playItem(undefined)}>
    <div class="stack">
      <alcove-player
        data-id=${id}
        .mime=${mime}
        .lengthMs=${lengthMs}
        .read=${read}
        .label=${i.playing.heading}
        .problem=${i.playing.failed}
      ></alcove-player>
      <p>
        <button type="button" class="primary" @click=${() => actions.playItem(undefined)}>
          ${i.playing.close}
        </button>
      </p>
    </div>
  </alcove-modal>`;

customElements.define('alcove-kept-items', KeptItems);
