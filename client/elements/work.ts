import { html, nothing, type TemplateResult } from 'lit';
import type { ProgressView } from '../state/vault-view.ts';
import { vaultText as v } from '../wording/vault.ts';

/** Work that takes its time: what it is, how far it is, and how to stop it where that is possible. */
export const work = (progress: ProgressView | undefined, cancel?: () => void): TemplateResult =>
  html`<div class="work" role="status">
    ${
      progress === undefined
        ? nothing
        : html`<p id="work">${v.progress[progress.what]}</p>
            ${
              progress.share === undefined
                ? html`<progress aria-labelledby="work"></progress>`
                : html`<progress aria-labelledby="work" max="1" .value=${progress.share}></progress>
                    <span class="small soft">${v.percent(progress.share)}</span>`
            }
            ${
              cancel === undefined
                ? nothing
                : html`<button type="button" @click=${cancel}>${v.stop}</button>`
            }`
    }
  </div>`;
