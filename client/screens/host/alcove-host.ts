import { LitElement, css, html, nothing } from 'lit';
import '../../elements/copy-button.ts';
import '../../elements/devices.ts';
import '../../elements/elapsed.ts';
import { focusHeading } from '../../elements/focus-heading.ts';
import '../../elements/modal.ts';
import '../../elements/qr-code.ts';
import { TripleShift } from '../../elements/triple-shift.ts';
import { WindowKeys } from '../../elements/window-keys.ts';
import type { HostActions, HostView } from '../../state/host-view.ts';
import type { RoomView } from '../../state/room-view.ts';
import type { VaultActions, VaultView } from '../../state/vault-view.ts';
import { page } from '../../styles/page.ts';
import { secret } from '../../styles/secret.ts';
import { shared } from '../../styles/shared.ts';
import { hostText as h } from '../../wording/host.ts';
import '../room/room.ts';
import '../vault/alcove-vault.ts';
import { frame } from './frame.ts';
import { home } from './home.ts';
import { left } from './left.ts';
import { noRelay } from './no-relay.ts';
import { notices } from './notices.ts';
import './notes-pane.ts';
import { session } from './session.ts';
import './tools.ts';

type RoomScreen = Extract<HostView, { screen: 'room' }>;

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
    pane: { state: true },
    question: { state: true },
  };
  static override styles = [
    shared,
    page,
    secret,
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
      .notices {
        display: grid;
        gap: var(--s2);
        font-size: var(--text-s);
      }
      .notices .stack {
        gap: var(--s2);
      }
      .notices button {
        min-height: 2.75rem;
        font-size: var(--text-s);
      }
      .notices .panel {
        padding: var(--s3) var(--s4);
      }
      aside {
        overflow-y: auto;
        border-inline-start: 1px solid var(--line);
        background: var(--paper);
      }
      @media (min-width: 60rem) {
        .beside:has(aside) {
          display: grid;
          grid-template-columns: minmax(0, 1fr) minmax(22rem, 30rem);
        }
        aside {
          height: 100vh;
          height: 100dvh;
        }
      }
      /* A sheet over the lower part: the ways out stay in sight above it. */
      @media (max-width: 59.99rem) {
        aside {
          position: fixed;
          z-index: 5;
          inset: auto 0 0;
          height: 65vh;
          height: 65dvh;
          border-top: 1px solid var(--line-strong);
          border-radius: var(--radius) var(--radius) 0 0;
        }
      }
    `,
  ];

  declare view: HostView | undefined;
  declare actions: HostActions | undefined;
  /** Drawn in place of the bare home page; undefined where there is none to be had. */
  declare vault: VaultView | undefined;
  declare vaultActions: VaultActions | undefined;
  /** The notes beside the room are open. */
  declare pane: boolean;
  /** What is asked about notes and a shared screen. */
  declare question: 'sharing' | 'whileSharing' | undefined;
  #shown: string | undefined;
  /** Whether it is known if there is a vault: until then the quiet first picture stays. */
  #looked = false;
  #shares = false;
  #wasOpen = false;

  constructor() {
    super();
    this.pane = false;
    new WindowKeys(this, this.#key);
    new TripleShift(this, this.#leave);
  }

  /** Elsewhere there is nobody to leave; a vault is locked by Alt+L. */
  readonly #leave = (): void => {
    if (this.view?.screen === 'room') this.actions?.leaveNow();
  };

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
    if (view.screen === 'gone') return nothing;
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
      case 'no-relay':
        return noRelay(view, actions);
      case 'session':
        return session(view.session, view.side, actions);
      case 'room':
        return this.#room(view, actions);
      case 'left':
        return left(view, this.vault, actions);
    }
  }

  #room({ room, side, enrolment }: RoomScreen, actions: HostActions): unknown {
    return html`<div class="beside">
        <alcove-room
          data-heading
          .view=${room}
          .actions=${{ ...actions.room, toggleScreen: () => this.#share(room, actions) }}
          .leaveNow=${this.#leave}
        >
          <alcove-host-tools
            slot="corner"
            .room=${room}
            .side=${side}
            .actions=${actions}
            .notes=${this.#hasNotes ? () => this.#notes(room) : undefined}
          ></alcove-host-tools>
          ${notices(room, side, enrolment, actions)}
        </alcove-room>
        ${
          this.pane && side !== undefined
            ? html`<aside aria-label=${h.pane.heading}>
                <alcove-notes-pane
                  .session=${side.id}
                  .vault=${this.vault}
                  .actions=${this.vaultActions}
                  @closed=${() => (this.pane = false)}
                ></alcove-notes-pane>
              </aside>`
            : nothing
        }
      </div>
      ${this.question === undefined ? nothing : this.#ask(this.question, actions)}`;
  }

  get #hasNotes(): boolean {
    return this.vault?.state === 'open' || this.vault?.state === 'locked';
  }

  /** What is shared may be this very window. */
  #share(room: RoomView, actions: HostActions): void {
    if (this.pane && !room.local.screen) this.question = 'sharing';
    else actions.room.toggleScreen();
  }

  #notes(room: RoomView): void {
    if (this.pane) this.pane = false;
    else if (room.local.screen) this.question = 'whileSharing';
    else this.pane = true;
  }

  #ask(question: 'sharing' | 'whileSharing', actions: HostActions): unknown {
    const words = h.pane[question];
    const shut = (): void => void (this.question = undefined);
    return html`<alcove-modal
      heading=${words.heading}
      @dismiss=${shut}
      @keydown=${(event: KeyboardEvent) => {
        if (event.key === 'Escape') event.stopPropagation();
      }}
    >
      <div class="stack">
        <p>${words.text}</p>
        <div class="row">
          <button
            type="button"
            @click=${() => {
              shut();
              this.pane = question === 'whileSharing';
              if (question === 'sharing') actions.room.toggleScreen();
            }}
          >
            ${words.go}
          </button>
          <button type="button" @click=${shut}>${words.cancel}</button>
        </div>
      </div>
    </alcove-modal>`;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (this.vault !== undefined && this.vault.state !== 'looking') this.#looked = true;
    const room = this.view?.screen === 'room' ? this.view.room : undefined;
    const hidden = room === undefined || room.hold.mine === 'someone';
    // A screen that is shared from now on may be this one.
    const shares = room?.local.screen === true && !this.#shares;
    this.#shares = room?.local.screen === true;
    const locks = changed.has('vault') && this.#wasOpen && this.vault?.state !== 'open';
    this.#wasOpen = this.vault?.state === 'open';
    if (hidden || shares || locks) this.pane = false;
    if (hidden || locks) this.question = undefined;
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
