import { html, nothing, type TemplateResult } from 'lit';
import type { ProgressView, SettingsView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

/** One file with everything, made now; how far it is stands above the page. */
export const backup = (
  { lastBackupAt }: SettingsView,
  actions: VaultActions,
  progress: ProgressView | undefined,
): TemplateResult => {
  const b = v.settings.backup;
  return html`<section aria-labelledby="backup">
    <h2 id="backup">${b.heading}</h2>
    <p>${b.text}</p>
    <p class=${lastBackupAt === undefined ? 'notice' : 'soft'}>
      ${lastBackupAt === undefined ? b.never : b.last(moment(lastBackupAt))}
    </p>
    <p>
      <button type="button" ?disabled=${progress !== undefined} @click=${() => actions.backup()}>
        ${b.now}
      </button>
    </p>
  </section>`;
};

/** What the browser promised about keeping the notes, and how much room they take. */
export const storage = (
  { persisted, usedBytes, quotaBytes }: SettingsView['storage'],
  actions: VaultActions,
): TemplateResult => {
  const s = v.settings.storage;
  return html`<section aria-labelledby="storage">
    <h2 id="storage">${s.heading}</h2>
    <p>${persisted === 'unknown' ? s.unknown : persisted ? s.kept : s.notKept}</p>
    ${
      usedBytes === undefined
        ? nothing
        : html`<p class="soft">
            ${quotaBytes === undefined ? s.used(usedBytes) : s.usedOf(usedBytes, quotaBytes)}
          </p>`
    }
    ${
      persisted === true
        ? nothing
        : html`<p>
            <button type="button" @click=${() => actions.askPersistence()}>${s.ask}</button>
          </p>`
    }
  </section>`;
};
