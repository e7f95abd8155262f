import { html, nothing, type TemplateResult } from 'lit';
import { vaultText as v } from '../wording/vault.ts';

export interface SecretField {
  readonly name: string;
  readonly label: string;
  readonly autocomplete: 'new-password' | 'current-password' | 'off';
  readonly hint?: string | undefined;
  /** Id of an element that says more, beside the hint. */
  readonly describedBy?: string | undefined;
  readonly typed?: ((event: Event) => void) | undefined;
  /** Told when the letters are shown or hidden. */
  readonly shown?: ((shown: boolean) => void) | undefined;
  readonly first?: boolean | undefined;
}

/** A field for a passphrase or a token. What is typed stays in the field itself; nothing here keeps a copy. */
export const secretField = (field: SecretField): TemplateResult => {
  const hint = field.hint === undefined ? '' : `${field.name}-hint`;
  const describedBy = [hint, field.describedBy ?? ''].filter((id) => id !== '').join(' ');
  return html`<div class="field">
    <label for=${field.name}>${field.label}</label>
    <div class="secret">
      <input
        id=${field.name}
        name=${field.name}
        type="password"
        autocomplete=${field.autocomplete}
        autocapitalize="off"
        spellcheck="false"
        aria-describedby=${describedBy === '' ? nothing : describedBy}
        ?data-first=${field.first}
        @input=${field.typed}
      />
      <button
        type="button"
        aria-pressed="false"
        aria-label=${v.showField(field.label)}
        @click=${(event: Event) => {
          const shown = toggle(event);
          field.shown?.(shown);
        }}
      >
        ${v.show}
      </button>
    </div>
    ${field.hint === undefined ? nothing : html`<p id=${hint} class="small soft">${field.hint}</p>`}
  </div>`;
};

function toggle({ currentTarget }: Event): boolean {
  if (!(currentTarget instanceof HTMLButtonElement)) return false;
  const input = currentTarget.parentElement?.querySelector('input');
  return input ? showLetters(input, input.type === 'password') : false;
}

/** Shows or hides the letters of such a field. Returns what it then does. */
export function showLetters(input: HTMLInputElement, shown: boolean): boolean {
  input.type = shown ? 'text' : 'password';
  input.parentElement?.querySelector('button')?.setAttribute('aria-pressed', String(shown));
  return shown;
}
