import { html, nothing } from 'lit';
import { secretField } from '../../elements/secret-field.ts';
import { sent } from '../../elements/typed.ts';
import type { EnrolmentView, HostActions } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';

/** What a relay that opens rooms for known people alone wants of this one. */
export const enrolment = (view: EnrolmentView, actions: HostActions): unknown =>
  html`<section class="panel stack" data-enrolment=${view}>
    <h2>${h.enrolment.heading}</h2>
    <p>${h.enrolment.text}</p>
    <form class="stack" @submit=${(event: SubmitEvent) => actions.enrol(sent(event)('token'))}>
      ${secretField({
        name: 'token',
        label: h.enrolment.field,
        autocomplete: 'off',
        describedBy: 'enrolment-wrong',
      })}
      <div id="enrolment-wrong" class="slot" role="alert">
        ${view === 'wanted' ? nothing : html`<p class="error">${h.enrolment[view]}</p>`}
      </div>
      <p><button type="submit" class="primary">${h.enrolment.open}</button></p>
    </form>
  </section>`;
