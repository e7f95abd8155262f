import { html, type TemplateResult } from 'lit';
import { typed } from '../../elements/typed.ts';
import type { Length } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';

const LENGTHS = [30, 45, 50, 60, 90] as const satisfies readonly Length[];

/** How long the session is meant to be; the host alone is told when its end comes near. */
export const length = (
  minutes: Length | undefined,
  set: (minutes: Length | undefined) => void,
): TemplateResult =>
  html`<div class="field">
    <label for="length">${h.time.label}</label>
    <select
      id="length"
      aria-describedby="length-hint"
      @change=${(event: Event) => {
        const chosen = typed(event);
        set(LENGTHS.find((known) => String(known) === chosen));
      }}
    >
      <option value="" ?selected=${minutes === undefined}>${h.time.none}</option>
      ${LENGTHS.map(
        (known) =>
          html`<option value=${known} ?selected=${known === minutes}>
            ${h.time.minutes(known)}
          </option>`,
      )}
    </select>
    <p id="length-hint" class="small soft">${h.time.hint}</p>
  </div>`;
