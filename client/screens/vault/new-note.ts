import { html, type TemplateResult } from 'lit';
import '../../elements/modal.ts';
import { sent } from '../../elements/typed.ts';
import { NOTE_KINDS } from '../../practice/note.ts';
import type { NotesView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';

const c = v.notes.create;
/** The template of a blank page. */
const FREE = 'free';

/** Which kind, for whom, and what it begins with. */
export const newNote = (view: NotesView, actions: VaultActions): TemplateResult =>
  html`<alcove-modal heading=${c.heading} @dismiss=${() => actions.chooseNew(false)}>
    <form
      @submit=${(event: Event) => {
        const field = sent(event);
        const client = field('new-client');
        actions.createNote(
          field('kind') === 'psychotherapy' ? 'psychotherapy' : 'progress',
          client === '' ? null : client,
          field('new-template'),
        );
      }}
    >
      <fieldset>
        <legend>${c.kind}</legend>
        ${NOTE_KINDS.map(
          (kind, index) =>
            html`<label class="check">
              <input
                type="radio"
                name="kind"
                value=${kind}
                ?checked=${(view.query.kind ?? NOTE_KINDS[0]) === kind}
                ?data-first=${index === 0}
                aria-labelledby="kind-${kind}"
                aria-describedby="belongs-${kind}"
              />
              <span id="kind-${kind}">${v.notes.kind[kind]}</span>
              <span id="belongs-${kind}" class="small soft">${v.notes.belongs[kind]}</span>
            </label>`,
        )}
      </fieldset>
      <div class="field">
        <label for="new-client">${c.client}</label>
        <select id="new-client" name="new-client">
          <option value="">${v.notes.nobody}</option>
          ${view.clients
            .filter(({ archived }) => !archived)
            .map(
              ({ id, name }) =>
                html`<option value=${id} ?selected=${id === view.query.clientId}>${name}</option>`,
            )}
        </select>
      </div>
      <div class="field">
        <label for="new-template">${c.template}</label>
        <select id="new-template" name="new-template">
          ${
            view.templates.some(({ id }) => id === FREE)
              ? ''
              : html`<option value=${FREE}>${c.free}</option>`
          }
          ${view.templates.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
      </div>
      <div class="row">
        <button class="primary">${c.create}</button>
        <button type="button" @click=${() => actions.chooseNew(false)}>${v.cancel}</button>
      </div>
    </form>
  </alcove-modal>`;
