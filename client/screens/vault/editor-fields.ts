import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import '../../elements/grow.ts';
import type { ClientSummary } from '../../practice/client.ts';
import type { NoteContent } from '../../practice/note.ts';
import { vaultText as v } from '../../wording/vault.ts';

const e = v.editor;

/**
 * The fields of a note. Names, not handlers: the editor listens once around all of them. Spelling is
 * not checked, because some browsers send the text of such fields to a server for that.
 */
export const fields = (
  content: NoteContent,
  tags: string,
  clients: readonly ClientSummary[],
  hints: Readonly<Record<string, string>>,
): TemplateResult =>
  html`<div class="field">
      <label for="title">${e.title}</label>
      <input
        id="title"
        name="title"
        class="title"
        maxlength="300"
        dir="auto"
        autocomplete="off"
        spellcheck="false"
        .value=${live(content.title)}
      />
    </div>
    <div class="head">
      <div class="field">
        <label for="client">${e.client}</label>
        <select id="client" name="clientId" .value=${live(content.clientId ?? '')}>
          <option value="" ?selected=${content.clientId === null}>${v.notes.nobody}</option>
          ${clients
            .filter(({ id, archived }) => !archived || id === content.clientId)
            .map(
              ({ id, name }) =>
                html`<option value=${id} ?selected=${id === content.clientId}>${name}</option>`,
            )}
        </select>
      </div>
      <div class="field">
        <label for="date">${e.date}</label>
        <input id="date" name="date" type="date" required .value=${live(content.date)} />
      </div>
      <div class="field">
        <label for="tags">${e.tags}</label>
        <input
          id="tags"
          name="tags"
          dir="auto"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          placeholder=${e.tagsHint}
          .value=${live(tags)}
        />
      </div>
    </div>
    ${content.sections.map((section, index) => {
      const id = `section-${String(index)}`;
      return html`<div class="field">
        <label for=${id}>${section.heading === '' ? e.text : section.heading}</label>
        <alcove-grow>
          <textarea
            id=${id}
            name=${id}
            rows="3"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            writingsuggestions="false"
            placeholder=${hints[section.heading] ?? ''}
            .value=${live(section.text)}
          ></textarea>
        </alcove-grow>
      </div>`;
    })}`;
