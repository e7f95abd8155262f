import { LitElement, html, nothing } from 'lit';
import '../../elements/devices.ts';
import '../../elements/elapsed.ts';
import { WindowKeys } from '../../elements/window-keys.ts';
import type { Alert, RoomActions, RoomView } from '../../state/room-view.ts';
import { shared } from '../../styles/shared.ts';
import { t } from '../../wording/index.ts';
import { agreementForm, agreementButton } from './agreement.ts';
import { bar } from './bar.ts';
import { Chat } from './chat.ts';
import { hold, holds, quiet, quietStyles } from './hold.ts';
import './self-view.ts';
import './sound.ts';
import { connection, layoutOf, stage } from './stage.ts';
import { roomStyles } from './styles.ts';
import { chip, codes, verified } from './verification.ts';

/** The conversation, for both sides. It draws a view and reports presses; it stops no stream. */
export class Room extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    leaveNow: { attribute: false },
    codesOpen: { state: true },
    devicesOpen: { state: true },
    agreementOpen: { state: true },
    selfAway: { state: true },
  };
  static override styles = [shared, roomStyles, quietStyles];

  declare view: RoomView | undefined;
  declare actions: RoomActions | undefined;
  /** Leaves without a word; where there is no need for it, there is none. */
  declare leaveNow: (() => void) | undefined;
  /** Undefined until the person opens or closes the codes: then they show while unanswered. */
  declare codesOpen: boolean | undefined;
  /** Also whether the preview in it is drawn: behind a closed dialog nothing listens or plays. */
  declare devicesOpen: boolean;
  declare agreementOpen: boolean;
  declare selfAway: boolean;
  #chatWasOpen = false;
  #answered = false;
  #hidden = false;

  constructor() {
    super();
    this.devicesOpen = this.agreementOpen = this.selfAway = false;
    new WindowKeys(this, this.#key);
  }

  /** Puts the reader at the heading of the room. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('h1')?.focus(options);
    });
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    if (view.hold.mine === 'someone') return quiet(actions);
    const layout = layoutOf(view);
    const held = view.hold.mine !== undefined || view.hold.theirs !== undefined;
    const open = !held && (this.codesOpen ?? !view.verification.mine);
    return html`<main class="room" data-layout=${layout}>
      <h1 class="hidden" tabindex="-1">${t.room.heading}</h1>
      <div class="hidden" role="status">${spoken(view)}</div>
      <div class="over">
        <div class="top">
          <div class="exits">
            ${
              // It comes a moment later: the ways out must not move under a finger.
              view.role === 'guest'
                ? html`<alcove-quiet-word
                    .view=${view.extras.care}
                    .actions=${actions.extras().care}
                  ></alcove-quiet-word>`
                : nothing
            }
            ${
              this.leaveNow === undefined
                ? nothing
                : html`<button type="button" title=${t.leaveNowKey} @click=${this.leaveNow}>
                    ${t.room.quickExit}
                  </button>`
            }
            <button type="button" title=${t.hold.hideSaid} @click=${() => actions.hold('someone')}>
              ${t.hold.hide}
            </button>
          </div>
          ${chip(view.verification, open, () => (this.codesOpen = !open))}
          <div class="corner">
            ${
              view.startedAt === undefined
                ? nothing
                : html`<alcove-elapsed
                    class="elapsed"
                    .since=${view.startedAt}
                    .words=${t.room.elapsed}
                  ></alcove-elapsed>`
            }
            <slot name="corner"></slot>
            ${
              view.hold.mine === undefined &&
              view.devices.cameras.length + view.devices.microphones.length > 0
                ? html`<button type="button" @click=${this.#openDevices}>${t.room.devices}</button>`
                : nothing
            }
          </div>
        </div>
        ${hold(view.hold, actions)} ${connection(view.link)}
        <alcove-recording
          .side=${view.role}
          .view=${view.extras.recording}
          .actions=${actions.extras().recording}
        ></alcove-recording>
        <div class="alerts" aria-live="polite">
          ${
            view.relay === 'down' && view.link === 'connected'
              ? html`<p class="notice">${t.room.relayDown}</p>`
              : nothing
          }
          ${
            view.extras.comfort !== undefined
              ? html`<alcove-comfort .view=${view} .actions=${actions}></alcove-comfort>`
              : view.local.screen
                ? html`<p class="notice">${t.room.sharing}</p>`
                : nothing
          }
          <alcove-network .view=${view.network} .actions=${actions.network}></alcove-network>
          ${view.alerts.map((code) => this.#alert(code, actions))}
          <slot name="notices"></slot>
        </div>
        <alcove-care
          ?guest=${view.role === 'guest'}
          .view=${view.extras.care}
          .actions=${actions.extras().care}
        ></alcove-care>
        ${
          view.remote.audioStream === undefined
            ? nothing
            : html`<alcove-sound
                .stream=${view.remote.audioStream}
                ?capturing=${view.local.camera || view.local.microphone}
                ?silent=${(view.extras.comfort?.quiet ?? 'no') !== 'no'}
                .speaker=${view.extras.comfort?.speakerId}
              ></alcove-sound>`
        }
        ${
          open
            ? codes(
                view,
                actions,
                () => (this.codesOpen = false),
                view.agreement ? agreementButton(this.#openAgreement) : nothing,
              )
            : nothing
        }
      </div>
      ${
        held
          ? nothing
          : stage(view, {
              away: this.selfAway,
              toggle: () => (this.selfAway = !this.selfAway),
            })
      }
      ${
        view.chat.open
          ? html`<alcove-chat
              ?whole=${layout === 'chat'}
              .view=${view.chat}
              .files=${view.extras.files}
              .actions=${actions}
              @keydown=${this.#chatKey}
            ></alcove-chat>`
          : nothing
      }
      ${bar(view, actions)}
      <dialog aria-labelledby="devices-heading" @close=${() => (this.devicesOpen = false)}>
        ${this.devicesOpen ? deviceForm(view, actions) : nothing}
      </dialog>
      <dialog
        class="agreement"
        aria-labelledby="agreement-heading"
        @close=${() => (this.agreementOpen = false)}
      >
        ${this.agreementOpen && view.agreement ? agreementForm(view.agreement) : nothing}
      </dialog>
    </main>`;
  }

  protected override willUpdate(): void {
    // Answering closes the codes; the chip opens them again.
    const answered = this.view?.verification.mine === true;
    if (answered && !this.#answered && this.hasUpdated) this.codesOpen = false;
    this.#answered = answered;
  }

  /** Opening the chat puts the cursor into it, closing it goes back to its button; only if asked here. */
  protected override updated(): void {
    const hidden = this.view?.hold.mine === 'someone';
    if (hidden !== this.#hidden) this.focus();
    this.#hidden = hidden;
    const open = this.view?.chat.open === true;
    if (open === this.#chatWasOpen) return;
    this.#chatWasOpen = open;
    const active = this.shadowRoot?.activeElement;
    const button = this.renderRoot.querySelector<HTMLElement>(`.bar [aria-label='${t.room.chat}']`);
    const chat = this.renderRoot.querySelector('alcove-chat');
    if (open && active === button && chat instanceof Chat)
      void chat.updateComplete.then(() => chat.focus());
    else if (!open && active === null && this.matches(':focus-within, :focus')) button?.focus();
  }

  #alert(code: Alert, actions: RoomActions): unknown {
    return html`<div class="notice">
      <p>${t.alerts[code]}</p>
      <button type="button" @click=${() => actions.dismiss(code)}>${t.dismiss}</button>
    </div>`;
  }

  readonly #openDevices = async (): Promise<void> => {
    this.devicesOpen = true;
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  };

  readonly #openAgreement = async (): Promise<void> => {
    this.agreementOpen = true;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLDialogElement>('.agreement')?.showModal();
  };

  /** Escape hides, from wherever it has nothing to close. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    if (this.devicesOpen || this.agreementOpen || this.view?.hold.mine === 'someone') return;
    this.actions?.hold('someone');
  };

  readonly #chatKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    // Used up: the next one hides.
    event.preventDefault();
    this.actions?.showChat(false);
    this.renderRoot.querySelector<HTMLElement>(`.bar [aria-label='${t.room.chat}']`)?.focus();
  };
}

const deviceForm = (view: RoomView, actions: RoomActions): unknown =>
  html`<form method="dialog" class="stack">
    <h2 id="devices-heading">${t.room.devicesHeading}</h2>
    <alcove-devices
      .view=${view.devices}
      .actions=${{
        selectCamera: (id: string) => actions.selectCamera(id),
        selectMicrophone: (id: string) => actions.selectMicrophone(id),
        blur: (on: boolean) => actions.blur(on),
      }}
    ></alcove-devices>
    <alcove-comfort-settings
      .view=${view.extras.comfort}
      .actions=${actions.extras().comfort}
      ?pictured=${view.remote.camera || view.remote.screen}
    ></alcove-comfort-settings>
    <alcove-network path .view=${view.network} .actions=${actions.network}></alcove-network>
    <button class="primary">${t.room.devicesDone}</button>
  </form>`;

/** What a screen reader hears when it changes: the connection, the check, messages out of sight. */
function spoken({ link, verification, chat, remote, hold: { mine, theirs } }: RoomView): string {
  const unread = chat.unread > 0 && !chat.open ? t.room.unreadSaid(chat.unread) : '';
  const held = holds({ mine, theirs }).map(({ heading, text }) => `${heading}. ${text}`);
  const sharing = remote.screen ? t.room.theySharing : '';
  return [...held, t.room.link[link], `${verified(verification)}.`, sharing, unread].join(' ');
}

customElements.define('alcove-room', Room);
