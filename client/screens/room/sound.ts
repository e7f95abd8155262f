import { LitElement, html, nothing } from 'lit';
import { SOUND, icon } from '../../icons/icons.ts';
import { shared } from '../../styles/shared.ts';
import { t } from '../../wording/index.ts';

/**
 * The voice of the other person. Browsers may hold sound back until the person has touched the page
 * (after a reload, for instance); then it says so and offers a button instead of staying silent.
 */
export class Sound extends LitElement {
  static override properties = { stream: { attribute: false }, blocked: { state: true } };
  static override styles = shared;

  declare stream: MediaStream | undefined;
  declare blocked: boolean;

  constructor() {
    super();
    this.blocked = false;
  }

  protected override render(): unknown {
    return html`<audio autoplay .srcObject=${this.stream ?? null}></audio> ${
        this.blocked
          ? html`<div class="notice row" role="status">
              <span>${t.room.soundBlocked}</span>
              <button type="button" @click=${this.#play}>${icon(SOUND)}${t.room.soundOn}</button>
            </div>`
          : nothing
      }`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('stream') && this.stream !== undefined) void this.#play();
  }

  readonly #play = async (): Promise<void> => {
    const audio = this.renderRoot.querySelector('audio');
    try {
      await audio?.play();
      this.blocked = false;
    } catch (error) {
      // Anything else (a stream replaced in the meantime) is followed by another call of this.
      if (error instanceof DOMException && error.name === 'NotAllowedError') this.blocked = true;
    }
  };
}

customElements.define('alcove-sound', Sound);
