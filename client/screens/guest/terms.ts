import { LitElement, css, html, nothing } from 'lit';
import { terms } from '../../elements/terms.ts';
import { sent } from '../../elements/typed.ts';
import { ANSWERS, POINTS, type Answers, type TermsView } from '../../state/consent-view.ts';
import type { GuestActions } from '../../state/guest-view.ts';
import { page } from '../../styles/page.ts';
import { shared } from '../../styles/shared.ts';
import { termsStyles } from '../../styles/terms.ts';
import { consentText as c } from '../../wording/consent.ts';
import { frame } from './frame.ts';

/** What the host says, what the guest likes to answer, and its yes. What is typed stays while it is open. */
export class GuestTerms extends LitElement {
  static override properties = {
    terms: { attribute: false },
    actions: { attribute: false },
    leaveNow: { attribute: false },
  };
  static override styles = [
    shared,
    page,
    termsStyles,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s6);
      }
      legend {
        font-weight: 600;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        padding-top: var(--s1);
      }
      .choices label {
        display: flex;
        align-items: center;
        flex: 1 0 5rem;
        max-width: 9rem;
        gap: var(--s2);
        min-height: var(--target);
        padding: var(--s2) var(--s3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
        font-weight: 400;
        cursor: pointer;
      }
      .choices label:has(:checked) {
        border-color: var(--accent);
        background: var(--accent-wash);
      }
      .choices input {
        flex: none;
        width: 1.25rem;
        height: 1.25rem;
        min-height: 0;
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ];

  declare terms: TermsView | undefined;
  declare actions: Pick<GuestActions, 'accept' | 'decline'> | undefined;
  declare leaveNow: (() => void) | undefined;

  /** Puts the reader at the heading. */
  override focus(options?: FocusOptions): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('h1')?.focus(options);
    });
  }

  protected override render(): unknown {
    if (this.terms === undefined) return nothing;
    return frame({
      heading: c.before.heading,
      leave: this.leaveNow,
      body: html`<p class="lead">${c.before.lead}</p>
        <section class="panel">
          <h2 class="hidden">${c.before.said}</h2>
          ${terms(this.terms)}
        </section>
        <form id="answers" @submit=${this.#accept}>
          <section>
            <h2>${c.before.around}</h2>
            <p class="soft">${c.before.aroundText}</p>
            ${POINTS.map(question)}
          </section>
          ${
            this.terms.text.guardian
              ? field('guardian', c.before.guardian, 200, c.before.guardianHint)
              : nothing
          }
          <details>
            <summary>${c.before.safety}</summary>
            <section>
              <p class="soft">${c.before.safetyText}</p>
              ${field('where', c.before.where, 200)} ${field('contact', c.before.contact, 200)}
              ${field('word', c.before.word, 60, c.before.wordHint)}
            </section>
          </details>
        </form>
        <p class="small soft" id="accept-hint">${c.before.acceptHint}</p>`,
      foot: html`<button type="button" @click=${() => this.actions?.decline()}>
          ${c.before.decline}
        </button>
        <button class="primary" form="answers" aria-describedby="accept-hint">
          ${c.before.accept}
        </button>`,
    });
  }

  readonly #accept = (event: Event): void => {
    const field = sent(event);
    const points = POINTS.flatMap((point) => {
      const given = ANSWERS.find((answer) => answer === field(point));
      return given === undefined ? [] : [[point, given]];
    });
    this.actions?.accept({
      points: Object.fromEntries(points) as Answers['points'],
      where: field('where').trim(),
      contact: field('contact').trim(),
      word: field('word').trim(),
      guardian: field('guardian').trim(),
    });
  };
}

const question = (point: (typeof POINTS)[number]): unknown =>
  html`<fieldset>
    <legend>${c.points[point]}</legend>
    <div class="choices">
      ${ANSWERS.map(
        (answer) =>
          html`<label
            ><input
              type="radio"
              name=${point}
              value=${answer}
              autocomplete="off"
              aria-label="${c.answers[answer]}: ${c.points[point]}"
            />${c.answers[answer]}</label
          >`,
      )}
    </div>
  </fieldset>`;

/** Spelling is not checked, because some browsers send the text of such fields to a server for that. */
const field = (name: string, label: string, longest: number, hint?: string): unknown =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      dir="auto"
      maxlength=${longest}
      autocomplete="off"
      spellcheck="false"
      writingsuggestions="false"
      aria-describedby=${hint === undefined ? nothing : `${name}-hint`}
    />
    ${hint === undefined ? nothing : html`<p id="${name}-hint" class="small soft">${hint}</p>`}
  </div>`;

customElements.define('alcove-terms', GuestTerms);
