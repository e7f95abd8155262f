import { LitElement, css, html } from 'lit';
import '../../elements/copy-button.ts';
import '../../elements/devices.ts';
import '../../elements/elapsed.ts';
import { focusHeading } from '../../elements/focus-heading.ts';
import '../../elements/qr-code.ts';
import { WindowKeys } from '../../elements/window-keys.ts';
import type { HostActions, HostView } from '../../state/host-view.ts';
import type { VaultActions, VaultView } from '../../state/vault-view.ts';
import { page } from '../../styles/page.ts';
import { shared } from '../../styles/shared.ts';
import { hostText as h } from '../../wording/host.ts';
import { t } from '../../wording/index.ts';
import { leftBody } from '../left.ts';
import '../room/room.ts';
import '../vault/alcove-vault.ts';
import { frame } from './frame.ts';
import { home } from './home.ts';
import { session } from './session.ts';

/**
 * The whole host app, drawn from one view. Without a view it shows what the document holds inside it:
 * the quiet first picture.
 */
export class AlcoveHost extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    vault: { attribute: false },
    vaultActions: { attribute: false },
  };
  static override styles = [
    shared,
    page,
    css`
      .page:has(.columns) {
        max-width: 68rem;
      }
      .slot:empty {
        position: absolute;
      }
      .columns {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
        gap: var(--s5);
      }
      @media (min-width: 60rem) {
        .columns {
          grid-template:
            'waiting invite' auto 'own invite' auto 'own before' 1fr
            / minmax(0, 5fr) minmax(0, 6fr);
        }
        .columns > .before {
          grid-area: before;
        }
        .columns > .invite {
          grid-area: invite;
        }
        .columns > .own {
          grid-area: own;
        }
      }
      section.panel {
        gap: var(--s4);
      }
      .forms {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        align-items: start;
        gap: var(--s6);
        padding-top: var(--s4);
        border-top: 1px solid var(--line);
      }
      .label {
        font-size: var(--text-m);
      }
      blockquote {
        margin: 0;
        padding-inline-start: var(--s3);
        border-inline-start: 3px solid var(--line);
        font-size: var(--text-s);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .guests {
        display: grid;
        gap: var(--s4);
        list-style: none;
      }
      .guests li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s3);
      }
      .guests li > div:first-child {
        flex: 1 1 9rem;
      }
      .guests b,
      .guests span {
        display: block;
      }
      .ticks {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr));
        gap: 0 var(--s4);
      }
      .ticks legend {
        padding-bottom: var(--s1);
        font-weight: 600;
      }
      .ticks label {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: var(--target);
        font-weight: 400;
        line-height: 1.35;
        cursor: pointer;
      }
      .ticks input {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        margin: 0;
        accent-color: var(--accent);
      }
      .trouble {
        padding: var(--s5);
      }
    `,
  ];

  declare view: HostView | undefined;
  declare actions: HostActions | undefined;
  /** Drawn in place of the bare home page; undefined where there is none to be had. */
  declare vault: VaultView | undefined;
  declare vaultActions: VaultActions | undefined;
  #shown: string | undefined;
  /** Whether it is known if there is a vault: until then the quiet first picture stays. */
  #looked = false;

  constructor() {
    super();
    new WindowKeys(this, this.#key);
  }

  /** Alt+L locks wherever one is, in the middle of a call and of a word as well. */
  readonly #key = (event: KeyboardEvent): void => {
    if (this.vault?.state !== 'open' || event.isComposing) return;
    // By its place on the keyboard: with Alt held, a Mac types another letter.
    if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === 'KeyL') {
      event.preventDefault();
      this.vaultActions?.lock();
    }
  };

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined) return html`<slot></slot>`;
    if (view.screen === 'unsupported') return explained(h.unsupported[view.reason]);
    if (view.screen === 'elsewhere') return explained(h.elsewhere);
    if (actions === undefined) return html`<slot></slot>`;
    switch (view.screen) {
      case 'home':
        if (this.vault?.state === 'looking' && !this.#looked) return html`<slot></slot>`;
        return this.vault === undefined || this.vaultActions === undefined
          ? home(() => actions.start())
          : html`<alcove-vault
              data-heading
              .view=${this.vault}
              .actions=${this.vaultActions}
              .start=${() => actions.start()}
            ></alcove-vault>`;
      case 'session':
        return session(view.session, actions);
      case 'room':
        return html`<alcove-room
          data-heading
          .view=${view.room}
          .actions=${actions.room}
        ></alcove-room>`;
      case 'left':
        return frame(
          t.left.reason[view.summary.reason].heading,
          html`${leftBody(view.summary)}
            <p>
              <button type="button" class="primary" @click=${() => actions.home()}>
                ${h.backHome}
              </button>
            </p>`,
        );
    }
  }

  protected override willUpdate(): void {
    if (this.vault !== undefined && this.vault.state !== 'looking') this.#looked = true;
  }

  protected override updated(): void {
    const before = this.#shown;
    this.#shown = this.view?.screen;
    if (before !== undefined && before !== this.#shown) focusHeading(this.renderRoot);
  }
}

const explained = (said: { heading: string; text: string; next: string }): unknown =>
  frame(
    said.heading,
    html`<p>${said.text}</p>
      <p class="panel">${said.next}</p>`,
  );

customElements.define('alcove-host', AlcoveHost);

declare global {
  interface HTMLElementTagNameMap {
    'alcove-host': AlcoveHost;
  }
}
