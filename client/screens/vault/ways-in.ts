import { LitElement, css, html, nothing } from 'lit';
import { secretField, showLetters } from '../../elements/secret-field.ts';
import { sent, typed } from '../../elements/typed.ts';
import { work } from '../../elements/work.ts';
import type { FactorView, ProgressView, VaultActions } from '../../state/vault-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import type { SlotView } from '../../vault/vault-api.ts';
import { vaultText as v } from '../../wording/vault.ts';
import { askBack } from './ask-back.ts';
import { moment } from './dates.ts';
import { meter, strengthStyles, strongEnough, suggested } from './strength.ts';
import { wordSheet, wordSheetStyles } from './word-sheet.ts';

const w = v.settings.ways;

/** Both end with a passphrase that counts alone, or with the passkey that was there before. */
const setsPassphrase = (step: FactorView['step']): boolean =>
  step === 'passphrase' || step === 'no-passkey';

/** Positions of the words that are asked back after a change: early and late on the sheet. */
const ASKED = [4, 18];

/** What opens the vault, and how that is changed; every change asks for the present key again. */
export class WaysIn extends LitElement {
  static override properties = {
    view: { attribute: false },
    slots: { attribute: false },
    actions: { attribute: false },
    progress: { attribute: false },
    plain: { state: true },
    refused: { state: true },
    noted: { state: true },
    wrong: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    strengthStyles,
    wordSheetStyles,
    css`
      :host {
        scroll-margin-top: 5rem;
      }
      :host,
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s4);
      }
      .plain-list > li {
        padding: var(--s2) 0;
      }
    `,
  ];

  declare view: FactorView | undefined;
  declare slots: readonly SlotView[];
  declare actions: VaultActions | undefined;
  declare progress: ProgressView | undefined;
  /** The new passphrase can be read on the screen. */
  declare plain: boolean;
  declare refused: 'weak' | 'differ' | undefined;
  /** How far the new recovery words got: on the sheet, written down, typed back. */
  declare noted: 'no' | 'written' | 'checked';
  declare wrong: boolean;
  #step: FactorView['step'] = 'none';

  constructor() {
    super();
    this.slots = [];
    this.#begin();
  }

  #begin(): void {
    this.plain = this.wrong = false;
    this.refused = undefined;
    this.noted = 'no';
  }

  protected override willUpdate(): void {
    const step = this.view?.step ?? 'none';
    if (step !== this.#step) this.#begin();
    this.#step = step;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const before: unknown = changed.get('view');
    const stepBefore =
      typeof before === 'object' && before !== null && 'step' in before ? before.step : undefined;
    if (stepBefore === undefined || stepBefore === this.#step) return;
    if (this.#step === 'none') this.scrollIntoView({ block: 'start' });
    else window.scrollTo(0, 0);
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
  }

  protected override render(): unknown {
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return nothing;
    if (view.step === 'none') return this.#list(view, actions);
    return html`<section aria-labelledby="ways">
      <h2 id="ways" tabindex="-1" class="unprinted">${w.change[view.step]}</h2>
      ${view.step === 'recovery' && view.words !== undefined ? this.#words(view.words, actions) : this.#form(view, view.step, actions)}
    </section>`;
  }

  #list({ passkeyPossible, passkeyRequired }: FactorView, actions: VaultActions): unknown {
    const recovery = this.slots.some(({ kind }) => kind === 'recovery');
    const begin = (step: Exclude<FactorView['step'], 'none'>, disabled = false): unknown =>
      html`<button type="button" ?disabled=${disabled} @click=${() => actions.beginFactor(step)}>
        ${w.change[step]}
      </button>`;
    return html`<section aria-labelledby="ways">
      <h2 id="ways" tabindex="-1">${w.heading}</h2>
      <p>${w.text}</p>
      <ul class="plain-list">
        ${this.slots.map(
          ({ kind, createdAt }) =>
            html`<li class="between">
              <b>${w.slot[kind]}</b>
              <span class="small soft">${w.since(moment(createdAt))}</span>
            </li>`,
        )}
      </ul>
      <div class="row">
        ${begin('passphrase')}
        ${passkeyRequired ? begin('no-passkey') : begin('passkey', !passkeyPossible)}
        ${begin('recovery')} ${recovery ? begin('no-recovery') : nothing}
      </div>
      ${
        passkeyRequired || passkeyPossible
          ? nothing
          : html`<p class="small soft">${w.passkeyImpossible}</p>`
      }
    </section>`;
  }

  /** New words count only when they are on paper: shown, written, typed back, and then the present key. */
  #words(words: readonly string[], actions: VaultActions): unknown {
    if (this.noted === 'checked') return this.#form(this.view, 'recovery', actions);
    if (this.noted === 'written')
      return html`<p>${v.create.confirm.text}</p>
        ${askBack(ASKED, this.wrong, (answer) => {
          this.wrong = answer.some((word, index) => word !== words[ASKED[index] ?? -1]);
          if (!this.wrong) this.noted = 'checked';
        })}
        <div class="row">
          <button type="button" @click=${() => (this.noted = 'no')}>
            ${v.create.confirm.again}
          </button>
          ${this.#cancel(actions)}
        </div>`;
    return html`<p class="unprinted">${v.create.recovery.text}</p>
      ${wordSheet(words)}
      <div class="row unprinted">
        <button type="button" class="primary" @click=${() => (this.noted = 'written')}>
          ${w.noted}
        </button>
        ${this.#cancel(actions)}
      </div>`;
  }

  #form(
    view: FactorView | undefined,
    step: Exclude<FactorView['step'], 'none'>,
    actions: VaultActions,
  ): unknown {
    if (view === undefined) return nothing;
    const danger = step === 'no-passkey' || step === 'no-recovery';
    return html`<p class=${danger ? 'notice' : ''}>${w.explained[step]}</p>
      <form @submit=${this.#send}>
        ${secretField({
          name: 'current',
          label: step === 'passkey' ? w.currentPassphrase : w.current,
          hint: w.currentHint,
          autocomplete: 'current-password',
        })}
        ${setsPassphrase(step) ? this.#next(view, actions) : nothing}
        <div class="slot" role="alert">${this.#refusal(view.error)}</div>
        ${work(this.progress?.what === 'factors' ? this.progress : undefined)}
        <div class="row">
          <button class=${danger ? 'danger' : 'primary'} ?disabled=${this.progress !== undefined}>
            ${w.change[step]}
          </button>
          ${this.#cancel(actions)}
        </div>
      </form>`;
  }

  #next(view: FactorView, actions: VaultActions): unknown {
    const field = this.hasUpdated ? this.renderRoot.querySelector<HTMLInputElement>('#next') : null;
    return html`${suggested(
      view.suggestion,
      () => {
        const next = this.renderRoot.querySelector<HTMLInputElement>('#next');
        if (next === null) return;
        next.value = view.suggestion;
        showLetters(next, true);
        this.plain = true;
        this.refused = undefined;
        actions.weigh(view.suggestion);
      },
      () => actions.suggestAgain(),
      this.plain && field?.value === view.suggestion,
    )}
    ${secretField({
      name: 'next',
      label: v.create.passphrase.newLabel,
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
            label: v.create.passphrase.again,
            autocomplete: 'new-password',
            typed: () => (this.refused = undefined),
          })
    }`;
  }

  #refusal(error: FactorView['error']): unknown {
    if (this.refused === 'weak') return html`<p class="notice">${v.strength.tooWeak}</p>`;
    if (this.refused === 'differ') return html`<p class="notice">${v.create.passphrase.differ}</p>`;
    return error === undefined ? nothing : html`<p class="error">${v.errors[error]}</p>`;
  }

  #cancel(actions: VaultActions): unknown {
    return html`<button type="button" @click=${() => actions.beginFactor('none')}>
      ${v.cancel}
    </button>`;
  }

  readonly #send = (event: Event): void => {
    const field = sent(event);
    const { view, actions } = this;
    if (view === undefined || actions === undefined) return;
    const sets = setsPassphrase(view.step);
    const next = sets ? field('next') : '';
    this.refused = undefined;
    if (sets) {
      if (!strongEnough(view.strength)) this.refused = 'weak';
      else if (!this.plain && field('again') !== next) this.refused = 'differ';
    }
    if (this.refused === undefined) actions.changeFactor(field('current'), next);
  };
}

customElements.define('alcove-ways-in', WaysIn);
