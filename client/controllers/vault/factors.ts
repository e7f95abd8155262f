import type { FactorView, Strength } from '../../state/vault-view.ts';
import { createPasskey, evaluatePasskey, PasskeyError } from '../../transport/passkey.ts';
import type { Credential, LockedStatus, SlotView, VaultApi } from '../../vault/vault-api.ts';
import { codeOf } from './editor.ts';

export interface FactorsOptions {
  readonly api: VaultApi;
  readonly passkeyPossible: boolean;
  readonly changed: () => void;
  readonly done: () => void;
}

/** What was typed, as it opens this vault: with the passkey where one is required. */
export async function credentialFor(
  passphrase: string,
  status: Pick<LockedStatus, 'passkeys'>,
): Promise<Credential> {
  if (status.passkeys.length === 0) return { kind: 'passphrase', passphrase };
  const passkey = await evaluatePasskey(status.passkeys);
  return { kind: 'passphrase-and-passkey', passphrase, ...passkey };
}

/** A passphrase alone, or together with a passkey made for it now. */
export async function newCredential(
  passphrase: string,
  requirePasskey: boolean,
): Promise<Credential> {
  if (!requirePasskey) return { kind: 'passphrase', passphrase };
  return { kind: 'passphrase-and-passkey', passphrase, ...(await createPasskey()) };
}

/** A sequence of 24 or so words counts as the recovery words, anything shorter as the passphrase. */
const looksLikeRecovery = (text: string): boolean => text.trim().split(/\s+/).length >= 24;

/** Whoever stops requiring the passkey may have lost it, and come by the recovery words. */
const setsPassphrase = (step: FactorView['step']): boolean =>
  step === 'passphrase' || step === 'no-passkey';

/** Changing the ways into an open vault. Every change asks for one of them anew. */
export class Factors {
  readonly #options: FactorsOptions;
  #step: FactorView['step'] = 'none';
  #slots: readonly SlotView[] = [];
  #strength: Strength | undefined;
  #suggestion = '';
  #words: readonly string[] | undefined;
  #error: FactorView['error'];

  constructor(options: FactorsOptions) {
    this.#options = options;
  }

  get slots(): readonly SlotView[] {
    return this.#slots;
  }

  get view(): FactorView {
    return {
      step: this.#step,
      strength: this.#strength,
      suggestion: this.#suggestion,
      words: this.#words,
      passkeyPossible: this.#options.passkeyPossible,
      passkeyRequired: this.#slots.some(({ kind }) => kind === 'passphrase-and-passkey'),
      error: this.#error,
    };
  }

  async load(): Promise<void> {
    this.#slots = await this.#options.api.slots();
    this.#options.changed();
  }

  async begin(step: FactorView['step']): Promise<void> {
    const { api, changed } = this.#options;
    this.#step = step;
    this.#error = undefined;
    this.#strength = undefined;
    this.#words = undefined;
    await this.#attempt(async () => {
      if (setsPassphrase(step)) this.#suggestion = await api.suggestPassphrase();
      if (step === 'recovery') this.#words = (await api.newRecoveryWords()).split(' ');
    });
    changed();
  }

  get suggestion(): string {
    return this.#suggestion;
  }

  weighed(strength: Strength | undefined): void {
    this.#strength = strength;
    this.#options.changed();
  }

  async suggestAgain(): Promise<void> {
    this.#suggestion = await this.#options.api.suggestPassphrase();
    this.#options.changed();
  }

  async change(current: string, next: string): Promise<void> {
    const { api, done } = this.#options;
    await this.#attempt(async () => {
      const opening = await this.#current(current);
      switch (this.#step) {
        case 'passphrase': {
          const keep = this.view.passkeyRequired;
          this.#slots = await api.changePassphrase(opening, await newCredential(next, keep));
          break;
        }
        case 'passkey':
          // The passphrase stays; it is what was typed.
          this.#slots = await api.changePassphrase(opening, await newCredential(current, true));
          break;
        case 'no-passkey':
          this.#slots = await api.changePassphrase(opening, await newCredential(next, false));
          break;
        case 'recovery':
          this.#slots = await api.replaceRecovery(opening, (this.#words ?? []).join(' '));
          break;
        case 'no-recovery':
          this.#slots = await api.removeRecovery(opening);
          break;
        case 'none':
          return;
      }
      this.#step = 'none';
      this.#words = undefined;
      done();
    });
  }

  async #current(typed: string): Promise<Credential> {
    // For a passkey it is the passphrase itself that is needed, to go with it.
    if (this.#step !== 'passkey' && looksLikeRecovery(typed)) {
      return { kind: 'recovery', words: typed };
    }
    const status = await this.#options.api.status();
    if (status.state !== 'locked') return { kind: 'passphrase', passphrase: typed };
    return credentialFor(typed, status);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    try {
      await work();
    } catch (error) {
      this.#error = error instanceof PasskeyError ? error.code : codeOf(error);
    }
    this.#options.changed();
  }
}
