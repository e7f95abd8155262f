import type { EnrolmentView } from '../state/host-view.ts';
import type { TokenStore } from '../transport/token-store.ts';

/** What makes a relay open rooms for this host, where it does not for anybody, and what is asked for it. */
export class Enrolment {
  readonly #tokens: TokenStore;
  #view: EnrolmentView | undefined;
  #hasToken = false;

  constructor(tokens: TokenStore) {
    this.#tokens = tokens;
  }

  /** What is to be asked of the host; undefined for nothing. */
  get view(): EnrolmentView | undefined {
    return this.#view;
  }

  get hasToken(): boolean {
    return this.#hasToken;
  }

  /** For a new try at this relay, a web origin: the seed of its token, which is the caller's to wipe. */
  async token(relay: string): Promise<Uint8Array | undefined> {
    this.#view = undefined;
    const token = await this.#tokens.read(relay);
    this.#hasToken = token !== undefined;
    return token;
  }

  /** Keeps what the host entered; false for what is no token, which is then shown. */
  async enter(relay: string, text: string): Promise<boolean> {
    if (await this.#tokens.keep(relay, text)) return true;
    this.#view = 'mistyped';
    return false;
  }

  async forget(relay: string): Promise<void> {
    await this.#tokens.remove(relay);
    this.#hasToken = false;
  }

  /** The relay opened no room: for want of a token, or since it does not know this one. */
  refused(): void {
    this.#view = this.#hasToken ? 'unknown' : 'wanted';
  }

  /** There is no relay to be asked by any more. */
  clear(): void {
    this.#view = undefined;
  }
}
