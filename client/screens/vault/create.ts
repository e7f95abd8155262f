import { LitElement, css, html, nothing } from 'lit';
import { secretField, showLetters } from '../../elements/secret-field.ts';
import { sent, typed } from '../../elements/typed.ts';
import { work } from '../../elements/work.ts';
import type { CreateView, ProgressView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { askBack } from './ask-back.ts';
import { meter, strengthStyles, strongEnough, suggested } from './strength.ts';
import { wordSheet, wordSheetStyles } from './word-sheet.ts';

const c = v.create;
type Passphrase = Extract<CreateView, { step: 'passphrase' }>;

/** Making a vault: passphrase, recovery words, a check of them, and what the browser promises. */
export class VaultCreate extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    progress: { attribute: false },
    plain: { state: true },
    refused: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    strengthStyles,
    wordSheetStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s6);
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }
    `,
  ];

  declare view: CreateView | undefined;
  declare actions: VaultActions | undefined;
  declare progress: ProgressView | undefined;
  /** The passphrase can be read on the screen: shown, or the suggestion. Then once is enough. */
  declare plain: boolean;
  /** Why the passphrase was not taken, found here. */
  declare refused: 'weak' | 'differ' | undefined;

  constructor() {
    super();
    this.plain = false;
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    switch (view.step) {
      case 'passphrase':
        return this.#passphrase(view, actions);
      case 'recovery':
        return html`<p class="lead unprinted">${c.recovery.text}</p>
          ${wordSheet(view.words)}
          <div class="row unprinted">
            <button type="button" class="primary" @click=${() => actions.recoveryWritten()}>
              ${c.recovery.written}
            </button>
            ${this.#cancel(actions)}
          </div>`;
      case 'confirm-recovery':
        return html`<p>${c.confirm.text}</p>
          ${askBack(view.asked, view.wrong, (words) => actions.confirmRecovery(words))}
          ${work(this.progress)}
          <div class="row">
            <button type="button" @click=${() => actions.showRecoveryAgain()}>
              ${c.confirm.again}
            </button>
            ${this.#cancel(actions)}
          </div>`;
      case 'storage':
        return html`<p class="lead">${kept(view.persisted)}</p>
          <p>${c.storage.always}</p>
          <p>
            <button type="button" class="primary" @click=${() => actions.finishCreating()}>
              ${c.storage.finish}
            </button>
          </p>`;
    }
  }

  #passphrase(view: Passphrase, actions: VaultActions): unknown {
    const { error } = view;
    return html`<p class="lead">${c.passphrase.text}</p>
      ${suggested(
        view.suggestion,
        () => this.#use(view.suggestion, actions),
        () => actions.suggestAgain(),
        this.plain && this.#field('next')?.value === view.suggestion,
      )}
      <form @submit=${this.#send}>
        ${secretField({
          name: 'next',
          label: v.passphrase,
          autocomplete: 'new-password',
          describedBy: 'strength',
          typed: (event) => {
            this.refused = undefined;
            actions.weigh(typed(event));
          },
          shown: (shown) => (this.plain = shown),
        })}
        ${meter(view.strength)}
        ${
          this.plain
            ? nothing
            : secretField({
                name: 'again',
                label: c.passphrase.again,
                autocomplete: 'new-password',
                typed: () => (this.refused = undefined),
              })
        }
        <label class="check">
          <input
            type="checkbox"
            name="passkey"
            aria-labelledby="passkey-name"
            aria-describedby="passkey-hint"
            ?disabled=${!view.passkeyPossible}
          />
          <span id="passkey-name">${c.passphrase.passkey}</span>
          <span id="passkey-hint" class="small soft"
            >${view.passkeyPossible ? c.passphrase.passkeyText : c.passphrase.passkeyImpossible}</span
          >
        </label>
        <div class="slot" role="alert">${this.#refusal(error)}</div>
        ${work(this.progress)}
        <div class="row">
          <button class="primary" ?disabled=${this.progress !== undefined}>
            ${c.passphrase.next}
          </button>
          ${this.#cancel(actions)}
        </div>
      </form>`;
  }

  #refusal(error: Passphrase['error']): unknown {
    if (this.refused === 'weak') return html`<p class="notice">${v.strength.tooWeak}</p>`;
    if (this.refused === 'differ') return html`<p class="notice">${c.passphrase.differ}</p>`;
    return error === undefined ? nothing : html`<p class="error">${v.errors[error]}</p>`;
  }

  #cancel(actions: VaultActions): unknown {
    return html`<button type="button" @click=${() => actions.cancelCreating()}>
      ${c.cancel}
    </button>`;
  }

  #field(name: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`input[name=${name}]`);
  }

  #use(suggestion: string, actions: VaultActions): void {
    const field = this.#field('next');
    if (field === null) return;
    field.value = suggestion;
    showLetters(field, true);
    this.plain = true;
    this.refused = undefined;
    actions.weigh(suggestion);
  }

  readonly #send = (event: Event): void => {
    const field = sent(event);
    const { view, actions } = this;
    if (view?.step !== 'passphrase' || actions === undefined) return;
    const passphrase = field('next');
    if (!strongEnough(view.strength)) this.refused = 'weak';
    else if (!this.plain && field('again') !== passphrase) this.refused = 'differ';
    else {
      this.refused = undefined;
      actions.setPassphrase(passphrase, field('passkey') === 'on');
    }
    if (this.refused !== undefined)
      this.#field(this.refused === 'differ' ? 'again' : 'next')?.focus();
  };
}

const kept = (persisted: boolean | 'unknown'): string =>
  persisted === 'unknown' ? c.storage.unknown : persisted ? c.storage.kept : c.storage.notKept;

/** Heading and step of each screen, for the frame around it. */
export const createHeading = ({ step }: CreateView): { heading: string; step: string } => {
  switch (step) {
    case 'passphrase':
      return { heading: c.passphrase.heading, step: c.step(1) };
    case 'recovery':
      return { heading: c.recovery.heading, step: c.step(2) };
    case 'confirm-recovery':
      return { heading: c.confirm.heading, step: c.step(3) };
    case 'storage':
      return { heading: c.storage.heading, step: c.step(4) };
  }
};

customElements.define('alcove-vault-create', VaultCreate);
