import { html } from 'lit';
import type { GuestActions } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { frame, onwards } from './frame.ts';

/** A reminder, not a gate: the ticks are read by nobody and go with the page. */
export const checklist = (actions: GuestActions): unknown =>
  frame({
    heading: g.checklist.heading,
    step: 3,
    leave: () => actions.leaveNow(),
    body: html`<p>${g.checklist.text}</p>
      <fieldset class="ticks">
        <legend class="hidden">${g.checklist.legend}</legend>
        ${g.checklist.items.map(
          (item) => html`<label><input type="checkbox" autocomplete="off" />${item}</label>`,
        )}
      </fieldset>
      <p class="soft">${g.checklist.alone}</p>`,
    foot: onwards(actions),
  });
