import { html, type TemplateResult } from 'lit';
import '../../elements/modal.ts';
import type { ShredReceipt } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const r = v.notes.receipt;

/** What proves that a note was destroyed, and what that does not reach. */
export const receipt = (of: ShredReceipt, putAway: () => void): TemplateResult =>
  html`<alcove-modal heading=${r.heading} @dismiss=${putAway}>
    <div class="stack">
      <p>${r.text}</p>
      <dl class="facts">
        <dt>${r.kind}</dt>
        <dd>${v.notes.kind[of.kind]}</dd>
        <dt>${r.at}</dt>
        <dd>${moment(of.at)}</dd>
        <dt>${r.hash}</dt>
        <dd class="code">${of.hash}</dd>
        <dt>${r.sequence}</dt>
        <dd>${of.sequence}</dd>
      </dl>
      <p class="small soft">${r.copies}</p>
      <p><button type="button" class="primary" @click=${putAway}>${r.close}</button></p>
    </div>
  </alcove-modal>`;
