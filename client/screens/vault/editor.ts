import { LitElement, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import '../../elements/menu.ts';
import { BACK, MORE, SIGN, SNIPPET, icon } from '../../icons/icons.ts';
import type { ClientSummary } from '../../practice/client.ts';
import type { NoteContent } from '../../practice/note.ts';
import type { Snippet } from '../../practice/template.ts';
import type { EditorView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { conflict, conflictStyles } from './conflict.ts';
import { moment } from './dates.ts';
import { Draft, tagsIn, type DraftField } from './draft.ts';
import { editorDialog, otherKind, type EditorQuestion } from './editor-dialogs.ts';
import { fields } from './editor-fields.ts';
import { editorStyles } from './editor-styles.ts';
import { history, historyStyles } from './history.ts';
import { amendments, noteText } from './signed-note.ts';
import { expansionAt } from './snippet-expansion.ts';

const e = v.editor;
const SECTION = /^section-(\d+)$/;

/** The open note: written in, signed, looked back on, put away. */
export class Editor extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    clients: { attribute: false },
    snippets: { attribute: false },
    question: { state: true },
  };
  static override styles = [shared, vaultStyles, historyStyles, conflictStyles, editorStyles];

  declare view: EditorView | undefined;
  declare actions: VaultActions | undefined;
  declare clients: readonly ClientSummary[];
  declare snippets: readonly Snippet[];
  declare question: EditorQuestion | undefined;
  #id: string | undefined;
  #draft: Draft | undefined;
  /** The tags as they were typed, commas and all. */
  #tags = '';
  /** Where a snippet from the menu goes. */
  #lastArea: HTMLTextAreaElement | undefined;

  constructor() {
    super();
    this.clients = [];
    this.snippets = [];
  }

  protected override willUpdate(): void {
    const { view } = this;
    if (view === undefined) return;
    if (view.summary.id !== this.#id || this.#draft === undefined) {
      this.#id = view.summary.id;
      this.#draft = new Draft(view.note);
      this.#tags = view.note.tags.join(', ');
      this.question = undefined;
      this.#lastArea = undefined;
      return;
    }
    this.#draft.receive(view.note, this.#typing());
    const { tags } = this.#draft.content;
    if (tagsIn(this.#tags).join() !== tags.join()) this.#tags = tags.join(', ');
  }

  protected override render(): unknown {
    const { view, actions } = this;
    const draft = this.#draft;
    if (view === undefined || actions === undefined || draft === undefined) return nothing;
    return keyed(
      view.summary.id,
      html`${this.#top(view, actions)} ${this.#body(view, draft.content, actions)}
      ${editorDialog(this.question, view, actions, () => (this.question = undefined))}`,
    );
  }

  #top({ summary, save, error, conflict: rival }: EditorView, actions: VaultActions): unknown {
    const fixed = summary.signedAt !== undefined || summary.deletedAt !== undefined;
    return html`<div class="top">
        <button type="button" class="plain back" @click=${() => actions.closeNote()}>
          ${icon(BACK)}${e.back}
        </button>
        <span class="chip ${summary.kind}">${v.notes.kind[summary.kind]}</span>
        ${
          fixed
            ? nothing
            : html`<span class="save small" data-save=${save}>${e.save[save]}</span>
                <span class="hidden" role="status"
                  >${save === 'saved' || save === 'failed' ? e.save[save] : nothing}</span
                >`
        }
      </div>
      <div class="slot" role="alert">
        ${
          error === undefined || rival !== undefined
            ? nothing
            : html`<div class="error stack">
                <p>${v.errors[error]}</p>
                ${
                  save === 'failed'
                    ? html`<p>
                        <button type="button" @click=${() => actions.saveNow()}>${e.retry}</button>
                      </p>`
                    : nothing
                }
              </div>`
        }
      </div>`;
  }

  #body(view: EditorView, content: NoteContent, actions: VaultActions): unknown {
    const { summary, note } = view;
    if (view.history !== undefined) {
      const take = (savedAt: number): void => {
        this.#draft?.expectReplacement();
        actions.takeVersion(savedAt);
      };
      const fixed = summary.signedAt !== undefined || summary.deletedAt !== undefined;
      return history(view.history, () => actions.showHistory(false), fixed ? undefined : take);
    }
    if (summary.deletedAt !== undefined) return this.#binned(view, summary.deletedAt, actions);
    if (summary.signedAt !== undefined)
      return html`<p class="panel">${icon(SIGN)} ${e.signedAt(moment(summary.signedAt))}</p>
        ${this.#menu(view, actions)} ${noteText(note, view.clientName)}
        ${amendments(note, {
          text: view.amendment ?? '',
          typed: (text) => actions.draftAmendment(text),
          add: (text) => actions.amend(text),
        })}`;
    if (view.conflict !== undefined)
      return conflict(content, view.conflict.theirs, view.clientName, (keep) => {
        this.#draft?.expectReplacement();
        actions.resolveConflict(keep);
      });
    return html`<p class="small soft">${v.notes.belongs[summary.kind]}</p>
      ${this.#menu(view, actions)}
      <div
        class="stack fields"
        @input=${this.#input}
        @keydown=${this.#key}
        @focusin=${this.#focused}
      >
        ${fields(content, this.#tags, this.clients, view.hints)}
      </div>
      <div class="end">
        <button type="button" @click=${() => (this.question = 'sign')}>
          ${icon(SIGN)}${e.sign.open}
        </button>
      </div>`;
  }

  #menu(view: EditorView, actions: VaultActions): unknown {
    const { summary } = view;
    const other = otherKind(summary.kind);
    const written = summary.signedAt === undefined;
    return html`<div class="tools">
      ${
        written && view.canCarryOver
          ? html`<button
              type="button"
              @click=${() => {
                this.#draft?.expectReplacement();
                actions.carryOver();
              }}
            >
              ${e.carryOver}
            </button>`
          : nothing
      }
      ${
        written
          ? html`<alcove-menu label=${e.snippets} mark=${SNIPPET}>
              ${
                this.snippets.length === 0
                  ? html`<p class="small soft">${e.noSnippets}</p>`
                  : html`<p class="small soft">${e.snippetHint}</p>
                      ${this.snippets.map(
                        (snippet) =>
                          html`<button
                            type="button"
                            class="plain"
                            @click=${() => this.#insert(snippet.text)}
                          >
                            ;${snippet.name}
                          </button>`,
                      )}`
              }
            </alcove-menu>`
          : nothing
      }
      <alcove-menu label=${e.more} mark=${MORE}>
        <button type="button" class="plain" @click=${() => actions.showHistory(true)}>
          ${e.history}
        </button>
        <button type="button" class="plain" @click=${() => (this.question = 'move')}>
          ${e.moveTo[other]}
        </button>
        <button type="button" class="plain" @click=${() => actions.bin(summary.id)}>
          ${e.bin}
        </button>
      </alcove-menu>
    </div>`;
  }

  #binned(view: EditorView, since: number, actions: VaultActions): unknown {
    return html`<div class="panel stack">
        <p>${e.inBin(moment(since))}</p>
        <div class="row">
          <button type="button" @click=${() => actions.unbin(view.summary.id)}>${e.unbin}</button>
          <button type="button" class="danger" @click=${() => (this.question = 'shred')}>
            ${e.shred.open}
          </button>
        </div>
      </div>
      ${noteText(view.note, view.clientName)}
      ${view.note.amendments.length === 0 ? nothing : amendments(view.note)}`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('view')) return;
    const before = changed.get('view');
    const old = isEditorView(before) ? before : undefined;
    const { view } = this;
    if (view === undefined) return;
    for (const area of this.renderRoot.querySelectorAll('alcove-grow')) area.fit();
    if (old?.summary.id !== view.summary.id) {
      this.closest('.paper')?.scrollTo(0, 0);
      window.scrollTo(0, 0);
      if (isBlank(view.note)) this.renderRoot.querySelector<HTMLElement>('#title')?.focus();
      // On a small screen the list that had the focus is gone.
      else if (old === undefined && document.activeElement === document.body)
        this.renderRoot.querySelector<HTMLElement>('.back')?.focus();
      return;
    }
    if (old.history === undefined && view.history !== undefined)
      this.renderRoot.querySelector<HTMLElement>('#history')?.focus();
    // What was added stands above now; the field is for the next.
    if (old.note.amendments.length < view.note.amendments.length) {
      const field = this.renderRoot.querySelector<HTMLTextAreaElement>('#amendment');
      if (field) field.value = '';
    }
  }

  /** The field that has the focus, if it is one of the note's. */
  #typing(): DraftField | undefined {
    const active = this.shadowRoot?.activeElement;
    const name = active?.getAttribute('name') ?? '';
    const section = SECTION.exec(name)?.[1];
    if (section !== undefined) return Number(section);
    return name === 'title' || name === 'clientId' || name === 'date' || name === 'tags'
      ? name
      : undefined;
  }

  readonly #input = (event: Event): void => {
    const { target } = event;
    const draft = this.#draft;
    if (draft === undefined) return;
    const content = draft.content;
    if (target instanceof HTMLTextAreaElement) {
      const at = Number(SECTION.exec(target.name)?.[1]);
      const sections = content.sections.map((section, index) =>
        index === at ? { ...section, text: target.value } : section,
      );
      this.actions?.edit(draft.change({ sections }));
    } else if (target instanceof HTMLSelectElement) {
      this.actions?.edit(draft.change({ clientId: target.value === '' ? null : target.value }));
    } else if (target instanceof HTMLInputElement) {
      if (target.name === 'title') this.actions?.edit(draft.change({ title: target.value }));
      // A date that is only half typed is no date; the note keeps the one it has.
      else if (target.name === 'date' && target.value !== '')
        this.actions?.edit(draft.change({ date: target.value }));
      else if (target.name === 'tags') {
        this.#tags = target.value;
        this.actions?.edit(draft.change({ tags: tagsIn(target.value) }));
      }
    }
  };

  readonly #focused = ({ target }: Event): void => {
    if (target instanceof HTMLTextAreaElement) this.#lastArea = target;
  };

  /** A snippet by its name: Tab puts it in place, the space bar also sets the space. */
  readonly #key = (event: KeyboardEvent): void => {
    const { target } = event;
    if (event.key !== 'Tab' && event.key !== ' ') return;
    if (event.isComposing || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey)
      return;
    if (!(target instanceof HTMLTextAreaElement)) return;
    const { selectionStart: caret, selectionEnd } = target;
    if (caret !== selectionEnd) return;
    const expansion = expansionAt(target.value, caret, this.snippets);
    if (expansion === undefined) return;
    event.preventDefault();
    const text = event.key === ' ' ? `${expansion.text} ` : expansion.text;
    put(target, text, expansion.start, caret);
  };

  #insert(text: string): void {
    const area =
      this.#lastArea?.isConnected === true
        ? this.#lastArea
        : this.renderRoot.querySelector('textarea');
    if (area === null) return;
    area.focus();
    put(area, text, area.selectionStart, area.selectionEnd);
  }
}

/** As if it had been typed. */
function put(area: HTMLTextAreaElement, text: string, start: number, end: number): void {
  area.setRangeText(text, start, end, 'end');
  area.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

const isEditorView = (value: unknown): value is EditorView =>
  typeof value === 'object' && value !== null && 'note' in value && 'summary' in value;

const isBlank = ({ title, sections }: NoteContent): boolean =>
  title === '' && sections.every(({ text }) => text === '');

customElements.define('alcove-editor', Editor);

declare global {
  interface HTMLElementTagNameMap {
    'alcove-grow': HTMLElement & { fit: () => void };
  }
}
