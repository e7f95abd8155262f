import { LitElement, css, html, nothing } from 'lit';
import { CAMERA, CHAT, MICROPHONE, icon } from '../icons/icons.ts';
import type { DeviceOption, DevicesView, MediaChoice } from '../state/devices-view.ts';
import { shared } from '../styles/shared.ts';
import { t } from '../wording/index.ts';
import './level.ts';
import './speaker.ts';

/** What the person can do here; both pages' actions and, without `choose`, the room's provide it. */
export interface DeviceActions {
  choose?(choice: MediaChoice): void;
  selectCamera(deviceId: string): void;
  selectMicrophone(deviceId: string): void;
  blur(on: boolean): void;
}

const CHOICES = [
  { choice: 'video', mark: CAMERA },
  { choice: 'voice', mark: MICROPHONE },
  { choice: 'chat', mark: CHAT },
] as const;

/** The three ways to talk, then a check of the chosen camera and microphone. Nothing is live before. */
export class Devices extends LitElement {
  static override properties = { view: { attribute: false }, actions: { attribute: false } };
  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s5);
      }
      .choices {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--s3);
      }
      .choice {
        position: relative;
        display: grid;
        grid-template: 'mark name' auto 'mark hint' auto / auto minmax(0, 1fr);
        align-content: center;
        align-items: center;
        column-gap: min(var(--s4), 4vw);
        min-height: 4.25rem;
        padding: var(--s3) min(var(--s4), 4.4vw);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
        background: var(--surface);
      }
      .choice .icon {
        grid-area: mark;
        width: min(1.5rem, 7vw);
        height: min(1.5rem, 7vw);
        color: var(--accent);
      }
      .choice .small {
        grid-area: hint;
      }
      .choice button {
        grid-area: name;
        justify-content: start;
        min-height: 0;
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
        text-align: start;
      }
      /* The button is its name and nothing more; what can be pressed is all of the card. */
      .choice button::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: var(--radius);
      }
      @media (hover: hover) {
        .choice:hover {
          background: var(--sunk);
        }
      }
      .choice:has([aria-pressed='true']) {
        border-color: var(--accent);
        box-shadow: inset 0 0 0 1px var(--accent);
        background: var(--accent-wash);
      }
      .choice button:focus-visible {
        outline: none;
      }
      .choice button:focus-visible::after {
        outline: 3px solid var(--accent);
        outline-offset: 2px;
      }
      figure {
        margin: 0;
        display: grid;
        gap: var(--s2);
      }
      video {
        display: block;
        width: 100%;
        max-height: 22rem;
        aspect-ratio: 4 / 3;
        border-radius: var(--radius);
        background: var(--stage);
        object-fit: cover;
        transform: scaleX(-1);
      }
      .pickers {
        display: grid;
        gap: var(--s4);
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 14rem), 1fr));
      }
      label.row {
        flex-wrap: nowrap;
        min-height: var(--target);
        font-weight: 400;
      }
      input {
        flex: none;
        width: 1.375rem;
        height: 1.375rem;
        accent-color: var(--accent);
      }
      .level {
        display: grid;
        gap: var(--s2);
      }
    `,
  ];

  declare view: DevicesView | undefined;
  declare actions: DeviceActions | undefined;

  protected override render(): unknown {
    const view = this.view;
    if (view === undefined) return nothing;
    const choosing = this.actions?.choose !== undefined;
    return html`${
      choosing
        ? html`${this.#choices(view)}
            <p role="status" class=${problem(view) === undefined ? 'soft' : 'notice'}>
              ${said(view)}
            </p>`
        : nothing
    }
    ${view.preview === undefined || view.choice === 'chat' ? nothing : this.#preview(view.preview, choosing)}
    ${choosing && view.choice !== 'video' ? nothing : this.#blur(view.blur)}
    ${this.#pickers(view, !choosing)}
    ${
      choosing && view.choice !== undefined && view.choice !== 'chat'
        ? html`<alcove-speaker></alcove-speaker>`
        : nothing
    }`;
  }

  #choices(view: DevicesView): unknown {
    return html`<div class="choices" role="group" aria-label=${t.choice.legend}>
      ${CHOICES.map(
        ({ choice, mark }) =>
          html`<div class="choice">
            ${icon(mark)}
            <button
              type="button"
              aria-describedby="${choice}-hint"
              aria-pressed=${view.choice === choice}
              @click=${() => this.actions?.choose?.(choice)}
            >
              ${t.choice[choice].name}
            </button>
            <span id="${choice}-hint" class="small soft">${t.choice[choice].hint}</span>
          </div>`,
      )}
    </div>`;
  }

  #preview(stream: MediaStream, choosing: boolean): unknown {
    const track = stream.getAudioTracks()[0];
    return html`${
      stream.getVideoTracks().length > 0
        ? html`<figure>
            <video
              autoplay
              playsinline
              .muted=${true}
              .srcObject=${stream}
              aria-label=${t.choice.previewLabel}
            ></video>
            <figcaption class="small soft">
              ${choosing ? t.choice.preview : t.choice.previewSent}
            </figcaption>
          </figure>`
        : nothing
    }
    ${
      track === undefined
        ? nothing
        : html`<div class="level">
            <span class="label">${t.choice.level}</span>
            <alcove-level .track=${track} label=${t.choice.level}></alcove-level>
            <span class="small soft">${t.choice.levelHint}</span>
          </div>`
    }`;
  }

  #blur(blur: DevicesView['blur']): unknown {
    return html`<div>
      <label class="row"
        ><input
          type="checkbox"
          .checked=${blur !== 'off'}
          @change=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) this.actions?.blur(target.checked);
          }}
        />${t.choice.blurred}</label
      >
      <p class="small soft" role="status">${t.choice.blur[blur]}</p>
    </div>`;
  }

  #pickers(view: DevicesView, all: boolean): unknown {
    const cameras = all || view.choice === 'video' ? view.cameras : [];
    const microphones =
      all || view.choice === 'video' || view.choice === 'voice' ? view.microphones : [];
    if (cameras.length + microphones.length === 0) return nothing;
    return html`<div class="pickers">
      ${picker(t.choice.camera, cameras, view.cameraId, t.choice.unnamedCamera, (id) =>
        this.actions?.selectCamera(id),
      )}
      ${picker(
        t.choice.microphone,
        microphones,
        view.microphoneId,
        t.choice.unnamedMicrophone,
        (id) => this.actions?.selectMicrophone(id),
      )}
    </div>`;
  }
}

function picker(
  label: string,
  options: readonly DeviceOption[],
  chosen: string | undefined,
  unnamed: (index: number) => string,
  select: (id: string) => void,
): unknown {
  if (options.length === 0) return nothing;
  return html`<label class="field"
    >${label}
    <select
      @change=${(event: Event) => {
        if (event.target instanceof HTMLSelectElement) select(event.target.value);
      }}
    >
      ${options.map(
        (option, index) =>
          html`<option .value=${option.id} ?selected=${option.id === chosen}>
            ${option.label === '' ? unnamed(index + 1) : option.label}
          </option>`,
      )}
    </select></label
  >`;
}

function problem(view: DevicesView): string | undefined {
  if (view.choice === undefined || view.choice === 'chat') return undefined;
  if (view.status === 'denied' || view.status === 'missing' || view.status === 'busy')
    return t.choice.problem[view.status](view.choice);
  return undefined;
}

function said(view: DevicesView): string {
  if (view.choice === undefined) return t.choice.off;
  if (view.choice === 'chat') return t.choice.chatReady;
  if (view.status === 'asking') return t.choice.asking(view.choice);
  return problem(view) ?? t.choice.changeLater;
}

customElements.define('alcove-devices', Devices);
