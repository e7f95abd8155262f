import { html } from 'lit';
import type { GuestActions, GuestView } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { copyLink, frame } from './frame.ts';

type WaitingView = Extract<GuestView, { screen: 'waiting' }>;

/** Until the other person lets this one in: what is going on, and what to do if it lasts. */
export const waiting = (view: WaitingView, actions: GuestActions): unknown => {
  const said = g.waiting.phase[view.phase];
  return frame({
    heading: g.waiting.heading,
    leave: () => actions.leaveNow(),
    body: html`<section class="panel phase" data-phase=${view.phase}>
        <div role="status" class="stack">
          <h2>${said.heading}</h2>
          <p>${said.text}</p>
        </div>
        <p class="small soft">
          <alcove-elapsed .since=${view.since} .words=${g.waiting.since}></alcove-elapsed>
        </p>
      </section>
      <p class="soft">${g.waiting.reload}</p>
      <details>
        <summary>${g.waiting.devices}</summary>
        <alcove-devices .view=${view.devices} .actions=${actions}></alcove-devices>
      </details>
      <hr />
      <section>
        <p class="soft">${g.waiting.other}</p>
        ${copyLink(() => actions.copyLink())}
      </section>`,
  });
};
