import { LitElement, css, html, nothing } from 'lit';
import type { AgreementView } from '../state/consent-view.ts';
import { shared } from '../styles/shared.ts';
import { termsStyles } from '../styles/terms.ts';
import { consentText as c } from '../wording/consent.ts';
import { agreementText, answered, moment } from './agreement-text.ts';
import { terms } from './terms.ts';

/** How long a download may take to begin; milliseconds. */
const DOWNLOAD_MS = 60_000;

/** What both have signed, to be read again or taken along; `brief` is the button alone. */
export class Agreement extends LitElement {
  static override properties = { view: { attribute: false }, brief: { type: Boolean } };
  static override styles = [
    shared,
    termsStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s4);
      }
      .save {
        display: grid;
        justify-items: start;
        gap: var(--s2);
      }
    `,
  ];

  declare view: AgreementView | undefined;
  declare brief: boolean;

  protected override render(): unknown {
    const { view } = this;
    if (view === undefined) return nothing;
    const save = html`<div class="save">
      <button type="button" aria-describedby="hint" @click=${this.#save}>${c.agreed.save}</button>
      <p class="small soft" id="hint">${c.agreed.saveHint}</p>
    </div>`;
    if (this.brief) return save;
    const told = answered(view.answers);
    return html`${terms(view.terms)}
      <section class="said">
        <h3>${c.agreed.answered}</h3>
        ${told.length === 0 ? html`<p>${c.agreed.none}</p>` : nothing}
        <ul class="points">
          ${told.map(([name, text]) => html`<li>${name}: <span dir="auto">${text}</span></li>`)}
        </ul>
      </section>
      <p>${c.agreed.at(moment(view.at))}</p>
      ${save}`;
  }

  readonly #save = (): void => {
    if (this.view === undefined) return;
    const url = URL.createObjectURL(new Blob([agreementText(this.view)], { type: 'text/plain' }));
    const anchor = document.createElement('a');
    anchor.href = url;
    anchor.download = 'agreement.txt';
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
  };
}

customElements.define('alcove-agreement', Agreement);
