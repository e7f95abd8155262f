import { html } from 'lit';
import '../../elements/terms-form.ts';
import { POINTS, type Point } from '../../state/consent-view.ts';
import type { HostActions, HostSessionView } from '../../state/host-view.ts';
import { consentText as c } from '../../wording/consent.ts';
import { hostText as h } from '../../wording/host.ts';

/** What the next person to ask reads first: a look around oneself, and one's own words. */
export const before = ({ terms, attested }: HostSessionView, actions: HostActions): unknown =>
  html`<section class="panel before" aria-labelledby="before-heading">
    <h2 id="before-heading">${h.terms.heading}</h2>
    <p class="soft">${h.terms.text}</p>
    <fieldset class="ticks">
      <legend>${h.terms.attest}</legend>
      ${POINTS.map((point) => tick(point, attested[point], (on) => actions.attest({ ...attested, [point]: on })))}
    </fieldset>
    <details>
      <summary>${h.terms.change}</summary>
      <alcove-terms-form
        .terms=${terms}
        .save=${(changed: typeof terms) => actions.saveTerms(changed)}
      ></alcove-terms-form>
    </details>
  </section>`;

const tick = (point: Point, on: boolean, press: (on: boolean) => void): unknown =>
  html`<label
    ><input
      type="checkbox"
      autocomplete="off"
      .checked=${on}
      @change=${({ target }: Event) => press(target instanceof HTMLInputElement && target.checked)}
    />${c.points[point]}</label
  >`;
