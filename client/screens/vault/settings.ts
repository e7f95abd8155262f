import { LitElement, css, html, nothing } from 'lit';
import type { ProgressView, SettingsView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { audit, auditStyles } from './audit.ts';
import { backup, storage } from './backup.ts';
import './items.ts';
import { locking } from './locking.ts';
import './restore.ts';
import { snippets, snippetForm } from './snippet-settings.ts';
import './template-form.ts';
import { ownTerms } from './terms.ts';
import { templates } from './template-settings.ts';
import './ways-in.ts';

const s = v.settings;

/** So many entries of the audit trail are drawn at once. */
const AUDIT_PAGE = 100;

/** Lock, backup, templates, storage, and what happened here; one thing changed at a time. */
export class VaultSettingsPage extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    progress: { attribute: false },
    template: { state: true },
    snippet: { state: true },
    entries: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    auditStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s8);
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }
      .plain-list > li.between {
        padding: var(--s2) 0;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
        gap: var(--s4);
      }
    `,
  ];

  declare view: SettingsView | undefined;
  declare actions: VaultActions | undefined;
  declare progress: ProgressView | undefined;
  /** Id of what is being edited, or `new`. */
  declare template: string | undefined;
  declare snippet: string | undefined;
  declare entries: number;

  constructor() {
    super();
    this.entries = AUDIT_PAGE;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    const ways = html`<alcove-ways-in
      .view=${view.factor}
      .slots=${view.slots}
      .actions=${actions}
      .progress=${this.progress}
    ></alcove-ways-in>`;
    // One question a page: nothing else is shown or printed beside a change of the lock.
    if (view.factor.step !== 'none') return ways;
    return html`<div class="slot" role="status">
        ${view.done === undefined ? nothing : html`<p class="panel">${s.done[view.done]}</p>`}
      </div>
      <div class="slot" role="alert">
        ${view.error === undefined ? nothing : html`<p class="error">${v.errors[view.error]}</p>`}
      </div>
      ${backup(view, actions, this.progress)}
      <section aria-labelledby="restore">
        <h2 id="restore">${v.restore.heading}</h2>
        <alcove-vault-restore
          .view=${view.restore}
          .actions=${actions}
          .progress=${this.progress}
        ></alcove-vault-restore>
      </section>
      ${ways} ${locking(view.settings, actions)} ${ownTerms(view.settings, actions)}
      <alcove-kept-items .view=${view} .actions=${actions}></alcove-kept-items>
      ${templates(view.templates, (id) => (this.template = id))}
      ${snippets(view.snippets, (id) => (this.snippet = id))} ${storage(view.storage, actions)}
      ${audit(view.audit, this.entries, actions, () => (this.entries += AUDIT_PAGE))}
      ${this.#forms(view, actions)}`;
  }

  #forms(view: SettingsView, actions: VaultActions): unknown {
    const template = view.templates.find(({ id }) => id === this.template);
    const snippet = view.snippets.find(({ id }) => id === this.snippet);
    return html`${
      this.template === undefined
        ? nothing
        : html`<alcove-template-form
            .template=${template}
            .actions=${actions}
            @dismiss=${() => (this.template = undefined)}
          ></alcove-template-form>`
    }
    ${
      this.snippet === undefined
        ? nothing
        : snippetForm(snippet, actions, () => (this.snippet = undefined))
    }`;
  }
}

customElements.define('alcove-vault-settings', VaultSettingsPage);
