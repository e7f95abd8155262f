import { css, html, type TemplateResult } from 'lit';
import type { Change, HistoryEntry } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { moment } from './dates.ts';

const p = v.editor.past;

/** Earlier texts of a note, newest first, with what became of their words; `take` where one can be used again. */
export const history = (
  entries: readonly HistoryEntry[],
  close: () => void,
  take?: (savedAt: number) => void,
): TemplateResult =>
  html`<section class="stack" aria-labelledby="history">
    <div class="between">
      <h2 id="history" tabindex="-1">${p.heading}</h2>
      <button type="button" @click=${close}>${p.close}</button>
    </div>
    <p class="soft">${entries.length === 0 ? p.empty : p.text}</p>
    <ol class="versions">
      ${entries.map(({ version, changes }) => {
        const at = moment(version.savedAt);
        return html`<li class="panel">
          <div class="between">
            <h3>${p.version(at)}</h3>
            ${
              take === undefined
                ? ''
                : html`<button
                    type="button"
                    aria-label=${p.takeOf(at)}
                    @click=${() => take(version.savedAt)}
                  >
                    ${p.take}
                  </button>`
            }
          </div>
          <p class="text" dir="auto">${changes.map(piece)}</p>
        </li>`;
      })}
    </ol>
  </section>`;

/** Marked by a line through or under it for the eye, and in words for the ear. */
const piece = ({ kind, text }: Change): unknown => {
  if (kind === 'same') return text;
  const said = (word: string): unknown => html`<span class="hidden"> ${word} </span>`;
  return kind === 'added'
    ? html`<ins>${said(p.added)}${text}${said(p.end)}</ins>`
    : html`<del>${said(p.removed)}${text}${said(p.end)}</del>`;
};

export const historyStyles = css`
  .versions {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s4);
    list-style: none;
  }
  .versions > li {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--s3);
    max-width: none;
  }
  ins {
    background: var(--accent-wash);
    text-decoration: underline;
    text-decoration-thickness: 2px;
    text-underline-offset: 3px;
  }
  del {
    background: var(--danger-wash);
    color: var(--ink-soft);
    text-decoration: line-through;
    text-decoration-thickness: 2px;
  }
`;
