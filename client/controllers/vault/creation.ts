import type { CreateView, ProgressView, Strength } from '../../state/vault-view.ts';
import { PasskeyError } from '../../transport/passkey.ts';
import type { Credential, Opened, VaultApi } from '../../vault/vault-api.ts';
import { codeOf } from './editor.ts';
import { newCredential } from './factors.ts';
import { askPersistence } from './settings-desk.ts';

/** How many of the 24 words are asked back. */
const ASKED_WORDS = 3;

export interface CreationOptions {
  readonly api: VaultApi;
  readonly passkeyPossible: boolean;
  readonly changed: () => void;
  readonly progress: (view: ProgressView | undefined) => void;
  readonly finished: (opened: Opened) => void;
}

/** Making a vault: passphrase, perhaps a passkey, recovery words written down, and the browser's word. */
export class Creation {
  readonly #options: CreationOptions;
  #step: CreateView['step'] = 'passphrase';
  #suggestion = '';
  #strength: Strength | undefined;
  #error: Extract<CreateView, { step: 'passphrase' }>['error'];
  #credential: Credential | undefined;
  #words: readonly string[] = [];
  #asked: readonly number[] = [];
  #wrong = false;
  #persisted: boolean | 'unknown' = 'unknown';
  #opened: Opened | undefined;

  constructor(options: CreationOptions) {
    this.#options = options;
  }

  get view(): CreateView {
    switch (this.#step) {
      case 'passphrase':
        return {
          step: 'passphrase',
          suggestion: this.#suggestion,
          strength: this.#strength,
          passkeyPossible: this.#options.passkeyPossible,
          error: this.#error,
        };
      case 'recovery':
        return { step: 'recovery', words: this.#words };
      case 'confirm-recovery':
        return { step: 'confirm-recovery', asked: this.#asked, wrong: this.#wrong };
      case 'storage':
        return { step: 'storage', persisted: this.#persisted };
    }
  }

  get suggestion(): string {
    return this.#suggestion;
  }

  weighed(strength: Strength | undefined): void {
    this.#strength = strength;
    this.#options.changed();
  }

  async suggestAgain(): Promise<void> {
    await this.#attempt(async () => {
      this.#suggestion = await this.#options.api.suggestPassphrase();
    });
  }

  async setPassphrase(passphrase: string, requirePasskey: boolean): Promise<void> {
    await this.#attempt(async () => {
      this.#credential = await newCredential(passphrase, requirePasskey);
      this.#words = (await this.#options.api.newRecoveryWords()).split(' ');
      this.#step = 'recovery';
    });
  }

  recoveryWritten(): void {
    const positions = this.#words.map((_, position) => position);
    this.#asked = pick(positions, ASKED_WORDS);
    this.#wrong = false;
    this.#step = 'confirm-recovery';
    this.#options.changed();
  }

  showRecoveryAgain(): void {
    this.#step = 'recovery';
    this.#options.changed();
  }

  async confirmRecovery(words: readonly string[]): Promise<void> {
    const right = this.#asked.every(
      (position, index) => words[index]?.trim().toLowerCase() === this.#words[position],
    );
    this.#wrong = !right;
    const credential = this.#credential;
    if (!right || !credential) {
      this.#options.changed();
      return;
    }
    this.#options.progress({ what: 'creating' });
    await this.#attempt(async () => {
      this.#opened = await this.#options.api.create(credential, this.#words.join(' '));
      this.#credential = undefined;
      this.#words = [];
      this.#step = 'storage';
    });
    this.#options.progress(undefined);
    // A browser may leave the question open for as long as nobody answers it.
    if (this.#opened) this.#persisted = await askPersistence();
    this.#options.changed();
  }

  finish(): void {
    if (this.#opened) this.#options.finished(this.#opened);
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#error = undefined;
    try {
      await work();
    } catch (error) {
      this.#error = error instanceof PasskeyError ? error.code : codeOf(error);
      this.#step = 'passphrase';
    }
    this.#options.changed();
  }
}

/** Different ones of them, in order. */
function pick(from: readonly number[], count: number): number[] {
  const left = [...from];
  const picked: number[] = [];
  while (picked.length < count && left.length > 0) {
    const [at = 0] = crypto.getRandomValues(new Uint32Array(1));
    picked.push(...left.splice(at % left.length, 1));
  }
  return picked.sort((a, b) => a - b);
}
