import { LitElement, css, html, nothing } from 'lit';
import type {
  RecordingActions,
  RecordingScope,
  RecordingView,
} from '../../state/recording-view.ts';
import { shared } from '../../styles/shared.ts';
import { recordingText as r } from '../../wording/recording.ts';

const SCOPES = ['sound', 'pictures'] as const satisfies readonly RecordingScope[];

/** Asks whether the conversation may be recorded, and says for as long as it lasts that it is. */
export class Recording extends LitElement {
  static override properties = {
    side: { attribute: false },
    view: { attribute: false },
    actions: { attribute: false },
    choosing: { state: true },
  };
  static override styles = [
    shared,
    css`
      :host {
        width: min(27rem, 100%);
      }
      .panel {
        display: grid;
        gap: var(--s3);
      }
      .on {
        display: inline-flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s3);
        padding: var(--s2) var(--s2) var(--s2) var(--s4);
        border: 1px solid var(--danger);
        border-radius: var(--radius);
        background: var(--surface);
        font-size: var(--text-s);
      }
      .on b::before {
        content: '';
        display: inline-block;
        width: 0.7em;
        height: 0.7em;
        margin-inline-end: 0.5em;
        border-radius: 50%;
        background: var(--danger);
      }
      .on[data-paused] b::before {
        background: none;
        border: 2px solid var(--danger);
      }
      .notice {
        display: grid;
        justify-items: start;
        gap: var(--s2);
        font-size: var(--text-s);
      }
      button {
        min-height: 2.75rem;
        font-size: var(--text-s);
      }
    `,
  ];

  declare side: 'host' | 'guest';
  declare view: RecordingView | undefined;
  declare actions: RecordingActions | undefined;
  /** The host chooses what to ask for. */
  declare choosing: boolean;

  constructor() {
    super();
    this.choosing = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (!view || !actions) return nothing;
    return html`<div role="status">
        ${view.running ? sign(view.running, this.side, actions) : nothing}
      </div>
      <div aria-live="polite">
        ${view.asked ? this.#asked(view.asked, actions) : nothing}
        ${
          view.ended
            ? html`<div class="notice">
                <p>${r.ended[this.side][view.ended]}</p>
                <button type="button" @click=${() => actions.putAway()}>${r.close}</button>
              </div>`
            : nothing
        }
      </div>
      ${view.possible && !view.running && !view.asked ? this.#offer(actions) : nothing}`;
  }

  #asked(scope: RecordingScope, actions: RecordingActions): unknown {
    if (this.side === 'host') {
      const { heading, text, cancel } = r.waiting;
      return html`<section class="panel">
        <h2>${heading}</h2>
        <p>${text[scope]}</p>
        <p><button type="button" @click=${() => actions.unask()}>${cancel}</button></p>
      </section>`;
    }
    const { heading, what, where, stop, screen, allow, refuse } = r.question;
    return html`<section class="panel">
      <h2>${heading}</h2>
      <p>${what[scope]}</p>
      <p>${where}</p>
      <p>${stop}</p>
      <p class="small soft">${screen}</p>
      <div class="row">
        <button type="button" @click=${() => actions.answer(true)}>${allow}</button>
        <button type="button" @click=${() => actions.answer(false)}>${refuse}</button>
      </div>
    </section>`;
  }

  #offer(actions: RecordingActions): unknown {
    if (!this.choosing) {
      return html`<button type="button" @click=${() => (this.choosing = true)}>
        ${r.record}
      </button>`;
    }
    const { heading, text, scope, cancel } = r.choose;
    return html`<section class="panel">
      <h2>${heading}</h2>
      <p>${text}</p>
      ${SCOPES.map(
        (what) =>
          html`<button
            type="button"
            @click=${() => {
              this.choosing = false;
              actions.ask(what);
            }}
          >
            ${scope[what]}
          </button>`,
      )}
      <button type="button" @click=${() => (this.choosing = false)}>${cancel}</button>
    </section>`;
  }
}

/** Nobody can put it away: it is there for as long as something may be recorded. */
const sign = (
  { scope, paused }: NonNullable<RecordingView['running']>,
  role: 'host' | 'guest',
  actions: RecordingActions,
): unknown =>
  html`<div class="on" ?data-paused=${paused}>
    <b>${paused ? r.paused : r.on}</b>
    <span class="soft">${r.scope[scope]}</span>
    <button type="button" class="danger" @click=${() => actions.stop()}>${r.stop[role]}</button>
  </div>`;

customElements.define('alcove-recording', Recording);
