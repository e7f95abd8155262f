import { html, type TemplateResult } from 'lit';
import '../../elements/modal.ts';
import { sent } from '../../elements/typed.ts';
import type { ClientRecord } from '../../practice/client.ts';
import { NOTE_KINDS } from '../../practice/note.ts';
import type { VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';

const c = v.clients;

export const removal = (
  record: ClientRecord,
  actions: VaultActions,
  done: () => void,
): TemplateResult =>
  html`<alcove-modal heading=${c.removal.heading} @dismiss=${done}>
    <div class="stack">
      <p><b dir="auto">${record.name}</b></p>
      <p>${c.removal.text}</p>
      <div class="row">
        <button
          type="button"
          class="danger"
          @click=${() => {
            done();
            actions.removeClient(record.id);
          }}
        >
          ${c.removal.remove}
        </button>
        <button type="button" @click=${done}>${v.cancel}</button>
      </div>
    </div>
  </alcove-modal>`;

/** One kind at a time: there is no way to ask for both. */
export const giveRecord = (
  record: ClientRecord,
  actions: VaultActions,
  done: () => void,
): TemplateResult =>
  html`<alcove-modal heading=${c.give.heading} @dismiss=${done}>
    <form
      @submit=${(event: Event) => {
        const kind = sent(event)('give-kind');
        done();
        actions.exportClient(record.id, kind === 'psychotherapy' ? 'psychotherapy' : 'progress');
      }}
    >
      <p>${c.give.text}</p>
      <fieldset>
        <legend>${c.give.kind}</legend>
        ${NOTE_KINDS.map(
          (kind, index) =>
            html`<label class="check">
              <input
                type="radio"
                name="give-kind"
                value=${kind}
                ?checked=${index === 0}
                ?data-first=${index === 0}
              />
              <span>${v.notes.kinds[kind]}</span>
            </label>`,
        )}
      </fieldset>
      <p class="small soft">${c.give.never}</p>
      <div class="row">
        <button class="primary">${c.give.save}</button>
        <button type="button" @click=${done}>${v.cancel}</button>
      </div>
    </form>
  </alcove-modal>`;
