import { css, html, nothing, type TemplateResult } from 'lit';
import type { Strength } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';

/** Below this score a passphrase is not taken. */
const ENOUGH = 3;

export const strongEnough = (strength: Strength | undefined): boolean =>
  strength !== undefined && strength.score >= ENOUGH;

/**
 * How long a passphrase would hold, in words first; the bar only repeats them. It is as high before
 * there is an answer as after, so that nothing below it moves away from under a finger.
 */
export const meter = (strength: Strength | undefined): TemplateResult =>
  html`<div class="strength" id="strength" role="status">
    <meter
      aria-label=${v.strength.label}
      aria-hidden=${strength === undefined ? 'true' : 'false'}
      min="0"
      max="4"
      low="2"
      high="3"
      optimum="4"
      .value=${strength?.score ?? 0}
    ></meter>
    ${
      strength === undefined
        ? html`<p class="small soft">${v.strength.empty}</p>`
        : html`<p class="small">
            <b>${v.strength.score[strength.score]}</b> ${v.strength.needs(strength.years)}
          </p>`
    }
  </div>`;

/** A suggested passphrase, to be taken or drawn anew. */
export const suggested = (
  suggestion: string,
  use: () => void,
  another: () => void,
  used: boolean,
): TemplateResult =>
  html`<section class="suggestion" aria-labelledby="suggestion">
    <h2 id="suggestion" class="label">${v.create.passphrase.suggestion}</h2>
    <p class="drawn" translate="no">${suggestion}</p>
    <div class="row">
      <button type="button" ?disabled=${suggestion === ''} @click=${use}>
        ${v.create.passphrase.use}
      </button>
      <button type="button" @click=${another}>${v.create.passphrase.another}</button>
    </div>
    <p class="small" role="status">${used ? v.create.passphrase.used : nothing}</p>
  </section>`;

export const strengthStyles = css`
  .strength {
    display: grid;
    gap: var(--s1);
  }
  meter {
    width: min(100%, 24rem);
    height: 0.75rem;
  }
  .strength p {
    min-block-size: 2lh;
  }
  .suggestion {
    gap: var(--s2);
    padding: var(--s4);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius);
  }
  .suggestion h2 {
    font-size: var(--text-m);
  }
  .drawn {
    font-family: var(--font-code);
    font-size: var(--text-l);
    overflow-wrap: anywhere;
    min-block-size: 1lh;
  }
  @media (max-width: 34rem) {
    .strength p {
      min-block-size: 3lh;
    }
    .drawn {
      min-block-size: 2lh;
    }
  }
`;
