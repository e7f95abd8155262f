import { LitElement, css, html, nothing } from 'lit';
import type { ComfortActions, ComfortView } from '../../state/comfort-view.ts';
import { shared } from '../../styles/shared.ts';
import { comfortText as c } from '../../wording/comfort.ts';
import { enterSmall, smallPossible } from './small-window.ts';

/** In the dialog of devices: where the other person's voice comes from, and how one's own sounds. */
export class ComfortSettings extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    pictured: { type: Boolean },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        justify-items: start;
        gap: var(--s4);
      }
      label.row {
        flex-wrap: nowrap;
        min-height: var(--target);
        font-weight: 400;
      }
      label.field {
        width: 100%;
      }
      [type='checkbox'] {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        accent-color: var(--accent);
      }
    `,
  ];

  declare view: ComfortView | undefined;
  declare actions: ComfortActions | undefined;
  /** There is a picture of the other person. */
  declare pictured: boolean;

  constructor() {
    super();
    this.pictured = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    const { speakers, noiseOut } = view;
    return html`${
      noiseOut === undefined
        ? nothing
        : html`<label class="row"
            ><input
              type="checkbox"
              .checked=${noiseOut}
              @change=${({ target }: Event) => {
                if (target instanceof HTMLInputElement) actions.takeNoiseOut(target.checked);
              }}
            />${c.noiseOut}</label
          >`
    }
    ${
      speakers.length === 0
        ? nothing
        : html`<label class="field"
            >${c.speaker}
            <select
              @change=${({ target }: Event) => {
                if (target instanceof HTMLSelectElement) actions.selectSpeaker(target.value);
              }}
            >
              ${speakers.map(
                ({ id, label }, index) =>
                  html`<option .value=${id} ?selected=${id === view.speakerId}>
                    ${label === '' ? c.unnamed(index + 1) : label}
                  </option>`,
              )}
            </select></label
          >`
    }
    ${
      view.speakersAsked
        ? html`<button type="button" @click=${() => actions.askSpeaker()}>${c.askSpeaker}</button>`
        : nothing
    }
    ${
      smallPossible()
        ? html`<button
            type="button"
            ?disabled=${!this.pictured}
            @click=${() => void enterSmall(this.getRootNode())}
          >
            ${c.small}
          </button>`
        : nothing
    }`;
  }
}

customElements.define('alcove-comfort-settings', ComfortSettings);
