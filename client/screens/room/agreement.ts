import { html, type TemplateResult } from 'lit';
import '../../elements/agreement.ts';
import type { AgreementView } from '../../state/consent-view.ts';
import { consentText as c } from '../../wording/consent.ts';

/** What both have signed, over the room. */
export const agreementForm = (view: AgreementView): TemplateResult =>
  html`<form method="dialog" class="stack">
    <h2 id="agreement-heading">${c.agreed.heading}</h2>
    <alcove-agreement .view=${view}></alcove-agreement>
    <button class="primary">${c.agreed.close}</button>
  </form>`;

export const agreementButton = (open: () => unknown): TemplateResult =>
  html`<button type="button" @click=${open}>${c.agreed.open}</button>`;
