import { html, nothing, type TemplateResult } from 'lit';
import type { VaultActions } from '../../state/vault-view.ts';
import type { Finding } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { WARNING, icon } from '../../icons/icons.ts';
import { day } from './dates.ts';

const f = v.today.findings;

/** What was found wrong with what is stored, and the two things that can be done about it. */
export const findings = (
  found: readonly Finding[],
  actions: VaultActions,
  accept: () => void,
): TemplateResult =>
  html`<div class="slot" role="alert">
    ${
      found.length === 0
        ? nothing
        : html`<section class="error stack" aria-labelledby="findings">
            <h2 id="findings">${icon(WARNING)} ${f.heading}</h2>
            <ul class="points">
              ${found.map((finding) => html`<li>${sentence(finding)}</li>`)}
            </ul>
            <p>${f.text}</p>
            <div class="row">
              <button type="button" @click=${() => actions.go('settings')}>${f.restore}</button>
              <button type="button" class="danger" @click=${accept}>${f.accept}</button>
            </div>
          </section>`
    }
  </div>`;

function sentence(finding: Finding): string {
  switch (finding.code) {
    case 'INDEX_ROLLED_BACK':
    case 'INDEX_ALTERED':
    case 'AUDIT_ALTERED':
      return f.whole[finding.code];
    case 'RECORD_ROLLED_BACK':
    case 'RECORD_ALTERED':
    case 'RECORD_MISSING':
      // What is no note has neither title nor day.
      if (finding.date === '') return f.unnamed[finding.code];
      return f.one[finding.code](
        finding.title === '' ? v.notes.untitled : finding.title,
        day(finding.date),
      );
  }
}
