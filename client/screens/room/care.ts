import { LitElement, css, html, nothing } from 'lit';
import '../../elements/elapsed.ts';
import type { CareActions, CareView, TalkAnswer } from '../../state/care-view.ts';
import { shared } from '../../styles/shared.ts';
import { careText as c } from '../../wording/care.ts';

const ANSWERS: readonly TalkAnswer[] = ['yes', 'no', 'not-alone'];
const MINUTE_MS = 60_000;

/**
 * The end that comes, for both; and for the guest a quiet word. What the host alone sees of it is drawn
 * by the host's page.
 */
export class Care extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    guest: { type: Boolean },
  };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        justify-items: start;
        gap: var(--s2);
        width: min(27rem, 100%);
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s2);
        width: 100%;
        padding: var(--s3) var(--s4);
        font-size: var(--text-s);
      }
      .panel {
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .words {
        white-space: pre-wrap;
      }
      h2 {
        font-size: var(--text-m);
      }
      button {
        min-height: 2.75rem;
        padding-inline: var(--s3);
        border-color: var(--line);
        font-size: var(--text-s);
        font-weight: 400;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--s2);
      }
      form > div {
        flex: 1 1 12rem;
      }
    `,
  ];

  declare view: CareView | undefined;
  declare actions: CareActions | undefined;
  declare guest: boolean;

  constructor() {
    super();
    this.guest = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    return html`<div class="hidden" role="status">
        ${view.closing === undefined ? nothing : c.closing.heading}
      </div>
      ${view.closing === undefined ? nothing : closing(view.closing)}
      ${this.guest && (view.asked || view.open) ? quiet(view, actions) : nothing}`;
  }
}

/** Asked, there is the question and nothing else: one tap, and it is gone. */
const quiet = (view: CareView, actions: CareActions): unknown =>
  html`<section class="panel" aria-labelledby="quiet">
    <h2 id="quiet">${c.quiet.heading}</h2>
    <div class="row">
      ${ANSWERS.map(
        (said) =>
          html`<button type="button" @click=${() => actions.answer(said)}>
            ${c.quiet.answers[said]}
          </button>`,
      )}
    </div>
    ${
      view.open
        ? html`<p class="soft">${c.quiet.hint}</p>
            ${agreed(view, actions)}
            <p>
              <button type="button" @click=${() => actions.show(false)}>${c.quiet.close}</button>
            </p>`
        : nothing
    }
  </section>`;

const closing = ({ until, words }: NonNullable<CareView['closing']>): unknown =>
  html`<section class="panel" aria-labelledby="closing">
    <h2 id="closing">${c.closing.heading}</h2>
    <p class="soft">
      <alcove-elapsed
        .since=${Math.min(until, Date.now())}
        .words=${() => c.closing.left(Math.ceil((until - Date.now()) / MINUTE_MS))}
      ></alcove-elapsed>
    </p>
    <p class="words" dir="auto">${words === '' ? c.closing.hold : words}</p>
  </section>`;

/** What is to be done after a sudden end; either of the two may write it. */
const agreed = (view: CareView, actions: CareActions): unknown =>
  html`<form
      @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        if (event.target instanceof HTMLFormElement) agree(event.target, actions);
      }}
    >
      <div class="field">
        <label for="agreed">${c.quiet.agreed}</label>
        <input
          id="agreed"
          name="agreed"
          maxlength="500"
          autocomplete="off"
          dir="auto"
          .value=${view.agreed}
          aria-describedby="agreed-hint"
        />
      </div>
      <button>${c.quiet.save}</button>
    </form>
    <p id="agreed-hint" class="soft">${c.quiet.agreedHint}</p>`;

function agree(form: HTMLFormElement, actions: CareActions): void {
  const text = new FormData(form).get('agreed');
  if (typeof text === 'string') actions.agree(text);
}

/** Beside the other ways out: opens the place for a quiet word. */
export class QuietWord extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    shared,
    css`
      button {
        padding-inline: var(--s3);
        border-color: var(--line);
        font-size: var(--text-s);
        font-weight: 400;
      }
    `,
  ];

  declare view: CareView | undefined;
  declare actions: CareActions | undefined;

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    return html`<button
      type="button"
      aria-pressed=${view.open}
      @click=${() => actions.show(!view.open)}
    >
      ${c.quiet.open}
    </button>`;
  }
}

customElements.define('alcove-care', Care);
customElements.define('alcove-quiet-word', QuietWord);
