import { html, nothing, type TemplateResult } from 'lit';
import { SIGN, icon } from '../../icons/icons.ts';
import type { NoteHit } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { day } from './dates.ts';

/** One note in a list: title, day, client, kind, and where the searched words stand. */
export const hitLine = (hit: NoteHit): TemplateResult =>
  html`<b class="one-line" dir="auto">${hit.title === '' ? v.notes.untitled : hit.title}</b>
    <span class="small soft one-line"
      >${day(hit.date)}, ${hit.clientName === '' ? v.notes.nobody : hit.clientName}</span
    >
    <span class="small soft one-line"
      >${v.notes.kindShort[hit.kind]}${
        hit.signedAt === undefined ? nothing : html`, ${icon(SIGN)}${v.notes.signed}`
      }${
        hit.excerpt === undefined
          ? nothing
          : html`:
              <span class="excerpt" dir="auto"
                >${hit.excerpt.map((piece, index) =>
                  index % 2 === 1 ? html`<mark>${piece}</mark>` : piece,
                )}</span
              >`
      }</span
    >`;
