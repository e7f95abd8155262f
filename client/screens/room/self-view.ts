import { LitElement, css, html } from 'lit';
import { shared } from '../../styles/shared.ts';
import { t } from '../../wording/index.ts';

/** Clockwise, which is the way a press moves it. */
const CORNERS = ['top-left', 'top-right', 'bottom-right', 'bottom-left'] as const;
type Corner = (typeof CORNERS)[number];

/** A press that travels less than this many pixels is a press, not a drag. */
const DRAG_FROM_PX = 8;

/** One's own picture, in a corner of the stage; dragged, pressed or steered with the arrow keys into another. */
export class SelfView extends LitElement {
  static override properties = {
    stream: { attribute: false },
    away: { type: Boolean, reflect: true },
    corner: { reflect: true },
  };
  static override styles = [
    shared,
    css`
      :host {
        position: absolute;
        z-index: 2;
        width: clamp(5.5rem, 22%, 13rem);
        margin: var(--s3);
        transform: translate(var(--dx, 0), var(--dy, 0));
      }
      :host([corner^='top']) {
        top: var(--self-top, 4.5rem);
      }
      :host([corner^='bottom']) {
        bottom: 0;
      }
      :host([corner$='left']) {
        left: 0;
      }
      :host([corner$='right']) {
        right: 0;
      }
      .picture {
        display: block;
        width: 100%;
        padding: 0;
        overflow: hidden;
        border: 2px solid var(--surface);
        background: var(--stage);
        cursor: grab;
        touch-action: none;
      }
      .picture:active {
        cursor: grabbing;
      }
      video {
        display: block;
        width: 100%;
        aspect-ratio: 4 / 3;
        object-fit: cover;
        transform: scaleX(-1);
        pointer-events: none;
      }
      .switch {
        width: 100%;
        min-height: 2.75rem;
        margin-top: var(--s1);
        padding: var(--s1);
        border-color: var(--line);
        font-size: 0.8125rem;
        font-weight: 400;
      }
      @media (orientation: portrait) and (max-width: 40rem) {
        video {
          aspect-ratio: 3 / 4;
        }
      }
    `,
  ];

  declare stream: MediaStream | undefined;
  /** Not drawn here; the other person goes on seeing it. */
  declare away: boolean;
  declare corner: Corner;
  #from: { x: number; y: number } | undefined;
  #dragged = false;

  constructor() {
    super();
    this.corner = 'bottom-right';
    this.away = false;
  }

  protected override render(): unknown {
    const other = html`<button
      type="button"
      class="switch"
      aria-label=${this.away ? t.room.selfShow : t.room.selfHide}
      @click=${() => this.dispatchEvent(new Event('away'))}
    >
      ${this.away ? t.room.selfShow : t.room.hide}
    </button>`;
    if (this.away) return other;
    return html`<button
        type="button"
        class="picture"
        aria-label=${t.room.self(t.room.corners[this.corner])}
        @click=${this.#press}
        @keydown=${this.#key}
        @pointerdown=${this.#grab}
        @pointermove=${this.#drag}
        @pointerup=${this.#drop}
        @pointercancel=${this.#rest}
      >
        <video
          autoplay
          playsinline
          .muted=${true}
          .srcObject=${this.stream ?? null}
        ></video></button
      >${other}`;
  }

  readonly #press = (): void => {
    if (!this.#dragged)
      this.corner = CORNERS[(CORNERS.indexOf(this.corner) + 1) % CORNERS.length] ?? 'bottom-right';
    this.#dragged = false;
  };

  readonly #key = (event: KeyboardEvent): void => {
    const left = this.corner.endsWith('left');
    const top = this.corner.startsWith('top');
    if (event.key === 'ArrowLeft') this.#put(top, true);
    else if (event.key === 'ArrowRight') this.#put(top, false);
    else if (event.key === 'ArrowUp') this.#put(true, left);
    else if (event.key === 'ArrowDown') this.#put(false, left);
    else return;
    event.preventDefault();
  };

  readonly #grab = (event: PointerEvent): void => {
    this.#from = { x: event.clientX, y: event.clientY };
    this.#dragged = false;
    if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
  };

  readonly #drag = (event: PointerEvent): void => {
    if (this.#from === undefined) return;
    const dx = event.clientX - this.#from.x;
    const dy = event.clientY - this.#from.y;
    if (Math.hypot(dx, dy) >= DRAG_FROM_PX) this.#dragged = true;
    if (!this.#dragged) return;
    this.style.setProperty('--dx', `${String(dx)}px`);
    this.style.setProperty('--dy', `${String(dy)}px`);
  };

  readonly #drop = (): void => {
    if (this.#dragged) {
      const own = this.getBoundingClientRect();
      const stage = this.offsetParent?.getBoundingClientRect() ?? own;
      this.#put(
        own.top + own.height / 2 < stage.top + stage.height / 2,
        own.left + own.width / 2 < stage.left + stage.width / 2,
      );
    }
    this.#rest();
  };

  readonly #rest = (): void => {
    this.#from = undefined;
    this.style.removeProperty('--dx');
    this.style.removeProperty('--dy');
  };

  #put(top: boolean, left: boolean): void {
    this.corner = `${top ? 'top' : 'bottom'}-${left ? 'left' : 'right'}`;
  }
}

customElements.define('alcove-self', SelfView);
