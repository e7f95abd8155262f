import { html, nothing } from 'lit';
import type { HostActions, HostSessionView, WaitingGuest } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';

/** Who asks to join, each let in or turned away singly. */
export const waitingList = (session: HostSessionView, actions: HostActions): unknown => {
  const ready = session.waiting.filter(({ state }) => state === 'ready').length;
  return html`<section class="panel" aria-labelledby="waiting-heading">
    <h2 id="waiting-heading">${h.session.waiting}</h2>
    <p class="hidden" role="status">${ready === 0 ? nothing : h.session.arrived(ready)}</p>
    ${
      session.waiting.length === 0
        ? html`<p class="soft">${h.session.nobody}</p>`
        : html`<ul class="guests">
              ${session.waiting.map((guest, index) => entry(guest, index, actions))}
            </ul>
            <p class="small soft">${h.session.admitHint}</p>
            ${
              session.devices.choice === undefined
                ? html`<p class="small">${h.session.unheard}</p>`
                : nothing
            }`
    }
  </section>`;
};

const entry = (guest: WaitingGuest, index: number, actions: HostActions): unknown => {
  const name = `guest-${String(guest.id)}`;
  return html`<li>
    <div id=${name}>
      <b>${h.session.guest(index + 1)}</b>
      <span class="small soft"
        >${
          guest.state !== 'ready'
            ? h.session[guest.state]
            : html`<alcove-elapsed
                .since=${guest.since}
                .words=${h.session.ready}
              ></alcove-elapsed>`
        }</span
      >
    </div>
    <div class="row">
      <button type="button" aria-describedby=${name} @click=${() => actions.decline(guest.id)}>
        ${h.session.decline}
      </button>
      <button
        type="button"
        class="primary"
        aria-describedby=${name}
        ?disabled=${guest.state !== 'ready'}
        @click=${() => actions.admit(guest.id)}
      >
        ${h.session.admit}
      </button>
    </div>
  </li>`;
};
