import { html } from 'lit';
import type { HostActions, HostSessionView } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { t } from '../../wording/index.ts';

/** The one-time link in every form in which it can be handed over. */
export const invite = (session: HostSessionView, actions: HostActions): unknown =>
  html`<section class="panel invite" aria-labelledby="invite-heading">
    <h2 id="invite-heading">${h.session.invite}</h2>
    <p class="soft">${h.session.oneUse}</p>
    <div class="field">
      <label for="link">${h.session.link}</label>
      <input
        id="link"
        class="link-field"
        readonly
        autocomplete="off"
        spellcheck="false"
        .value=${session.link}
        @focus=${selectAll}
      />
    </div>
    <alcove-copy
      label=${h.session.copyLink}
      failed=${t.copy.failed}
      ?primary=${!session.exhausted && session.waiting.length === 0}
      .copy=${() => actions.copyLink()}
    ></alcove-copy>
    <div class="forms">
      <div class="stack">
        <h3 class="label">${h.session.invitation}</h3>
        <blockquote dir="auto">${session.invitation}</blockquote>
        <alcove-copy
          label=${h.session.copyInvitation}
          failed=${t.copy.failed}
          .copy=${() => actions.copyInvitation()}
        ></alcove-copy>
      </div>
      <div class="stack">
        <h3 class="label">${h.session.qr}</h3>
        <alcove-qr text=${session.link} label=${h.session.qrLabel}></alcove-qr>
        <p class="small soft">${h.session.qrHint}</p>
      </div>
    </div>
  </section>`;

const selectAll = (event: Event): void => {
  if (event.target instanceof HTMLInputElement) event.target.select();
};
