import { css, html, nothing, type TemplateResult } from 'lit';
import type { SettingsView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const a = v.settings.audit;

/** What happened on this device, newest first, and whether it can be believed. */
export const audit = (
  trail: SettingsView['audit'],
  shown: number,
  actions: VaultActions,
  more: () => void,
): TemplateResult =>
  html`<section aria-labelledby="audit">
    <h2 id="audit">${a.heading}</h2>
    <p>${a.text}</p>
    <p>
      <button
        type="button"
        aria-expanded=${trail !== undefined}
        @click=${() => actions.showAudit(trail === undefined)}
      >
        ${trail === undefined ? a.open : a.close}
      </button>
    </p>
    ${
      trail === undefined
        ? nothing
        : html`<p class=${trail.verified ? 'soft' : 'error'} role="status">
              ${trail.verified ? a.verified : a.broken}
            </p>
            <div class="sideways" tabindex="0" role="group" aria-label=${a.caption}>
              <table>
                <caption class="hidden">
                  ${a.caption}
                </caption>
                <thead>
                  <tr>
                    <th scope="col">${a.number}</th>
                    <th scope="col">${a.when}</th>
                    <th scope="col">${a.what}</th>
                  </tr>
                </thead>
                <tbody>
                  ${trail.entries.slice(0, shown).map(
                    ({ sequence, at, event }) =>
                      html`<tr>
                        <td>${sequence}</td>
                        <td>${moment(at)}</td>
                        <td>${a.event(event)}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
            ${
              trail.entries.length > shown
                ? html`<p><button type="button" @click=${more}>${a.more}</button></p>`
                : nothing
            }`
    }
  </section>`;

export const auditStyles = css`
  .sideways {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: var(--text-s);
  }
  th,
  td {
    padding: var(--s2) var(--s3) var(--s2) 0;
    border-bottom: 1px solid var(--line);
    text-align: start;
    vertical-align: top;
  }
  td:last-child {
    min-width: 9rem;
  }
  td:nth-child(2) {
    min-width: 6.5rem;
  }
  td {
    font-variant-numeric: tabular-nums;
  }
`;
