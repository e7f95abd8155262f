import { css, html, type TemplateResult } from 'lit';
import { PRINT, icon } from '../../icons/icons.ts';
import { vaultText as v } from '../../wording/vault.ts';

/** The recovery words as a sheet of paper: on the screen, and alone on the page when printed. */
export const wordSheet = (words: readonly string[]): TemplateResult =>
  html`<section class="panel sheet">
      <h2>${v.create.recovery.sheet}</h2>
      <p class="small">${v.create.recovery.sheetText}</p>
      <ol class="words" aria-label=${v.create.recovery.list}>
        ${words.map((word) => html`<li translate="no">${word}</li>`)}
      </ol>
    </section>
    <div class="stack unprinted">
      <p>
        <button type="button" @click=${() => print()}>
          ${icon(PRINT)}${v.create.recovery.print}
        </button>
      </p>
      <p class="small soft">${v.create.recovery.printHint}</p>
    </div>`;

export const wordSheetStyles = css`
  .words {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 7rem), 1fr));
    gap: var(--s2) var(--s4);
    counter-reset: word;
    list-style: none;
  }
  .words li {
    counter-increment: word;
    padding: var(--s1) 0;
    border-bottom: 1px solid var(--line);
    font-family: var(--font-code);
  }
  .words li::before {
    content: counter(word) '. ';
    display: inline-block;
    min-width: 2.25em;
    color: var(--ink-soft);
    font-variant-numeric: tabular-nums;
  }
  @media print {
    .sheet {
      border: 0;
      background: #fff;
      color: #000;
    }
    .words {
      grid-template-columns: repeat(3, 1fr);
    }
    .words li,
    .words li::before {
      border-color: #888;
      color: #000;
    }
  }
`;
