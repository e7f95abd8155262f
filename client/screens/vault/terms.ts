import { html, type TemplateResult } from 'lit';
import '../../elements/terms-form.ts';
import type { TermsText } from '../../state/consent-view.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import type { VaultSettings } from '../../vault/vault-api.ts';
import { hostText as h } from '../../wording/host.ts';

/** What whoever asks to join a session reads first, from the next session on. */
export const ownTerms = (settings: VaultSettings, actions: VaultActions): TemplateResult =>
  html`<section aria-labelledby="terms">
    <h2 id="terms">${h.terms.heading}</h2>
    <p>${h.terms.text}</p>
    <alcove-terms-form
      .terms=${settings.terms ?? h.terms.initial}
      .save=${(terms: TermsText) => actions.saveSettings({ ...settings, terms })}
    ></alcove-terms-form>
  </section>`;
