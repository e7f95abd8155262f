import { html, nothing } from 'lit';
import type { HostActions, NoRelayView } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { frame } from './frame.ts';

/** Where a session was to begin and cannot, and what to do about it. */
export const noRelay = (view: NoRelayView, actions: HostActions): unknown => {
  const { heading, text, next } = h.noRelay[view.reason];
  return frame(
    heading,
    html`<p>${text(view.relay ?? '', view.page)}</p>
      <div class="panel stack">
        <p>${next}</p>
        ${view.reason === 'not-allowed' ? setting(view.page) : nothing}
      </div>
      <p class="slot" role="status">${view.busy === true ? h.noRelay.busy : nothing}</p>
      <p class="row">
        <button type="button" class="primary" @click=${() => actions.start()}>
          ${h.noRelay.again}
        </button>
        <button type="button" @click=${() => actions.home()}>${h.backHome}</button>
      </p>`,
  );
};

/** Of the relay, as it is written in its file; it breaks nowhere else. */
const setting = (page: string): unknown =>
  html`<p translate="no">
    <code>ALLOW_ORIGINS=<wbr />${page}</code>
  </p>`;
