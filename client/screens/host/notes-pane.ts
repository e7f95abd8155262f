import { LitElement, css, html, nothing } from 'lit';
import type { UnlockedView, VaultActions, VaultView } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { hostText as h } from '../../wording/host.ts';
import '../vault/editor.ts';
import '../vault/locked.ts';
import { newNote } from '../vault/new-note.ts';

/**
 * The note about a session beside its room: the host's alone. Says `closed` when it is to go. A locked
 * vault is opened here, too, and the call goes on meanwhile.
 */
export class NotesPane extends LitElement {
  static override properties = {
    session: {},
    vault: { attribute: false },
    actions: { attribute: false },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--s4);
        padding: var(--s3) var(--side) var(--s8);
        background: var(--paper);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--s2);
      }
      header button {
        min-height: 2.75rem;
        font-size: var(--text-s);
      }
    `,
  ];

  /** Of the session's record. */
  declare session: string;
  declare vault: VaultView | undefined;
  declare actions: VaultActions | undefined;
  #asked: string | undefined;

  protected override render(): unknown {
    const { vault, actions } = this;
    if (vault === undefined || actions === undefined) return nothing;
    return html`<header>
        <h2>${h.pane.heading}</h2>
        <button type="button" @click=${this.#close}>${h.pane.close}</button>
      </header>
      <p class="small soft">${h.pane.only}</p>
      ${
        vault.state === 'locked'
          ? html`<alcove-vault-locked
              .view=${vault.locked}
              .actions=${actions}
              .progress=${vault.progress}
            ></alcove-vault-locked>`
          : vault.state === 'open'
            ? this.#note(vault.open, actions)
            : nothing
      }`;
  }

  #note(open: UnlockedView, actions: VaultActions): unknown {
    const noteId = this.#noteOf(open);
    const { editor } = open.notes;
    if (noteId !== undefined && noteId !== null) {
      return editor?.summary.id !== noteId
        ? nothing
        : html`<alcove-editor
            .view=${editor}
            .actions=${{ ...actions, closeNote: this.#close }}
            .clients=${open.notes.clients}
            .snippets=${open.notes.snippets}
          ></alcove-editor>`;
    }
    if (noteId === undefined) return html`<p class="soft" role="status">${h.pane.soon}</p>`;
    return newNote(open.notes, {
      ...actions,
      chooseNew: this.#close,
      createNote: (kind, clientId, template) =>
        actions.writeSessionNote(this.session, kind, clientId, template),
    });
  }

  /** Undefined until the vault has a record of the session. */
  #noteOf(open: UnlockedView): string | null | undefined {
    return open.sessions.list.find(({ id }) => id === this.session)?.noteId;
  }

  protected override updated(): void {
    const { vault, actions } = this;
    if (vault?.state !== 'open') {
      this.#asked = undefined;
      return;
    }
    const noteId = this.#noteOf(vault.open);
    if (typeof noteId !== 'string' || this.#asked === noteId) return;
    this.#asked = noteId;
    if (vault.open.notes.editor?.summary.id !== noteId) actions?.openSessionNote(this.session);
  }

  readonly #close = (): void => {
    this.dispatchEvent(new Event('closed'));
  };
}

customElements.define('alcove-notes-pane', NotesPane);
