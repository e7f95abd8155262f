import { LitElement, css, html, nothing } from 'lit';
import type { FilesView } from '../../state/files-view.ts';
import type { ChatLine, RoomActions, RoomView } from '../../state/room-view.ts';
import { shared } from '../../styles/shared.ts';
import { language, t } from '../../wording/index.ts';

/** So near to the end (in pixels) the reader counts as reading along, and new lines scroll in. */
const NEAR_END_PX = 80;

/** The written part of a conversation. Lines are text and nothing else, each kept in its own direction. */
export class Chat extends LitElement {
  static override properties = {
    view: { attribute: false },
    files: { attribute: false },
    actions: { attribute: false },
    whole: { type: Boolean, reflect: true },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--surface);
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding: var(--s2) var(--s2) var(--s2) var(--s4);
        border-bottom: 1px solid var(--line);
      }
      .log {
        flex: 1;
        min-height: 3rem;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: var(--s4);
      }
      ol {
        display: grid;
        gap: var(--s3);
        list-style: none;
      }
      li {
        justify-self: start;
        max-width: min(85%, 60ch);
        padding: var(--s2) var(--s4);
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--paper);
      }
      li.me {
        justify-self: end;
        border-color: transparent;
        background: var(--accent-wash);
      }
      p + ol {
        padding-top: var(--s3);
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        text-wrap: wrap;
        unicode-bidi: isolate;
      }
      form {
        display: flex;
        align-items: end;
        gap: var(--s2);
        padding: var(--s3) var(--s4);
        border-top: 1px solid var(--line);
      }
      alcove-attach {
        padding: 0 var(--s4);
      }
      .field {
        flex: 1;
      }
      label {
        font-size: var(--text-s);
      }
      textarea {
        display: block;
        min-height: var(--target);
        max-height: 9rem;
        resize: none;
        field-sizing: content;
      }
      :host([whole]) .log > *,
      :host([whole]) alcove-attach,
      :host([whole]) form {
        width: 100%;
        max-width: 48rem;
        margin-inline: auto;
      }
      :host([whole]) alcove-attach,
      :host([whole]) form {
        max-width: calc(48rem + 2 * var(--s4));
      }
      :host([whole]) header {
        display: none;
      }
      /* What is written comes first where there is little room; the bar closes the chat as well. */
      @media (max-height: 600px) {
        header {
          display: none;
        }
      }
      :host([whole]) .log {
        display: flex;
        flex-direction: column;
      }
      :host([whole]) ol {
        margin-top: auto;
      }
    `,
  ];

  declare view: RoomView['chat'] | undefined;
  /** Of the feature that is loaded with the call; it brings the elements that draw them. */
  declare files: FilesView | undefined;
  declare actions: Pick<RoomActions, 'sendMessage' | 'showChat' | 'extras'> | undefined;
  /** The conversation is in writing only: the chat is the room and cannot be closed from here. */
  declare whole: boolean;
  #reading = true;

  constructor() {
    super();
    this.whole = false;
  }

  /** Puts the cursor into the message field. */
  override focus(): void {
    this.renderRoot.querySelector('textarea')?.focus();
  }

  protected override render(): unknown {
    const { view, files } = this;
    if (view === undefined) return nothing;
    const actions = this.actions?.extras().files;
    const lines = [...view.lines, ...(files?.entries ?? [])].sort((a, b) => a.at - b.at);
    return html`<header>
        <h2>${t.chat.heading}</h2>
        <button type="button" class="plain" @click=${() => this.actions?.showChat(false)}>
          ${t.chat.close}
        </button>
      </header>
      <div class="log" role="log" aria-live="polite" aria-label=${t.chat.log} tabindex="0">
        ${
          view.earlierLinesGone
            ? html`<p class="small soft">${t.chat.earlierGone}</p>`
            : lines.length === 0
              ? html`<p class="small soft">${t.chat.empty}</p>`
              : nothing
        }
        <ol>
          ${lines.map((item) =>
            'text' in item
              ? line(item)
              : html`<li class=${item.from}>
                  ${head(item)}
                  <alcove-file .file=${item} .actions=${actions} ?held=${files?.held}></alcove-file>
                </li>`,
          )}
        </ol>
      </div>
      ${files && html`<alcove-attach .view=${files} .actions=${actions}></alcove-attach>`}
      <form @submit=${this.#send}>
        <div class="field">
          <label for="message">${t.chat.message}</label>
          <textarea
            id="message"
            rows="1"
            dir="auto"
            autocomplete="off"
            enterkeyhint="send"
            @keydown=${this.#key}
          ></textarea>
        </div>
        <button type="submit" class="primary">${t.chat.send}</button>
      </form>`;
  }

  protected override willUpdate(): void {
    const log = this.hasUpdated ? this.renderRoot.querySelector('.log') : null;
    if (log !== null)
      this.#reading = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
  }

  protected override updated(): void {
    const log = this.renderRoot.querySelector('.log');
    if (log !== null && this.#reading) log.scrollTop = log.scrollHeight;
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send(event);
  };

  readonly #send = (event: Event): void => {
    event.preventDefault();
    const field = this.renderRoot.querySelector('textarea');
    if (field === null) return;
    if (this.actions?.sendMessage(field.value) === true) {
      field.value = '';
      this.#reading = true;
    }
    field.focus();
  };
}

const head = ({ from, at }: Pick<ChatLine, 'from' | 'at'>, more: unknown = nothing): unknown =>
  html`<p class="small soft">
    ${from === 'me' ? t.chat.you : t.chat.them} ·
    ${new Date(at).toLocaleTimeString(language.lang, { hour: 'numeric', minute: '2-digit' })}${more}
  </p>`;

const line = (item: ChatLine): unknown =>
  html`<li class=${item.from}>
    ${head(
      item,
      item.from === 'me'
        ? html` · ${item.delivery === 'sending' ? t.chat.sending : t.chat.delivered}`
        : nothing,
    )}
    <p class="text" dir="auto">${item.text}</p>
  </li>`;

customElements.define('alcove-chat', Chat);
