import { LitElement, html, nothing } from 'lit';
import { SOUND, icon } from '../../icons/icons.ts';
import { shared } from '../../styles/shared.ts';
import { t } from '../../wording/index.ts';

/** Firefox takes note of an opened microphone a moment after the page has it, and tells nobody. */
const RETRY_MS = 300;
const RETRIES = 10;

/**
 * The voice of the other person. Browsers may hold sound back until the person has touched the page
 * (after a reload, for instance); then it says so and offers a button instead of staying silent.
 */
export class Sound extends LitElement {
  static override properties = {
    stream: { attribute: false },
    capturing: { type: Boolean },
    silent: { type: Boolean },
    speaker: { attribute: false },
    blocked: { state: true },
  };
  static override styles = shared;

  declare stream: MediaStream | undefined;
  /** A camera or microphone of this page is on: browsers then hold no sound back. */
  declare capturing: boolean;
  /** Plays on, unheard. */
  declare silent: boolean;
  /** Where it is to be heard; undefined for wherever the system plays. */
  declare speaker: string | undefined;
  declare blocked: boolean;

  constructor() {
    super();
    this.capturing = this.silent = false;
    this.blocked = false;
  }

  protected override render(): unknown {
    return html`<audio autoplay .muted=${this.silent} .srcObject=${this.stream ?? null}></audio> ${
        this.blocked
          ? html`<div class="notice row" role="status">
              <span>${t.room.soundBlocked}</span>
              <button type="button" @click=${() => void this.#play()}>
                ${icon(SOUND)}${t.room.soundOn}
              </button>
            </div>`
          : nothing
      }`;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    const allowed = changed.has('capturing') && this.capturing && this.blocked;
    if ((changed.has('stream') && this.stream !== undefined) || allowed) void this.#play();
    if (changed.has('speaker') && this.speaker !== undefined) {
      // A loudspeaker that is gone in this moment: the sound stays where it was.
      this.renderRoot
        .querySelector('audio')
        ?.setSinkId(this.speaker)
        .catch(() => {});
    }
  }

  /** `tries`: how often yet to ask a browser that holds the sound of a capturing page back. */
  async #play(tries = RETRIES): Promise<void> {
    const audio = this.renderRoot.querySelector('audio');
    try {
      await audio?.play();
      this.blocked = false;
    } catch (error) {
      // Anything else (a stream replaced in the meantime) is followed by another call of this.
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return;
      this.blocked = true;
      if (this.capturing && tries > 0) setTimeout(() => this.#again(tries - 1), RETRY_MS);
    }
  }

  #again(tries: number): void {
    if (this.isConnected && this.blocked) void this.#play(tries);
  }
}

customElements.define('alcove-sound', Sound);
