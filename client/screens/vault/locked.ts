import { LitElement, css, html, nothing } from 'lit';
import '../../elements/countdown.ts';
import { secretField } from '../../elements/secret-field.ts';
import { sent } from '../../elements/typed.ts';
import { work } from '../../elements/work.ts';
import type { LockedView, ProgressView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { vaultText as v } from '../../wording/vault.ts';

/** The closed door: a passphrase or the recovery words, and nothing of what lies behind it. */
export class VaultLocked extends LitElement {
  static override properties = {
    view: { attribute: false },
    actions: { attribute: false },
    progress: { attribute: false },
    withWords: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s5);
      }
    `,
  ];

  declare view: LockedView | undefined;
  declare actions: VaultActions | undefined;
  declare progress: ProgressView | undefined;
  declare withWords: boolean;
  #tried = false;

  constructor() {
    super();
    this.withWords = false;
  }

  /** Puts the cursor where the way in is typed. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  protected override render(): unknown {
    const { view } = this;
    if (view === undefined) return nothing;
    const waiting = view.retryAt > Date.now();
    const busy = this.progress !== undefined;
    const canUseWords = view.slots.includes('recovery');
    return html`<p>
        ${
          view.slots.includes('passphrase-and-passkey') && !this.withWords
            ? v.locked.textPasskey
            : v.locked.text
        }
      </p>
      ${view.unsavedKept ? html`<p class="notice">${v.locked.unsavedKept}</p>` : nothing}
      ${view.sessionKept ? html`<p class="notice">${v.locked.sessionKept}</p>` : nothing}
      <form @submit=${this.#send}>
        ${this.withWords ? words : passphrase}
        <div class="slot" role="alert">
          ${
            view.error === undefined || busy
              ? nothing
              : html`<p class="error">${v.errors[view.error]}</p>`
          }
        </div>
        ${
          waiting
            ? html`<p role="timer">
                <alcove-countdown
                  .until=${view.retryAt}
                  .words=${v.locked.wait}
                  @over=${() => this.requestUpdate()}
                ></alcove-countdown>
              </p>`
            : nothing
        }
        <p class="hidden" role="status">
          ${view.error === 'TOO_MANY_TRIES' && !waiting ? v.locked.waitOver : nothing}
        </p>
        ${work(this.progress)}
        <div class="row">
          <button class="primary" ?disabled=${waiting || busy}>${v.locked.unlock}</button>
          ${
            canUseWords
              ? html`<button type="button" class="plain" @click=${this.#other}>
                  ${this.withWords ? v.locked.usePassphrase : v.locked.useWords}
                </button>`
              : nothing
          }
        </div>
      </form>`;
  }

  /** A wrong try is mended where it stands. */
  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('progress') || this.progress !== undefined || !this.#tried) return;
    this.#tried = false;
    const field = this.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>(
      'input, textarea',
    );
    field?.focus();
    field?.select();
  }

  readonly #other = async (): Promise<void> => {
    this.withWords = !this.withWords;
    await this.updateComplete;
    this.focus();
  };

  readonly #send = (event: Event): void => {
    const field = sent(event);
    // Enter sends a form whose button is disabled in some browsers.
    if (this.progress !== undefined || (this.view?.retryAt ?? 0) > Date.now()) return;
    this.#tried = true;
    if (this.withWords) this.actions?.unlockWithRecovery(field('words'));
    else this.actions?.unlock(field('passphrase'));
  };
}

const passphrase = secretField({
  name: 'passphrase',
  label: v.passphrase,
  autocomplete: 'current-password',
});

const words = html`<div class="field">
  <label for="words">${v.locked.words}</label>
  <textarea
    id="words"
    name="words"
    rows="4"
    autocomplete="off"
    autocapitalize="off"
    spellcheck="false"
    translate="no"
    aria-describedby="words-hint"
  ></textarea>
  <p id="words-hint" class="small soft">${v.locked.wordsHint}</p>
</div>`;

customElements.define('alcove-vault-locked', VaultLocked);
