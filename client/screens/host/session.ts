import { html, nothing } from 'lit';
import type { HostActions, HostSessionView, HostSideView } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { before } from './before.ts';
import { enrolment } from './enrolment.ts';
import { frame } from './frame.ts';
import { invite } from './invite.ts';
import { length } from './length.ts';
import { alarms } from './notices.ts';
import { waitingList } from './waiting-list.ts';

/** Before anybody is let in: who is waiting, the link, and one's own camera and microphone. */
export const session = (
  view: HostSessionView,
  side: HostSideView | undefined,
  actions: HostActions,
): unknown => {
  // Nobody can come in by this link, or not yet.
  const shut = view.contested || view.enrolment !== undefined;
  return frame(
    h.session.heading,
    html`${view.enrolment === undefined ? nothing : enrolment(view.enrolment, actions)}
      <p class="lead slot" role="status" data-relay=${view.relay}>
        ${shut ? nothing : h.session.relay[view.relay]}
      </p>
      <div class="slot" role="status">${[trouble(view, actions), unkept(view)]}</div>
      <div class="slot stack" role="alert">${alarms(side, actions)}</div>
      <div class=${shut ? 'stack' : 'columns'}>
        ${shut ? nothing : [waitingList(view, actions), invite(view, actions), before(view, actions)]}
        <section class="panel own" aria-labelledby="devices-heading">
          <h2 id="devices-heading">${h.session.devices}</h2>
          <alcove-devices .view=${view.devices} .actions=${actions}></alcove-devices>
          <alcove-path-choice
            .view=${view.path}
            .hide=${(hidden: boolean) => actions.hide(hidden)}
          ></alcove-path-choice>
          ${side === undefined ? nothing : length(side.minutes, (m) => actions.setLength(m))}
        </section>
      </div>
      ${view.hasToken && view.enrolment === undefined ? known(actions) : nothing}`,
    html`<button type="button" @click=${() => actions.endSession()}>${h.session.end}</button>`,
  );
};

const known = (actions: HostActions): unknown =>
  html`<p class="small soft row">
    <span>${h.enrolment.known}</span>
    <button type="button" @click=${() => actions.forgetToken()}>${h.enrolment.forget}</button>
  </p>`;

const unkept = (view: HostSessionView): unknown =>
  view.unkept ? html`<p class="notice">${h.session.unkept}</p>` : nothing;

/** Rival claimants come first: then a new link is the only way on, and the old one is not offered. */
const trouble = (view: HostSessionView, actions: HostActions): unknown => {
  const code = view.contested ? 'contested' : view.exhausted ? 'exhausted' : undefined;
  if (code === undefined) return nothing;
  return html`<section class="notice trouble" data-trouble=${code}>
    <h2>${h.session[code].heading}</h2>
    <p>${h.session[code].text}</p>
    <div class="row">
      ${
        code === 'exhausted'
          ? html`<button type="button" @click=${() => actions.allowMoreAttempts()}>
              ${h.session.allow}
            </button>`
          : nothing
      }
      <button
        type="button"
        class=${code === 'contested' ? 'primary' : ''}
        @click=${() => actions.newLink()}
      >
        ${h.session.newLink}
      </button>
    </div>
  </section>`;
};
