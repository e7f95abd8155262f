import { html, type TemplateResult } from 'lit';
import type { Template } from '../../practice/template.ts';
import { vaultText as v } from '../../wording/vault.ts';

const s = v.settings.templates;

/** What new notes can begin with, beside what comes with the app. */
export const templates = (all: readonly Template[], edit: (id: string) => void): TemplateResult => {
  const own = all.filter(({ builtIn }) => !builtIn);
  return html`<section aria-labelledby="templates">
    <h2 id="templates">${s.heading}</h2>
    ${
      own.length === 0
        ? html`<p class="soft">${s.empty}</p>`
        : html`<ul class="plain-list">
            ${own.map(
              ({ id, name, kind }) =>
                html`<li class="between">
                  <span
                    ><b dir="auto">${name}</b>
                    <span class="small soft">${v.notes.kind[kind]}</span></span
                  >
                  <button type="button" aria-label=${s.edit(name)} @click=${() => edit(id)}>
                    ${s.editShort}
                  </button>
                </li>`,
            )}
          </ul>`
    }
    <p><button type="button" @click=${() => edit('new')}>${s.add}</button></p>
  </section>`;
};
