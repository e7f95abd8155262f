import { html, nothing, type TemplateResult } from 'lit';
import { sent } from '../../elements/typed.ts';
import { BACK, icon } from '../../icons/icons.ts';
import type { ClientContent, ClientRecord } from '../../practice/client.ts';
import type { ClientsView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { giveRecord, removal } from './client-dialogs.ts';
import { hitLine } from './hit-line.ts';
import { everyNote } from './note-query.ts';

const c = v.clients;

export type ClientQuestion = 'remove' | 'give';

/** One person: what is known, their notes, and what can be done with both. */
export const clientPage = (
  view: ClientsView,
  open: ClientRecord | 'new',
  actions: VaultActions,
  question: ClientQuestion | undefined,
  ask: (question: ClientQuestion | undefined) => void,
): TemplateResult => {
  const record = open === 'new' ? undefined : open;
  const shown = view.draft ?? record;
  return html`<button
      type="button"
      class="plain back"
      @click=${() => actions.openClient(undefined)}
    >
      ${icon(BACK)}${c.back}
    </button>
    <h2 tabindex="-1" dir="auto">${record?.name ?? c.newHeading}</h2>
    ${record?.archived === true ? html`<p class="soft">${c.archived}</p>` : nothing}
    <div class="slot" role="alert">
      ${view.error === undefined ? nothing : html`<p class="error">${v.errors[view.error]}</p>`}
    </div>
    <form
      @input=${({ currentTarget }: Event) => {
        if (!(currentTarget instanceof HTMLFormElement)) return;
        actions.draftClient(filled(fieldsOf(currentTarget), record?.archived ?? false));
      }}
      @submit=${(event: Event) => actions.saveClient(trimmed(filled(sent(event), record?.archived ?? false)))}
    >
      ${line('name', c.name, c.nameHint, shown?.name ?? '')}
      ${text('contact', c.contact, c.contactHint, shown?.contact ?? '')}
      ${text('about', c.about, c.aboutHint, shown?.about ?? '')}
      <div class="row">
        <button class="primary">${record === undefined ? c.add : c.save}</button>
        ${record === undefined ? nothing : more(record, actions, ask)}
      </div>
    </form>
    ${record === undefined ? nothing : notes(view, record, actions, ask)}
    ${question === 'remove' && record ? removal(record, actions, () => ask(undefined)) : nothing}
    ${question === 'give' && record ? giveRecord(record, actions, () => ask(undefined)) : nothing}`;
};

const filled = (field: (name: string) => string, archived: boolean): ClientContent => ({
  name: field('name'),
  contact: field('contact'),
  about: field('about'),
  archived,
});

const trimmed = (content: ClientContent): ClientContent => ({
  ...content,
  name: content.name.trim(),
});

const fieldsOf = (form: HTMLFormElement): ((name: string) => string) => {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
};

const more = (
  record: ClientRecord,
  actions: VaultActions,
  ask: (question: ClientQuestion) => void,
): TemplateResult =>
  html`<button
      type="button"
      @click=${({ currentTarget }: Event) => {
        // With what stands in the fields, so that nothing typed is lost on the way.
        const form = currentTarget instanceof HTMLButtonElement ? currentTarget.form : null;
        if (form === null || !form.reportValidity()) return;
        actions.saveClient(trimmed(filled(fieldsOf(form), !record.archived)));
      }}
    >
      ${record.archived ? c.unarchive : c.archive}
    </button>
    <button type="button" class="danger" @click=${() => ask('remove')}>${c.remove}</button>`;

const notes = (
  view: ClientsView,
  record: ClientRecord,
  actions: VaultActions,
  ask: (question: ClientQuestion) => void,
): TemplateResult =>
  html`<section class="stack notes" aria-labelledby="client-notes">
    <h3 id="client-notes">${c.notes}</h3>
    ${
      view.notes.length === 0
        ? html`<p class="soft">${c.noNotes}</p>`
        : html`<ul class="plain-list">
              ${view.notes.map(
                (hit) =>
                  html`<li>
                    <button
                      type="button"
                      class="line"
                      @click=${() => {
                        actions.go('notes');
                        actions.openNote(hit.id);
                      }}
                    >
                      ${hitLine(hit)}
                    </button>
                  </li>`,
              )}
            </ul>
            <p>
              <button
                type="button"
                class="plain"
                @click=${() => {
                  actions.search({ ...everyNote, clientId: record.id });
                  actions.go('notes');
                }}
              >
                ${c.allNotes}
              </button>
            </p>`
    }
    <p><button type="button" @click=${() => ask('give')}>${c.give.open}</button></p>
  </section>`;

const line = (name: string, label: string, hint: string, value: string): TemplateResult =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      name=${name}
      required
      maxlength="300"
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="${name}-hint"
      .value=${value}
    />
    <p id="${name}-hint" class="small soft">${hint}</p>
  </div>`;

const text = (name: string, label: string, hint: string, value: string): TemplateResult =>
  html`<div class="field">
    <label for=${name}>${label}</label>
    <textarea
      id=${name}
      name=${name}
      rows="2"
      dir="auto"
      autocomplete="off"
      spellcheck="false"
      writingsuggestions="false"
      aria-describedby="${name}-hint"
      .value=${value}
    ></textarea>
    <p id="${name}-hint" class="small soft">${hint}</p>
  </div>`;
