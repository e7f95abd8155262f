import { html } from 'lit';
import type { GuestActions } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { frame, onwards, points } from './frame.ts';

/** How data is handled, and the limits of that; said before anything is switched on. */
export const handling = (actions: GuestActions): unknown =>
  frame({
    heading: g.handling.heading,
    step: 2,
    leave: () => actions.leaveNow(),
    body: html`<section>
        <h2>${g.handling.protectedHeading}</h2>
        ${points(g.handling.protectedPoints)}
      </section>
      <section>
        <h2>${g.handling.limitsHeading}</h2>
        ${points(g.handling.limits)}
      </section>
      <p class="soft">${g.handling.duties}</p>`,
    foot: onwards(actions),
  });
