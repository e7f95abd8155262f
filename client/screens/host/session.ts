import { html, nothing } from 'lit';
import type { HostActions, HostSessionView, HostSideView } from '../../state/host-view.ts';
import { hostText as h } from '../../wording/host.ts';
import { before } from './before.ts';
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
): unknown =>
  frame(
    h.session.heading,
    html`<p class="lead slot" role="status" data-relay=${view.relay}>
        ${view.contested ? nothing : h.session.relay[view.relay]}
      </p>
      <div class="slot" role="status">${[trouble(view, actions), unkept(view)]}</div>
      <div class="slot stack" role="alert">${alarms(side, actions)}</div>
      <div class=${view.contested ? 'stack' : 'columns'}>
        ${view.contested ? nothing : [waitingList(view, actions), invite(view, actions), before(view, actions)]}
        <section class="panel own" aria-labelledby="devices-heading">
          <h2 id="devices-heading">${h.session.devices}</h2>
          <alcove-devices .view=${view.devices} .actions=${actions}></alcove-devices>
          <alcove-path-choice
            .view=${view.path}
            .hide=${(hidden: boolean) => actions.hide(hidden)}
          ></alcove-path-choice>
          ${side === undefined ? nothing : length(side.minutes, (m) => actions.setLength(m))}
        </section>
      </div>`,
    html`<button type="button" @click=${() => actions.endSession()}>${h.session.end}</button>`,
  );

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
