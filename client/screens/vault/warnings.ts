import { html, type TemplateResult } from 'lit';
import type { Warning } from '../../practice/session-record.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

/** What was refused on this device: when, what, and what to do. */
export const warnings = (list: readonly Warning[], actions: VaultActions): TemplateResult =>
  html`<section aria-labelledby="warnings">
    <h2 id="warnings">${v.warnings.heading}</h2>
    ${
      list.length === 0
        ? html`<p class="small soft">${v.warnings.none}</p>`
        : html`<details>
            <summary>${v.warnings.many(list.length)}</summary>
            <div class="stack">
              <ul class="plain-list">
                ${list.map(
                  ({ what, at }) =>
                    html`<li class="stack">
                      <p class="small soft">${moment(at)}</p>
                      <p>${v.threats[what].refused}</p>
                      <p>${v.threats[what].todo}</p>
                    </li>`,
                )}
              </ul>
              <p>
                <button type="button" @click=${() => actions.clearWarnings()}>
                  ${v.warnings.clear}
                </button>
              </p>
            </div>
          </details>`
    }
  </section>`;
