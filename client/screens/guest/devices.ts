import { html } from 'lit';
import type { GuestActions, GuestView } from '../../state/guest-view.ts';
import { guestText as g } from '../../wording/guest.ts';
import { t } from '../../wording/index.ts';
import { frame } from './frame.ts';

/** Choosing how to talk, and the check of camera and microphone. */
export const devices = (
  { devices: view, path }: Extract<GuestView, { screen: 'devices' }>,
  actions: GuestActions,
): unknown =>
  frame({
    heading: g.devices.heading,
    step: 3,
    leave: () => actions.leaveNow(),
    body: html`<alcove-devices .view=${view} .actions=${actions}></alcove-devices>
      <alcove-path-choice
        .view=${path}
        .hide=${(hidden: boolean) => actions.hide(hidden)}
      ></alcove-path-choice>
      <p class="small soft" id="ask-hint">
        ${view.choice === undefined ? g.devices.chooseFirst : g.devices.next}
      </p>`,
    foot: html`<button type="button" @click=${() => actions.back()}>${t.back}</button>
      <button
        type="button"
        class="primary"
        aria-describedby="ask-hint"
        ?disabled=${view.choice === undefined || view.status === 'asking'}
        @click=${() => actions.ask()}
      >
        ${g.devices.ask}
      </button>`,
  });
