import { LitElement, css, html, nothing } from 'lit';
import type { NetworkActions, NetworkView } from '../../state/path-view.ts';
import { shared } from '../../styles/shared.ts';
import { networkText as n } from '../../wording/network.ts';

const HIDDEN: ReadonlySet<NetworkView['trouble']> = new Set([
  'hidden-no-turn',
  'turn-refused',
  'turn-unreachable',
] as const);

/** What there is to know about the network: only what is wrong, or with `path` the way that is taken. */
export class NetworkNotes extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    path: { type: Boolean },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--s3);
      }
      :host([hidden]) {
        display: none;
      }
    `,
  ];

  declare view: NetworkView | undefined;
  declare actions: NetworkActions | undefined;
  declare path: boolean;

  constructor() {
    super();
    this.path = false;
  }

  protected override willUpdate(): void {
    const { gone, poor, trouble, microphoneTaken, path } = this.view ?? {};
    const wrong = microphoneTaken || [gone, poor, trouble].some((code) => code !== undefined);
    this.hidden = this.path ? path === undefined : !wrong;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    return this.path ? way(view) : [...notes(view), ...presses(view, actions)];
  }
}

const way = ({ path, hidden }: NetworkView): unknown =>
  path === undefined
    ? nothing
    : html`<section data-path=${path}>
        <h3>${n.heading}</h3>
        <p class="small">${n.path[path === 'relayed' && hidden ? 'relayedHidden' : path]}</p>
      </section>`;

const notes = ({ gone, poor, trouble }: NetworkView): unknown[] => {
  const said = gone !== undefined && trouble === undefined ? n.gone[gone] : undefined;
  const slow = poor === undefined ? undefined : n.poor[poor];
  return [said, slow]
    .filter((text) => text !== undefined)
    .map((text) => html`<p class="notice" role="status">${text}</p>`);
};

const presses = (view: NetworkView, actions: NetworkActions): unknown[] => [
  view.trouble === undefined
    ? nothing
    : html`<div class="notice" role="status" data-trouble=${view.trouble}>
        <p>${n.trouble[view.trouble]}</p>
        ${
          view.hidden && HIDDEN.has(view.trouble)
            ? html`<button type="button" @click=${() => actions.showAddress()}>
                ${n.showAddress}
              </button>`
            : nothing
        }
      </div>`,
  view.microphoneTaken
    ? html`<div class="notice" role="status">
        <p>${n.microphone}</p>
        <button type="button" @click=${() => actions.microphoneBack()}>${n.microphoneBack}</button>
      </div>`
    : nothing,
];

customElements.define('alcove-network', NetworkNotes);
