import { html, type TemplateResult } from 'lit';
import { typed } from '../../elements/typed.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import type { VaultSettings } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';

const l = v.settings.lock;
const MINUTES = [1, 5, 10, 30, 60] as const satisfies readonly VaultSettings['idleMinutes'][];
const HIDDEN = ['at-once', 'soon', 'idle'] as const satisfies readonly VaultSettings['hidden'][];

/** When the vault closes without being told. Each choice is kept at once. */
export const locking = (settings: VaultSettings, actions: VaultActions): TemplateResult =>
  html`<section aria-labelledby="locking">
    <h2 id="locking">${l.heading}</h2>
    <div class="pair">
      <div class="field">
        <label for="idle">${l.idle}</label>
        <select
          id="idle"
          @change=${(event: Event) => {
            const idleMinutes = MINUTES.find((known) => String(known) === typed(event));
            if (idleMinutes !== undefined) actions.saveSettings({ ...settings, idleMinutes });
          }}
        >
          ${MINUTES.map(
            (minutes) =>
              html`<option value=${minutes} ?selected=${minutes === settings.idleMinutes}>
                ${l.minutes(minutes)}
              </option>`,
          )}
        </select>
      </div>
      <div class="field">
        <label for="hidden">${l.hidden}</label>
        <select
          id="hidden"
          @change=${(event: Event) => {
            const hidden = HIDDEN.find((known) => known === typed(event));
            if (hidden !== undefined) actions.saveSettings({ ...settings, hidden });
          }}
        >
          ${HIDDEN.map(
            (hidden) =>
              html`<option value=${hidden} ?selected=${hidden === settings.hidden}>
                ${l.hiddenWhen[hidden]}
              </option>`,
          )}
        </select>
      </div>
    </div>
    <p class="small soft">${l.text}</p>
  </section>`;
