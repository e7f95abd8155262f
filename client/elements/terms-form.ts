import { LitElement, css, html, nothing } from 'lit';
import type { TermsText } from '../state/consent-view.ts';
import { shared } from '../styles/shared.ts';
import { hostText as h } from '../wording/host.ts';
import './grow.ts';
import { sent } from './typed.ts';

const f = h.terms;

/** The words that whoever asks to join reads first. They are saved when they come back as `terms`. */
export class TermsForm extends LitElement {
  static override properties = {
    terms: { attribute: false },
    save: { attribute: false },
    sent: { state: true },
  };
  static override styles = [
    shared,
    css`
      form {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s4);
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: var(--s4);
      }
      .tick {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: var(--target);
        font-weight: 400;
      }
      .tick input {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        margin: 0;
        accent-color: var(--accent);
      }
    `,
  ];

  declare terms: TermsText | undefined;
  declare save: ((terms: TermsText) => void) | undefined;
  /** What was saved last, until something is typed again. */
  declare sent: TermsText | undefined;

  protected override render(): unknown {
    const { terms } = this;
    if (terms === undefined) return nothing;
    return html`<form @submit=${this.#save} @input=${() => (this.sent = undefined)}>
      <p class="small soft">${f.hint}</p>
      ${area('handling', f.handling, terms.handling)} ${area('limits', f.limits, terms.limits)}
      <div class="pair">
        ${line('licence', f.licence, terms.licence, 300)} ${line('phone', f.phone, terms.phone, 60)}
        ${line('version', f.version, terms.version, 40, true)}
      </div>
      <label class="tick"
        ><input
          type="checkbox"
          name="guardian"
          autocomplete="off"
          ?checked=${terms.guardian}
        />${f.guardian}</label
      >
      <div class="row">
        <button>${f.save}</button>
        <span role="status" class="small soft">${this.sent === terms ? f.saved : nothing}</span>
      </div>
    </form>`;
  }

  readonly #save = (event: Event): void => {
    const field = sent(event);
    const text = {
      version: field('version').trim(),
      handling: field('handling').trim(),
      limits: field('limits').trim(),
    };
    // Blanks alone satisfy the browser, and nobody who reads them.
    if (Object.values(text).includes('')) return;
    this.sent = {
      ...text,
      licence: field('licence').trim(),
      phone: field('phone').trim(),
      guardian: field('guardian') !== '',
    };
    this.save?.(this.sent);
  };
}

const area = (name: string, label: string, value: string): unknown =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <alcove-grow>
      <textarea
        id=${name}
        name=${name}
        rows="3"
        required
        maxlength="4000"
        dir="auto"
        spellcheck="false"
        writingsuggestions="false"
        .value=${value}
      ></textarea>
    </alcove-grow>
  </div>`;

const line = (
  name: string,
  label: string,
  value: string,
  longest: number,
  required = false,
): unknown =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      ?required=${required}
      maxlength=${longest}
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      writingsuggestions="false"
      .value=${value}
    />
  </div>`;

customElements.define('alcove-terms-form', TermsForm);
