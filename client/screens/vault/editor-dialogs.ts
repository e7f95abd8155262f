import { html, nothing, type TemplateResult } from 'lit';
import '../../elements/modal.ts';
import type { NoteKind } from '../../practice/note.ts';
import type { EditorView, VaultActions } from '../../state/vault-view.ts';
import { vaultText as v } from '../../wording/vault.ts';

const e = v.editor;

/** What is asked twice, because it cannot be taken back or moves a note between the two kinds. */
export type EditorQuestion = 'sign' | 'move' | 'shred';

export const otherKind = (kind: NoteKind): NoteKind =>
  kind === 'progress' ? 'psychotherapy' : 'progress';

export const editorDialog = (
  question: EditorQuestion | undefined,
  { summary }: EditorView,
  actions: VaultActions,
  done: () => void,
): TemplateResult | typeof nothing => {
  const other = otherKind(summary.kind);
  switch (question) {
    case undefined:
      return nothing;
    case 'sign':
      return ask(e.sign.heading, [e.sign.text], e.sign.sign, 'primary', done, () => actions.sign());
    case 'move':
      return ask(
        e.move.heading[other],
        [v.notes.belongs[other], e.move.text],
        e.move.move,
        'primary',
        done,
        () => actions.move(other),
      );
    case 'shred':
      return ask(
        e.shred.heading,
        [e.shred.text, e.shred.copies, e.shred.law],
        e.shred.shred,
        'danger',
        done,
        () => actions.shred(summary.id),
      );
  }
};

const ask = (
  heading: string,
  texts: readonly string[],
  yes: string,
  look: 'primary' | 'danger',
  done: () => void,
  act: () => void,
): TemplateResult =>
  html`<alcove-modal heading=${heading} @dismiss=${done}>
    <div class="stack">
      ${texts.map((text) => html`<p>${text}</p>`)}
      <div class="row">
        <button
          type="button"
          class=${look}
          @click=${() => {
            done();
            act();
          }}
        >
          ${yes}
        </button>
        <button type="button" @click=${done}>${v.cancel}</button>
      </div>
    </div>
  </alcove-modal>`;
