import { html, type TemplateResult } from 'lit';
import { typed } from '../../elements/typed.ts';
import { NOTE_KINDS } from '../../practice/note.ts';
import type { NotesView } from '../../state/vault-view.ts';
import type { NoteQuery } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { filtersSet } from './note-query.ts';

const f = v.notes.filter;

interface Option {
  readonly value: string;
  readonly name: string;
}

/** Everything beside the words that narrows the list; `change` takes the new query. */
export const filters = (view: NotesView, change: (query: NoteQuery) => void): TemplateResult => {
  const { query } = view;
  const set = filtersSet(query);
  const narrow = (part: Partial<NoteQuery>): void => change({ ...query, ...part });
  return html`<details class="filters">
    <summary>${set === 0 ? f.open : f.openWith(set)}</summary>
    <div class="fields">
      ${pick(
        'filter-kind',
        f.kind,
        query.kind,
        NOTE_KINDS.map((kind) => ({ value: kind, name: v.notes.kinds[kind] })),
        (kind) => narrow({ kind: NOTE_KINDS.find((known) => known === kind) }),
      )}
      ${pick(
        'filter-client',
        f.client,
        query.clientId,
        view.clients.map(({ id, name }) => ({ value: id, name })),
        (clientId) => narrow({ clientId }),
      )}
      ${pick(
        'filter-tag',
        f.tag,
        query.tag,
        view.tags.map((tag) => ({ value: tag, name: tag })),
        (tag) => narrow({ tag }),
      )}
      ${pick(
        'filter-template',
        f.template,
        query.template,
        view.templates.map(({ id, name }) => ({ value: id, name })),
        (template) => narrow({ template }),
      )}
      ${pick(
        'filter-state',
        f.state,
        query.state,
        [
          { value: 'unsigned', name: f.unsigned },
          { value: 'signed', name: f.signed },
        ],
        (state) =>
          narrow({ state: state === 'signed' || state === 'unsigned' ? state : undefined }),
      )}
      ${date('filter-from', f.from, query.from, (from) => narrow({ from }))}
      ${date('filter-to', f.to, query.to, (to) => narrow({ to }))}
      <label class="check">
        <input
          type="checkbox"
          .checked=${query.bin}
          @change=${({ target }: Event) =>
            narrow({ bin: target instanceof HTMLInputElement && target.checked })}
        />
        <span>${f.bin}</span>
      </label>
      <button
        type="button"
        ?disabled=${set === 0}
        @click=${() => change({ text: query.text, bin: false, offset: 0, limit: query.limit })}
      >
        ${f.clear}
      </button>
    </div>
  </details>`;
};

const pick = (
  id: string,
  label: string,
  chosen: string | undefined,
  options: readonly Option[],
  choose: (value: string | undefined) => void,
): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    <select
      id=${id}
      @change=${(event: Event) => {
        const value = typed(event);
        choose(value === '' ? undefined : value);
      }}
    >
      <option value="" ?selected=${chosen === undefined}>${f.any}</option>
      ${options.map(
        ({ value, name }) =>
          html`<option value=${value} ?selected=${value === chosen}>${name}</option>`,
      )}
    </select>
  </div>`;

const date = (
  id: string,
  label: string,
  chosen: string | undefined,
  choose: (value: string | undefined) => void,
): TemplateResult =>
  html`<div class="field">
    <label for=${id}>${label}</label>
    <input
      id=${id}
      type="date"
      .value=${chosen ?? ''}
      @change=${(event: Event) => {
        const value = typed(event);
        choose(value === '' ? undefined : value);
      }}
    />
  </div>`;
