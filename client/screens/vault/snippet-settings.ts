import { html, nothing, type TemplateResult } from 'lit';
import '../../elements/modal.ts';
import { sent } from '../../elements/typed.ts';
import type { Snippet } from '../../practice/template.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';

const s = v.settings.snippets;

export const snippets = (all: readonly Snippet[], edit: (id: string) => void): TemplateResult =>
  html`<section aria-labelledby="snippets">
    <h2 id="snippets">${s.heading}</h2>
    <p>${s.text}</p>
    ${
      all.length === 0
        ? html`<p class="soft">${s.empty}</p>`
        : html`<ul class="plain-list">
            ${all.map(
              ({ id, name }) =>
                html`<li class="between">
                  <b>;${name}</b>
                  <button type="button" aria-label=${s.edit(name)} @click=${() => edit(id)}>
                    ${s.editShort}
                  </button>
                </li>`,
            )}
          </ul>`
    }
    <p><button type="button" @click=${() => edit('new')}>${s.add}</button></p>
  </section>`;

/** Undefined for a new one. */
export const snippetForm = (
  snippet: Snippet | undefined,
  actions: VaultActions,
  done: () => void,
): TemplateResult =>
  html`<alcove-modal
    heading=${snippet === undefined ? s.headingNew : s.headingEdit}
    @dismiss=${done}
  >
    <form
      @submit=${(event: Event) => {
        const field = sent(event);
        actions.saveSnippet(snippet?.id ?? null, field('name').trim(), field('content'));
        done();
      }}
    >
      <div class="field">
        <label for="snippet-name">${s.name}</label>
        <input
          id="snippet-name"
          name="name"
          required
          data-first
          pattern="[\\p{L}\\p{N}_\\-]+"
          title=${s.nameHint}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          aria-describedby="snippet-name-hint"
          .value=${snippet?.name ?? ''}
        />
        <p id="snippet-name-hint" class="small soft">${s.nameHint}</p>
      </div>
      <div class="field">
        <label for="snippet-content">${s.content}</label>
        <textarea
          id="snippet-content"
          name="content"
          rows="3"
          required
          dir="auto"
          spellcheck="false"
          writingsuggestions="false"
          .value=${snippet?.text ?? ''}
        ></textarea>
      </div>
      <div class="row">
        <button class="primary">${s.save}</button>
        ${
          snippet === undefined
            ? nothing
            : html`<button
                type="button"
                class="danger"
                @click=${() => {
                  actions.removeSnippet(snippet.id);
                  done();
                }}
              >
                ${s.remove}
              </button>`
        }
        <button type="button" @click=${done}>${v.cancel}</button>
      </div>
    </form>
  </alcove-modal>`;
