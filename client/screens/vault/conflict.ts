import { css, html, type TemplateResult } from 'lit';
import type { NoteContent } from '../../practice/note.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { noteText } from './signed-note.ts';

const c = v.editor.conflict;

/** The same note was saved in two tabs: both texts, and the three ways on. Nothing is written meanwhile. */
export const conflict = (
  mine: NoteContent,
  theirs: NoteContent,
  clientName: string,
  keep: (which: 'mine' | 'theirs' | 'both') => void,
): TemplateResult =>
  html`<section class="notice stack" role="alert" aria-labelledby="conflict">
    <h2 id="conflict">${c.heading}</h2>
    <p>${c.text}</p>
    <div class="texts">${text(c.mine, mine, clientName)} ${text(c.theirs, theirs, clientName)}</div>
    <div class="row">
      <button type="button" @click=${() => keep('mine')}>${c.keepMine}</button>
      <button type="button" @click=${() => keep('theirs')}>${c.keepTheirs}</button>
      <button type="button" @click=${() => keep('both')}>${c.keepBoth}</button>
    </div>
  </section>`;

const text = (name: string, content: NoteContent, clientName: string): TemplateResult =>
  html`<details open>
    <summary>${name}</summary>
    <div class="panel stack">${noteText(content, clientName)}</div>
  </details>`;

export const conflictStyles = css`
  .texts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: var(--s3);
  }
  .texts summary {
    color: inherit;
    font-weight: 600;
  }
  .texts .panel {
    color: var(--ink);
  }
`;
