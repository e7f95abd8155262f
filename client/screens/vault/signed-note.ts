import { html, nothing, type TemplateResult } from 'lit';
import { sent, typed } from '../../elements/typed.ts';
import type { Note, NoteContent } from '../../practice/note.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { day, moment } from './dates.ts';

const e = v.editor;

/** A note as text that cannot be changed: signed, or in the bin. */
export const noteText = (note: NoteContent, clientName: string): TemplateResult =>
  html`<h2 dir="auto">${note.title === '' ? v.notes.untitled : note.title}</h2>
    <p class="soft">
      ${day(note.date)},
      ${clientName === '' ? v.notes.nobody : clientName}${
        note.tags.length === 0 ? nothing : html`, ${note.tags.map((tag) => `#${tag}`).join(' ')}`
      }
    </p>
    ${note.sections.map(
      (section) =>
        html`<section class="stack tight">
          <h3>${section.heading === '' ? e.text : section.heading}</h3>
          ${
            section.text === ''
              ? html`<p class="soft">${e.nothingWritten}</p>`
              : html`<p class="text" dir="auto">${section.text}</p>`
          }
        </section>`,
    )}`;

/** A field for one more amendment. */
export interface Adding {
  /** What stands in it already. */
  readonly text: string;
  typed(text: string): void;
  add(text: string): void;
}

/** What was added after signing; with `adding`, also a field to add more. */
export const amendments = (note: Note, adding?: Adding): TemplateResult =>
  html`<section class="stack">
    <h3>${e.amendments}</h3>
    ${note.amendments.map(
      ({ at, text }) =>
        html`<div>
          <p class="small soft">${e.amendment(moment(at))}</p>
          <p class="text" dir="auto">${text}</p>
        </div>`,
    )}
    ${
      adding === undefined
        ? nothing
        : html`<form
            @submit=${(event: Event) => {
              const text = sent(event)('amendment').trim();
              if (text !== '') adding.add(text);
            }}
          >
            <div class="field">
              <label for="amendment">${e.amend.label}</label>
              <textarea
                id="amendment"
                name="amendment"
                rows="3"
                required
                dir="auto"
                autocomplete="off"
                spellcheck="false"
                writingsuggestions="false"
                aria-describedby="amendment-hint"
                .value=${adding.text}
                @input=${(event: Event) => adding.typed(typed(event))}
              ></textarea>
              <p id="amendment-hint" class="small soft">${e.amend.hint}</p>
            </div>
            <p><button>${e.amend.add}</button></p>
          </form>`
    }
  </section>`;
