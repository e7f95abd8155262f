import { html } from 'lit';
import type { GuestActions } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { copyLink, frame, onwards, points } from './frame.ts';

/** What this is. */
export const welcome = (actions: GuestActions): unknown =>
  frame({
    heading: g.welcome.heading,
    step: 1,
    leave: () => actions.leaveNow(),
    body: html`<p class="lead">${g.welcome.text}</p>
      ${points(g.welcome.points)}
      <hr />
      <section>
        <p class="soft">${g.welcome.other}</p>
        ${copyLink(() => actions.copyLink())}
      </section>`,
    foot: onwards(actions, true),
  });
