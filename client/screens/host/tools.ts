import { LitElement, css, html, nothing } from 'lit';
import '../../elements/elapsed.ts';
import '../../elements/modal.ts';
import { sent } from '../../elements/typed.ts';
import type { CareActions, CareView } from '../../state/care-view.ts';
import type { HostActions, HostSideView } from '../../state/host-view.ts';
import type { RoomView } from '../../state/room-view.ts';
import { shared } from '../../styles/shared.ts';
import { vaultStyles } from '../../styles/vault.ts';
import { hostText as h } from '../../wording/host.ts';
import { length } from './length.ts';

const CLOSING = [2, 5, 10] as const;
const CLOSING_FIRST = 5;

/** In the corner of the host's room: how much time is left, the notes, and what else is the host's. */
export class HostTools extends LitElement {
  static override properties = {
    room: { attribute: false },
    side: { attribute: false },
    actions: { attribute: false },
    notes: { attribute: false },
    open: { state: true },
  };
  static override styles = [
    shared,
    vaultStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: var(--s2);
      }
      :host > button {
        padding-inline: var(--s3);
        border-color: var(--line);
        font-size: var(--text-s);
        font-weight: 400;
      }
      .cue {
        border-radius: 6px;
        background: var(--surface);
        color: var(--amber);
        font-size: var(--text-s);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
        padding-top: var(--s4);
        border-top: 1px solid var(--line);
      }
    `,
  ];

  declare room: RoomView | undefined;
  declare side: HostSideView | undefined;
  declare actions: HostActions | undefined;
  /** Opens or closes the notes; undefined where there are none to be had. */
  declare notes: (() => void) | undefined;
  declare open: boolean;

  constructor() {
    super();
    this.open = false;
  }

  protected override render(): unknown {
    const { room, side, actions } = this;
    if (room === undefined || side === undefined || actions === undefined) return nothing;
    const { startedAt } = room;
    const { minutes } = side;
    return html`${
        startedAt === undefined || minutes === undefined
          ? nothing
          : html`<alcove-elapsed
              class="cue"
              .since=${startedAt}
              .words=${(passed: number) => h.time.left(minutes - passed)}
            ></alcove-elapsed>`
      }
      ${
        this.notes === undefined || startedAt === undefined
          ? nothing
          : html`<button type="button" @click=${this.notes}>${h.pane.open}</button>`
      }
      <button type="button" @click=${() => (this.open = true)}>${h.tools.open}</button>
      ${this.open ? this.#sheet(room, side, actions) : nothing}`;
  }

  #sheet(room: RoomView, side: HostSideView, actions: HostActions): unknown {
    const { care } = room.extras;
    const does = actions.room.extras().care;
    return html`<alcove-modal
      heading=${h.tools.heading}
      @dismiss=${this.#shut}
      @keydown=${this.#keepEscape}
    >
      <div class="stack">
        <p class="small soft">${h.tools.only}</p>
        ${
          care === undefined || does === undefined
            ? nothing
            : [this.#talk(does), this.#agreed(care, does), this.#closing(care, does)]
        }
        <section>${length(side.minutes, (minutes) => actions.setLength(minutes))}</section>
        <p><button type="button" @click=${this.#shut}>${h.tools.done}</button></p>
      </div>
    </alcove-modal>`;
  }

  #talk(does: CareActions): unknown {
    return html`<section>
      <h3>${h.talk.heading}</h3>
      <p class="small soft">${h.talk.hint}</p>
      <p>
        <button
          type="button"
          @click=${() => {
            does.ask();
            this.#shut();
          }}
        >
          ${h.talk.ask}
        </button>
      </p>
    </section>`;
  }

  #agreed({ agreed }: CareView, does: CareActions): unknown {
    return html`<section>
      <form @submit=${(event: Event) => does.agree(sent(event)('agreed'))}>
        <div class="field">
          <label for="agreed">${h.agreed.label}</label>
          <input
            id="agreed"
            name="agreed"
            maxlength="500"
            autocomplete="off"
            dir="auto"
            .value=${agreed}
            aria-describedby="agreed-hint"
          />
          <p id="agreed-hint" class="small soft">${h.agreed.hint}</p>
        </div>
        <p><button>${h.agreed.save}</button></p>
      </form>
    </section>`;
  }

  #closing({ closing }: CareView, does: CareActions): unknown {
    if (closing !== undefined)
      return html`<section>
        <h3>${h.closing.heading}</h3>
        <p class="small soft">${h.closing.running}</p>
        <p>
          <button type="button" @click=${() => does.openAgain()}>${h.closing.openAgain}</button>
        </p>
      </section>`;
    return html`<section>
      <h3>${h.closing.heading}</h3>
      <p class="small soft">${h.closing.hint}</p>
      <form
        @submit=${(event: Event) => {
          const field = sent(event);
          does.close(Number(field('closing-minutes')), field('closing-words'));
          this.#shut();
        }}
      >
        <div class="field">
          <label for="closing-minutes">${h.closing.minutes}</label>
          <select id="closing-minutes" name="closing-minutes">
            ${CLOSING.map(
              (minutes) =>
                html`<option value=${minutes} ?selected=${minutes === CLOSING_FIRST}>
                  ${h.time.minutes(minutes)}
                </option>`,
            )}
          </select>
        </div>
        <div class="field">
          <label for="closing-words">${h.closing.words}</label>
          <textarea id="closing-words" name="closing-words" maxlength="500" dir="auto"></textarea>
        </div>
        <p><button>${h.closing.begin}</button></p>
      </form>
    </section>`;
  }

  protected override willUpdate(): void {
    // Somebody has come in.
    if (this.room?.hold.mine === 'someone') this.open = false;
  }

  readonly #shut = (): void => {
    this.open = false;
  };

  /** It closes this; the next one hides everything. */
  readonly #keepEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') event.stopPropagation();
  };
}

customElements.define('alcove-host-tools', HostTools);
