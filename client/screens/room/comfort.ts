import { LitElement, css, html, nothing } from 'lit';
import { SOUND, icon } from '../../icons/icons.ts';
import type { ComfortView } from '../../state/comfort-view.ts';
import type { RoomActions, RoomView } from '../../state/room-view.ts';
import { shared } from '../../styles/shared.ts';
import { t } from '../../wording/index.ts';
import { comfortText as c } from '../../wording/comfort.ts';
import './comfort-settings.ts';
import { leaveSmall } from './small-window.ts';

/** What lies over the stage of one's own doing: headphones that went away, a screen that is shared. */
export class Comfort extends LitElement {
  static override properties = { view: { attribute: false }, actions: { attribute: false } };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        gap: var(--s2);
        justify-items: start;
      }
      .notice {
        display: grid;
        gap: var(--s2);
        justify-items: start;
        width: 100%;
        font-size: var(--text-s);
      }
      .shared {
        display: grid;
        gap: var(--s2);
        width: min(15rem, 100%);
        padding: var(--s3);
        font-size: var(--text-s);
      }
      .unseen {
        padding: var(--s2) var(--s3);
        font-size: var(--text-s);
      }
      h2 {
        font-size: var(--text-m);
      }
      video {
        display: block;
        width: 100%;
        max-height: 9rem;
        border: 1px solid var(--line);
        background: var(--stage);
        object-fit: contain;
      }
      button {
        min-height: 2.75rem;
        font-size: var(--text-s);
      }
    `,
  ];

  declare view: RoomView | undefined;
  declare actions: RoomActions | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // The page shows nothing of the conversation any more, and no window beside it may.
    leaveSmall();
  }

  protected override render(): unknown {
    const { view } = this;
    const comfort = view?.extras.comfort;
    if (view === undefined || comfort === undefined) return nothing;
    return html`<div role="status">
        ${
          comfort.news === undefined
            ? nothing
            : html`<p class="notice">${c.news[comfort.news.kind](comfort.news.name)}</p>`
        }
      </div>
      ${
        comfort.quiet === 'unplugged'
          ? html`<div class="notice" role="alert">
              <p>${c.unplugged}</p>
              <button type="button" @click=${() => this.actions?.extras().comfort?.soundOn()}>
                ${icon(SOUND)}${c.soundOn}
              </button>
            </div>`
          : nothing
      }
      ${
        view.remote.camera && !view.local.camera
          ? html`<p class="panel unseen">
              ${view.local.microphone ? c.unseen.heard : c.unseen.neither}
            </p>`
          : nothing
      }
      ${comfort.screen === undefined ? nothing : this.#screen(comfort, comfort.screen, view.role)}`;
  }

  protected override updated(): void {
    const pictured = this.view?.remote.camera === true || this.view?.remote.screen === true;
    if (!pictured) leaveSmall();
  }

  #screen({ surface }: ComfortView, stream: MediaStream, role: RoomView['role']): unknown {
    return html`<section class="panel shared" aria-labelledby="sharing">
      <h2 id="sharing">${c.screen.heading}</h2>
      <video
        autoplay
        playsinline
        .muted=${true}
        .srcObject=${stream}
        aria-label=${c.screen.picture}
      ></video>
      <p>${t.room.sharing}</p>
      ${surface === 'part' ? nothing : html`<p>${c.screen.surface[surface]}</p>`}
      ${role === 'host' && surface === 'all' ? html`<p>${c.screen.notes}</p>` : nothing}
      <button type="button" @click=${() => this.actions?.toggleScreen()}>${c.screen.stop}</button>
    </section>`;
  }
}

customElements.define('alcove-comfort', Comfort);
